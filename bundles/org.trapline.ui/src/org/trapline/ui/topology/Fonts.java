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

/** The system's typeface in the sizes of a picture. */
final class Fonts {
    private static final float POINTS_PER_INCH = 72;

    private final Map<TextStyle, Font> fonts = new EnumMap<>(TextStyle.class);

    Fonts(final Device device) {
        final String face = JFaceResources.getDefaultFont().getFontData()[0].getName();
        for (final TextStyle style : TextStyle.values()) {
            // SWT wants points, a picture is measured in pixels.
            final float points = style.size() * POINTS_PER_INCH / device.getDPI().y;
            final FontData data = new FontData(face, Math.round(points), style.isBold() ? SWT.BOLD : SWT.NORMAL);
            data.height = points;
            fonts.put(style, new Font(device, data));
        }
    }

    Font of(final TextStyle style) {
        return fonts.get(style);
    }

    void dispose() {
        fonts.values().forEach(Font::dispose);
    }
}
