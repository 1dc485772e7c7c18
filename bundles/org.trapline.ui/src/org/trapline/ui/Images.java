// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.ResourceLocator;
import org.eclipse.swt.graphics.ImageData;

/** Pictures of this bundle. */
public final class Images {
    private static final int DIM = 3;

    private Images() {
    }

    /** Returns the picture {@code icons/NAME.svg}. */
    public static ImageDescriptor of(final String name) {
        return ResourceLocator.imageDescriptorFromBundle(Ids.BUNDLE, "icons/" + name + ".svg")
                .orElseThrow(() -> new IllegalArgumentException("no picture " + name));
    }

    /** Returns the same for what cannot be used now: nearly transparent, which tells on a light ground as on a dark one. */
    public static ImageDescriptor dimmed(final String name) {
        final ImageDescriptor bright = of(name);
        return new ImageDescriptor() {
            @Override
            public ImageData getImageData(final int zoom) {
                return dimmed(bright.getImageData(zoom));
            }
        };
    }

    private static ImageData dimmed(final ImageData data) {
        if (data == null || data.alphaData == null) {
            return data;
        }
        final ImageData copy = (ImageData) data.clone();
        for (int i = 0; i < copy.alphaData.length; i++) {
            copy.alphaData[i] = (byte) ((copy.alphaData[i] & 0xff) / DIM);
        }
        return copy;
    }
}
