// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui;

import org.eclipse.jface.resource.ImageDescriptor;
import org.eclipse.jface.resource.ResourceLocator;

/** Pictures of this bundle. */
public final class Images {
    private Images() {
    }

    /** Returns the picture {@code icons/NAME.svg}. */
    public static ImageDescriptor of(final String name) {
        return ResourceLocator.imageDescriptorFromBundle(Ids.BUNDLE, "icons/" + name + ".svg")
                .orElseThrow(() -> new IllegalArgumentException("no picture " + name));
    }
}
