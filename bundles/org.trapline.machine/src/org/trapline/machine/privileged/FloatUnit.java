// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.isa.kernel.FloatState;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * Whether a hart's floating-point unit is switched on, whether its state has changed since software last saved it, and what {@code fcsr} holds.
 * A guest's unit is on, or changed, only if both its own {@code vsstatus} and the hypervisor's {@code mstatus} say so.
 *
 * @implSpec priv "Extension Context Status in mstatus Register"
 */
final class FloatUnit implements Stateful {
    private static final long FS = Mstatus.FS;
    private static final int MSTATUS = Csr.MSTATUS.ordinal();
    private static final int VSSTATUS = Csr.VSSTATUS.ordinal();
    private static final int FLAGS = 0x1f;
    private static final int MODE_SHIFT = 5;
    private static final int MODE = 7;

    private final FloatState state = new FloatState();
    /** The CSRs by the ordinal of their row. */
    private final long[] values;
    /** The bit SD of the status registers. */
    private final long summary;
    private boolean virtual;

    FloatUnit(long[] values, Isa isa) {
        this.values = values;
        summary = Csr.MSTATUS.field("SD", isa.xlen()).mask(isa.xlen());
    }

    FloatState state() {
        return state;
    }

    /** Returns a status register in which SD, which sums up FS, is right. */
    long summed(long status) {
        return (status & FS) == FS ? status | summary : status & ~summary;
    }

    /** Puts {@code fcsr} as it is after reset; the status registers already are. */
    void reset() {
        write(Csr.FCSR, 0);
        changed();
    }

    /** Takes notice of the virtualization mode. */
    void setVirtual(boolean nowVirtual) {
        if (virtual != nowVirtual) {
            virtual = nowVirtual;
            changed();
        }
    }

    /** Takes notice of a changed status register. */
    void changed() {
        state.ready = isDirty() && state.mode <= FloatState.RMM;
    }

    /** Tells whether the unit's state is dirty for all who want to know. */
    boolean isDirty() {
        return (values[MSTATUS] & FS) == FS && (!virtual || (values[VSSTATUS] & FS) == FS);
    }

    /** Tells whether floating-point instructions and registers are illegal. */
    boolean isOff() {
        return (values[MSTATUS] & FS) == 0 || virtual && (values[VSSTATUS] & FS) == 0;
    }

    /** Notes that a register or {@code fcsr} has been written. */
    void dirty() {
        values[MSTATUS] |= FS | summary;
        if (virtual) {
            values[VSSTATUS] |= FS | summary;
        }
        changed();
    }

    static boolean isRegister(Csr csr) {
        return csr == Csr.FCSR || csr == Csr.FFLAGS || csr == Csr.FRM;
    }

    long read(Csr csr) {
        return switch (csr) {
            case FFLAGS -> state.flags;
            case FRM -> state.mode;
            default -> state.mode << MODE_SHIFT | state.flags;
        };
    }

    /** Writes a register; that its state is now dirty is for the caller to note. */
    void write(Csr csr, long written) {
        int bits = (int) written;
        switch (csr) {
            case FFLAGS -> state.flags = bits & FLAGS;
            case FRM -> state.mode = bits & MODE;
            default -> {
                state.flags = bits & FLAGS;
                state.mode = bits >>> MODE_SHIFT & MODE;
            }
        }
    }

    @Override
    public void exchange(StateExchange exchange) {
        state.flags = exchange.number("fflags", state.flags, 0, FLAGS);
        state.mode = exchange.number("frm", state.mode, 0, MODE);
    }
}
