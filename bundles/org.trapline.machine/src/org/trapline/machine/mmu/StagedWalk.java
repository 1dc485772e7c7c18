// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import org.trapline.machine.memory.Access;
import org.trapline.machine.privileged.PrivilegedState;

/**
 * Translates addresses in two stages for somebody who keeps the result: beside where an address leads, it tells all that may be done there.
 *
 * @implSpec priv "Two-Stage Address Translation"
 */
public final class StagedWalk {
    private final PrivilegedState state;
    private final Translator translator;
    private final Regime regime = new Regime();
    private int levels;
    private int modes;

    /**
     * @param memory     where the tables of the second stage stand
     * @param hardwareAd whether walks set A and D bits, unless extensions Svade and Svadu say
     */
    public StagedWalk(PrivilegedState state, TableMemory memory, boolean hardwareAd) {
        this.state = state;
        translator = new Translator(state, memory, hardwareAd);
        translator.observe(new Mmu.MissObserver() {
            @Override
            public void miss(Access access, long va) {
                // Nothing is cached here.
            }

            @Override
            public void walked(WalkStage stage, int level, long pteAddress, long pte) {
                levels++;
            }
        });
    }

    /**
     * Translates as the virtualization mode that the hart is in does for one access.
     * @return whether both stages permit it
     */
    public boolean walk(long va, Access access) {
        levels = 0;
        regime.setData(state);
        modes = regime.bits;
        return translator.translate(regime, va, access) == Translator.Outcome.MAPPED;
    }

    /** Returns how many entries of tables were read. */
    public int levels() {
        return levels;
    }

    /** Returns where the address leads. */
    public long pa() {
        return translator.pa();
    }

    /**
     * Returns the sum of {@link Pte#R}, {@link Pte#W} and {@link Pte#X} of what both stages permit; the right to write only if both know of a store
     * already.
     */
    public long rights() {
        long rights = 0;
        for (Access access : Access.values()) {
            if (permits(translator.firstPte(), access, modes & ~(Regime.MACHINE | Regime.VIRTUAL | Regime.MXR_SECOND))
                && permits(translator.secondPte(), access, PageWalker.USER | ((modes & Regime.MXR_SECOND) != 0 ? PageWalker.MXR : 0))) {
                rights |= access.pteBit();
            }
        }
        return rights;
    }

    /** A stage that does not translate, whose entry is 0, permits everything. */
    private static boolean permits(long pte, Access access, int modes) {
        return pte == 0 || PageWalker.permits(pte, access, modes) && (access != Access.STORE || (pte & Pte.D) != 0);
    }
}
