// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

/** Ends a region in the middle: an access has trapped, or something must be looked at after it. The host knows more. */
public final class RegionLeft extends RuntimeException {
    /** The only one; it tells nothing. */
    public static final RegionLeft SIGNAL = new RegionLeft();

    private static final long serialVersionUID = 1;

    private RegionLeft() {
        super(null, null, false, false);
    }
}
