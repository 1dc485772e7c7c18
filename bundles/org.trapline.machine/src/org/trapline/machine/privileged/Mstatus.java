// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.Csr;

/** Masks of the fields of {@code mstatus}, taken from its row. */
public final class Mstatus {
    public static final long SIE = mask("SIE");
    public static final long MIE = mask("MIE");
    public static final long SPIE = mask("SPIE");
    public static final long MPIE = mask("MPIE");
    public static final long SPP = mask("SPP");
    public static final long MPP = mask("MPP");
    public static final long FS = mask("FS");
    public static final long SD = mask("SD");
    public static final long MPRV = mask("MPRV");
    public static final long SUM = mask("SUM");
    public static final long MXR = mask("MXR");
    public static final long TVM = mask("TVM");
    public static final long TW = mask("TW");
    public static final long TSR = mask("TSR");
    public static final long GVA = mask("GVA");
    public static final long MPV = mask("MPV");
    public static final int SPP_SHIFT = Long.numberOfTrailingZeros(SPP);
    public static final int MPP_SHIFT = Long.numberOfTrailingZeros(MPP);

    private Mstatus() {
    }

    private static long mask(String field) {
        return Csr.MSTATUS.field(field, 64).mask(64);
    }

    /** Returns the mode that a trap to M mode came from, or that a return from it goes to. */
    static int previousMode(long mstatus) {
        return (int) ((mstatus & MPP) >>> MPP_SHIFT);
    }

    /** Returns the mode that a trap to S mode came from, or that a return from it goes to. */
    static int previousSupervisedMode(long status) {
        return (int) ((status & SPP) >>> SPP_SHIFT);
    }

    /** Returns what a trap from a mode to M mode makes of the register. */
    static long enterMachine(long mstatus, int mode) {
        return move(mstatus, MIE, MPIE) & ~MPP | (long) mode << MPP_SHIFT;
    }

    /** Returns what a trap from a mode to S mode makes of the register. */
    static long enterSupervisor(long status, int mode) {
        return move(status, SIE, SPIE) & ~SPP | (long) mode << SPP_SHIFT;
    }

    /** Returns what a return from M mode makes of the register, but for MPRV. */
    static long leaveMachine(long mstatus) {
        return restore(mstatus, MIE, MPIE) & ~(MPP | MPV);
    }

    /** Returns what a return from S mode makes of the register, but for MPRV. */
    static long leaveSupervisor(long status) {
        return restore(status, SIE, SPIE) & ~SPP;
    }

    /** Moves an interrupt-enable bit to where it is kept during the trap, and clears it. */
    private static long move(long status, long enable, long previous) {
        long kept = (status & enable) != 0 ? status | previous : status & ~previous;
        return kept & ~enable;
    }

    private static long restore(long status, long enable, long previous) {
        long restored = (status & previous) != 0 ? status | enable : status & ~enable;
        return restored | previous;
    }
}
