// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

/** The conditions of RV64I's branches: true means the branch is taken. */
public final class Branch {
    private Branch() {
    }

    public static boolean beq(long a, long b) {
        return a == b;
    }

    public static boolean bne(long a, long b) {
        return a != b;
    }

    public static boolean blt(long a, long b) {
        return a < b;
    }

    public static boolean bge(long a, long b) {
        return a >= b;
    }

    public static boolean bltu(long a, long b) {
        return Long.compareUnsigned(a, b) < 0;
    }

    public static boolean bgeu(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0;
    }
}
