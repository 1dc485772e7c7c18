// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import java.util.EnumMap;
import java.util.Map;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Device;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.FontData;
import org.trapline.diagram.layout.TextStyle;

/** The system's typeface in the sizes of a picture at a scale. Letters of the right size are set better than scaled ones. */
final class Fonts {
    private static final float POINTS_PER_INCH = 72;

    private final Device device;
    private final Map<TextStyle, Font> fonts = new EnumMap<>(TextStyle.class);
    private double scale;

    Fonts(final Device device) {
        this.device = device;
    }

    /** Returns the font of a style, larger or smaller by the scale; valid until another scale is asked for. */
    Font of(final TextStyle style, final double newScale) {
        if (newScale != scale) {
            dispose();
            scale = newScale;
        }
        return fonts.computeIfAbsent(style, this::make);
    }

    private Font make(final TextStyle style) {
        // SWT wants points, a picture is measured in pixels.
        final float points = (float) (style.size() * scale * POINTS_PER_INCH / device.getDPI().y);
        final FontData data = new FontData(JFaceResources.getDefaultFont().getFontData()[0].getName(), Math.max(1, Math.round(points)),
                style.isBold() ? SWT.BOLD : SWT.NORMAL);
        data.height = Math.max(1, points);
        return new Font(device, data);
    }

    void dispose() {
        fonts.values().forEach(Font::dispose);
        fonts.clear();
    }
}
