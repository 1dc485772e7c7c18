// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import org.eclipse.jface.resource.CompositeImageDescriptor;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.RGB;

/** A small square of a colour. Equal swatches share an image. */
final class Swatch extends CompositeImageDescriptor {
    private static final int WIDTH = 6;
    private static final int HEIGHT = 14;

    private final RGB color;

    Swatch(final RGB color) {
        this.color = color;
    }

    @Override
    protected void drawCompositeImage(final int width, final int height) {
        final ImageData data = new ImageData(WIDTH, HEIGHT, 24, new PaletteData(0xff0000, 0xff00, 0xff));
        final int pixel = data.palette.getPixel(color);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                data.setPixel(x, y, pixel);
            }
        }
        drawImage(zoom -> zoom == 100 ? data : data.scaledTo(WIDTH * zoom / 100, HEIGHT * zoom / 100), 0, 0);
    }

    @Override
    protected Point getSize() {
        return new Point(WIDTH, HEIGHT);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final Swatch swatch && swatch.color.equals(color);
    }

    @Override
    public int hashCode() {
        return color.hashCode();
    }
}
