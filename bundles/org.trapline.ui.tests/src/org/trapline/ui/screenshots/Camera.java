// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.screenshots;

import static org.trapline.ui.Bench.ui;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Shell;
import org.trapline.ui.Bench;

/** Puts the window into a known size, and takes pictures of it as it stands on the screen. */
final class Camera {
    private static final int WIDTH = 1400;
    private static final int HEIGHT = 900;
    private static final PaletteData RGB = new PaletteData(0xff0000, 0xff00, 0xff);
    /** So long nothing must have been painted before a picture is taken. */
    private static final Duration STILL = Duration.ofMillis(1500);
    /** A bar that shows progress is never at rest. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;

    /** Takes pictures into a folder. */
    Camera(final Path folder) {
        this.folder = folder;
        ui(() -> {
            final Shell shell = Bench.window().getShell();
            shell.setMaximized(false);
            shell.setBounds(0, 0, WIDTH, HEIGHT);
            shell.forceActive();
            return null;
        });
        rest();
    }

    /** Takes a picture of the whole window, once it has come to rest. */
    void take(final String name) {
        rest();
        ui(() -> {
            final Shell shell = Bench.window().getShell();
            final Rectangle area = Bench.display().map(shell, null, shell.getClientArea());
            final Image image = new Image(Bench.display(), area.width, area.height);
            final GC screen = new GC(Bench.display());
            try {
                screen.copyArea(image, area.x, area.y);
                final ImageLoader writer = new ImageLoader();
                writer.data = new ImageData[] {opaque(image.getImageData())};
                writer.save(folder.resolve(name + ".png").toString(), SWT.IMAGE_PNG);
            } finally {
                screen.dispose();
                image.dispose();
            }
            return null;
        });
    }

    /** Without what a screen has no use for, an alpha channel. */
    private static ImageData opaque(final ImageData data) {
        final ImageData plain = new ImageData(data.width, data.height, 24, RGB, 1, new byte[3 * data.width * data.height]);
        for (int y = 0; y < data.height; y++) {
            for (int x = 0; x < data.width; x++) {
                plain.setPixel(x, y, RGB.getPixel(data.palette.getRGB(data.getPixel(x, y))));
            }
        }
        return plain;
    }

    /** Waits until nothing is painted any more. */
    void rest() {
        final AtomicInteger paints = new AtomicInteger();
        final org.eclipse.swt.widgets.Listener counter = event -> paints.incrementAndGet();
        ui(() -> {
            Bench.display().addFilter(SWT.Paint, counter);
            return null;
        });
        final long end = System.nanoTime() + PATIENCE.toNanos();
        int before;
        do {
            before = paints.get();
            LockSupport.parkNanos(STILL.toNanos());
        } while (paints.get() != before && System.nanoTime() < end);
        ui(() -> {
            Bench.display().removeFilter(SWT.Paint, counter);
            return null;
        });
    }
}
