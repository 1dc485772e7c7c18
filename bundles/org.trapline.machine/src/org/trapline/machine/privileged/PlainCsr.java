// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.CsrRule;

/** A register that only keeps what is written to it, as a CSR instruction reaches it in one mode: an access has no effect but on the register. */
public final class PlainCsr {
    private final PrivilegedState state;
    private final int modeNumber;
    private final long[] values;
    private final int place;
    private final long mask;
    private final CsrRule rule;

    /**
     * Creates it.
     * @param modeNumber see {@link PrivilegedState#modeNumber}
     * @param values     registers
     * @param place      which of them it is
     * @param mask       the bits that are read
     * @param rule       what can be written
     */
    PlainCsr(PrivilegedState state, int modeNumber, long[] values, int place, long mask, CsrRule rule) {
        this.state = state;
        this.modeNumber = modeNumber;
        this.values = values;
        this.place = place;
        this.mask = mask;
        this.rule = rule;
    }

    /** Returns one that no mode reaches. */
    public static PlainCsr unreachable(PrivilegedState state) {
        return new PlainCsr(state, -1, new long[1], 0, 0, null);
    }

    /** Tells whether the hart is in the mode that reaches the register so. */
    public boolean isReachable() {
        return state.modeNumber() == modeNumber;
    }

    /** Returns the register; it must be {@linkplain #isReachable reachable}. */
    public long read() {
        return values[place] & mask;
    }

    /** Writes the register; it must be {@linkplain #isReachable reachable}. */
    public void write(long written) {
        values[place] = rule.legalize(values[place], written);
    }
}
