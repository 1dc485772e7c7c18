// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

/** Register widths in which a row of a table exists. */
public enum Xlen {
    /** The row is the same for every width. */
    ANY(0),
    /** The row exists in RV32 only. */
    RV32(32),
    /** The row exists in RV64 only. */
    RV64(64);

    private final int bits;

    Xlen(int bits) {
        this.bits = bits;
    }

    /** Tells whether a hart whose registers have {@code xlen} bits has the row. */
    public boolean includes(int xlen) {
        return bits == 0 || bits == xlen;
    }
}
