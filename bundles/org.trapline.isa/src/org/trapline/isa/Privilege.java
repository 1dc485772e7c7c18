// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

/**
 * The privilege modes of a hart, least privileged first.
 *
 * @implSpec priv "Privilege Levels"
 */
public enum Privilege {
    U(0, "user"),
    S(1, "supervisor"),
    M(3, "machine");

    private static final Privilege[] BY_CODE = {U, S, null, M};

    private final int code;
    private final String title;

    Privilege(int code, String title) {
        this.code = code;
        this.title = title;
    }

    /** Returns the two-bit encoding used in {@code mstatus.MPP} and CSR numbers. */
    public int code() {
        return code;
    }

    /** Returns the mode's name in words, such as {@code supervisor}. */
    public String title() {
        return title;
    }

    /** Returns the mode encoded by {@code code} (0, 1 or 3), or null for the reserved encoding 2. */
    public static Privilege ofCode(int code) {
        return BY_CODE[code];
    }
}
