// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

/** What floating-point numbers an instruction of a region is likely to meet, and so what its compiled code is prepared for. */
public enum Numbers {
    /** Normal ones, of which it has been noted that not all are exact: for others the region is left. */
    PLAIN,
    /** Exact ones as well, and very small ones: looked at by the host's arithmetic, too. */
    CHECKED,
    /** Any: what the host's arithmetic does not do is called. */
    ANY;

    /** Returns what to be prepared for where this was not enough. */
    public Numbers more() {
        return values()[Math.min(ordinal() + 1, ANY.ordinal())];
    }
}
