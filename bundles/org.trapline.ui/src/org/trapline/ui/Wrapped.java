// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.TextLayout;

/** Words on a canvas, as many on a line as there is room for. */
public final class Wrapped {
    private static final int SPACING = 2;

    private Wrapped() {
    }

    /** Draws a text in the foreground's colour, its upper left corner at a point. */
    public static void draw(final GC gc, final String text, final int x, final int y, final int width) {
        final TextLayout layout = new TextLayout(gc.getDevice());
        layout.setFont(JFaceResources.getDefaultFont());
        layout.setText(text);
        layout.setSpacing(SPACING);
        layout.setWidth(Math.max(1, width));
        layout.draw(gc, x, y);
        layout.dispose();
    }
}
