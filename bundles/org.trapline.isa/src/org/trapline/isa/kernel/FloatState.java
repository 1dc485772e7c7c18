// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

/**
 * The floating-point state of a hart beside its registers: what {@code fcsr} holds. Kernels get it to add their flags to; each is also told the
 * rounding mode, because an instruction may name its own.
 *
 * @implSpec unpriv "Floating-Point Control and Status Register"
 */
public final class FloatState {
    /** Inexact. */
    public static final int NX = 1;
    /** Underflow. */
    public static final int UF = 2;
    /** Overflow. */
    public static final int OF = 4;
    /** Division by zero. */
    public static final int DZ = 8;
    /** Invalid operation. */
    public static final int NV = 16;

    // Rounding modes, by their code.
    public static final int RNE = 0;
    public static final int RTZ = 1;
    public static final int RDN = 2;
    public static final int RUP = 3;
    public static final int RMM = 4;
    /** In an instruction: as {@link #mode} says. */
    public static final int DYN = 7;

    /** {@code fflags}: what has happened since the flags were cleared. */
    public int flags;
    /** {@code frm}: the rounding mode of instructions that name none; above {@link #RMM} such instructions are illegal. */
    public int mode;
    /**
     * Whether every floating-point instruction may just be executed: the unit is switched on, its registers are known to be changed, and the
     * mode is one. Kept by whoever knows {@code mstatus}; kernels do not look at it.
     */
    public boolean ready;

    /**
     * Returns below which magnitude a normal result of the host's arithmetic, which rounds to nearest, is right as it is: infinity if inexact is set
     * already; 0 if it is not, so that each result must be looked at; NaN if the rounding mode is another.
     */
    public double limit(int rounding) {
        return rounding != RNE ? Double.NaN : (flags & NX) != 0 ? Double.POSITIVE_INFINITY : 0;
    }
}
