// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.Locale;

/**
 * How floating-point results that do not fit are rounded.
 *
 * @implSpec unpriv "Floating-Point Control and Status Register"
 */
public enum RoundingMode {
    RNE(0, "to nearest, ties to even"),
    RTZ(1, "towards zero"),
    RDN(2, "down, towards negative infinity"),
    RUP(3, "up, towards positive infinity"),
    RMM(4, "to nearest, ties to the larger magnitude"),
    /** In an instruction only: as {@code frm} says. */
    DYN(7, "dynamic: as frm says");

    private static final RoundingMode[] BY_CODE = {RNE, RTZ, RDN, RUP, RMM, null, null, DYN};

    private final int code;
    private final String meaning;

    RoundingMode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the mode of this three-bit code, or null if it is reserved. */
    public static RoundingMode ofCode(int code) {
        return BY_CODE[code];
    }

    /** Returns the code in instructions and in {@code frm}. */
    public int code() {
        return code;
    }

    /** Returns the name used in source, such as {@code rtz}. */
    public String sourceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns in a few words where results are rounded to. */
    public String meaning() {
        return meaning;
    }
}
