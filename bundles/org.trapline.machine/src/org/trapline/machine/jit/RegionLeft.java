// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

/** Ends a region in the middle: the engine is to carry out an access. */
public final class RegionLeft extends RuntimeException {
    /** The only one; it tells nothing. */
    public static final RegionLeft SIGNAL = new RegionLeft();

    private static final long serialVersionUID = 1;

    private RegionLeft() {
        super(null, null, false, false);
    }
}
