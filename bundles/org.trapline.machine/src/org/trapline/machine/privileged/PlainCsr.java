// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import java.util.Arrays;

import org.trapline.isa.CsrRule;

/**
 * A number of registers that only keep what is written to them: an access reaches one of them in some modes, and has no effect but on it. In other
 * modes, the instruction is one of those that {@link org.trapline.machine.kernel.Zicsr} carries out, or it traps.
 */
public final class PlainCsr {
    private static final int NOWHERE = -1;

    private final PrivilegedState state;
    private final long[] values;
    // By mode, see PrivilegedState.modeNumber.
    private final int[] places = new int[PrivilegedState.MODES];
    private final long[] masks = new long[PrivilegedState.MODES];
    private final CsrRule[] rules = new CsrRule[PrivilegedState.MODES];

    PlainCsr(PrivilegedState state, long[] values) {
        this.state = state;
        this.values = values;
        Arrays.fill(places, NOWHERE);
    }

    /** Says which register is reached in a mode. */
    void put(int modeNumber, int place, long mask, CsrRule rule) {
        places[modeNumber] = place;
        masks[modeNumber] = mask;
        rules[modeNumber] = rule;
    }

    /** Tells whether the access reaches a register in the present mode. */
    public boolean isReachable() {
        return places[state.modeNumber()] != NOWHERE;
    }

    /** Returns the register; it must be {@linkplain #isReachable reachable}. */
    public long read() {
        int mode = state.modeNumber();
        return values[places[mode]] & masks[mode];
    }

    /** Writes the register; it must be {@linkplain #isReachable reachable}. */
    public void write(long written) {
        int mode = state.modeNumber();
        int place = places[mode];
        values[place] = rules[mode].legalize(values[place], written);
    }
}
