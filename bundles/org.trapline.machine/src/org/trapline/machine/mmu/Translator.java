// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import org.trapline.machine.memory.Access;
import org.trapline.machine.privileged.PrivilegedState;

/**
 * Translates addresses by a hart's page tables, in one stage or in two; holds the result of the last translation. Of what was cached, and of
 * PMP at the final address, it knows nothing.
 *
 * @implSpec priv "Two-Stage Address Translation"
 */
final class Translator {
    /** How a translation ended. */
    enum Outcome {
        MAPPED,
        /** The first or only stage refuses. */
        PAGE_FAULT,
        /** A table cannot be accessed. */
        ACCESS_FAULT,
        /** The second stage refuses the access itself. */
        GUEST_PAGE_FAULT,
        /** The second stage refuses the reading of an entry of the first. */
        GUEST_PAGE_FAULT_READING_TABLE,
        /** The second stage refuses the setting of an A or D bit in an entry of the first. */
        GUEST_PAGE_FAULT_WRITING_TABLE
    }

    private final PrivilegedState state;
    private final boolean hardwareAd;
    private final TableMemory memory;
    private final PageWalker single;
    private final PageWalker first;
    private final PageWalker second;
    // What the second stage needs while the first is walked, and why it refused.
    private PagingMode secondMode;
    private long secondRoot;
    private int secondModes;
    private Outcome refused;
    private long tableHpa;
    // Results.
    private long pa;
    private long gpa;
    private int pageShift;
    private long firstPte;

    /**
     * @param memory     where the tables stand
     * @param hardwareAd whether walks set A and D bits, on harts whose extensions do not say
     */
    Translator(PrivilegedState state, TableMemory memory, boolean hardwareAd) {
        this.state = state;
        this.memory = memory;
        this.hardwareAd = hardwareAd;
        single = new PageWalker(memory);
        first = new PageWalker(new GuestTables());
        second = new PageWalker(memory);
    }

    void observe(Mmu.MissObserver observer) {
        observe(single, WalkStage.SINGLE, observer);
        observe(first, WalkStage.FIRST, observer);
        observe(second, WalkStage.SECOND, observer);
    }

    private static void observe(PageWalker walker, WalkStage stage, Mmu.MissObserver observer) {
        walker.observe(observer == null ? null : (level, address, pte) -> observer.walked(stage, level, address, pte));
    }

    /** Returns the physical address found. */
    long pa() {
        return pa;
    }

    /** Returns the guest physical address that the first stage found, or of its table's entry at which the second stage refused. */
    long gpa() {
        return gpa;
    }

    /** Returns the binary logarithm of the size of what the first or only stage's leaf entry maps. */
    int pageShift() {
        return pageShift;
    }

    /** Returns the leaf entry of the first of two stages; 0 if it did not translate. */
    long firstPte() {
        return firstPte;
    }

    /** Returns the leaf entry of the second of two stages, for the address itself; 0 if it did not translate. */
    long secondPte() {
        return secondMode == PagingMode.BARE ? 0 : second.pte();
    }

    /** Translates an address for one access. */
    Outcome translate(Regime regime, long va, Access access) {
        pageShift = Tlb.PAGE_SHIFT;
        if (regime.isVirtual()) {
            return translateTwice(regime, va, access);
        }
        PagingMode paging = PagingMode.of(regime.satp);
        if (paging == PagingMode.BARE) {
            pa = state.isa().zeroExtend(va);
            return Outcome.MAPPED;
        }
        int modes = regime.bits & ~Regime.MACHINE | PageWalker.tableModes(state, hardwareAd);
        PageWalker.Outcome outcome = single.walk(paging, root(regime.satp), va, access, modes);
        pa = single.pa();
        pageShift = single.pageShift();
        return outcome(outcome);
    }

    private static long root(long atp) {
        return (atp & Pte.PPN_MASK) << 12;
    }

    private static Outcome outcome(PageWalker.Outcome outcome) {
        return switch (outcome) {
            case MAPPED -> Outcome.MAPPED;
            case PAGE_FAULT -> Outcome.PAGE_FAULT;
            case ACCESS_FAULT -> Outcome.ACCESS_FAULT;
        };
    }

    private Outcome translateTwice(Regime regime, long va, Access access) {
        secondMode = PagingMode.ofSecondStage(regime.hgatp);
        secondRoot = root(regime.hgatp);
        // To the second stage every access is one of user mode.
        secondModes = PageWalker.USER | ((regime.bits & Regime.MXR_SECOND) != 0 ? PageWalker.MXR : 0)
            | PageWalker.tableModes(state, hardwareAd);
        refused = null;
        firstPte = 0;
        gpa = state.isa().zeroExtend(va);
        PagingMode paging = PagingMode.of(regime.satp);
        if (paging != PagingMode.BARE) {
            int modes = regime.bits & (PageWalker.USER | PageWalker.SUM | PageWalker.MXR | PageWalker.LOAD_CODE)
                | PageWalker.tableModes(state.isa(), state.henvcfg(), hardwareAd);
            Outcome outcome = outcome(first.walk(paging, root(regime.satp), va, access, modes));
            if (outcome != Outcome.MAPPED) {
                return refused != null ? refused : outcome;
            }
            gpa = first.pa();
            firstPte = first.pte();
            pageShift = first.pageShift();
        }
        Outcome outcome = translateGuest(gpa, access, secondModes | regime.bits & PageWalker.LOAD_CODE);
        return outcome == Outcome.PAGE_FAULT ? Outcome.GUEST_PAGE_FAULT : outcome;
    }

    /** Goes through the second stage alone. */
    private Outcome translateGuest(long address, Access access, int modes) {
        if (secondMode == PagingMode.BARE) {
            pa = address;
            return Outcome.MAPPED;
        }
        PageWalker.Outcome outcome = second.walk(secondMode, secondRoot, address, access, modes);
        pa = second.pa();
        return outcome(outcome);
    }

    /** The first stage's tables, which stand in guest physical memory. */
    private final class GuestTables implements TableMemory {
        @Override
        public boolean canRead(long pteGpa, int bytes) {
            return reaches(pteGpa, Access.LOAD, Outcome.GUEST_PAGE_FAULT_READING_TABLE) && memory.canRead(tableHpa, bytes);
        }

        @Override
        public boolean canWrite(long pteGpa, int bytes) {
            return reaches(pteGpa, Access.STORE, Outcome.GUEST_PAGE_FAULT_WRITING_TABLE) && memory.canWrite(tableHpa, bytes);
        }

        private boolean reaches(long pteGpa, Access access, Outcome refusal) {
            Outcome outcome = translateGuest(pteGpa, access, secondModes);
            if (outcome == Outcome.MAPPED) {
                tableHpa = pa;
                return true;
            }
            if (outcome == Outcome.PAGE_FAULT) {
                refused = refusal;
                gpa = pteGpa;
            }
            return false;
        }

        @Override
        public long readPte(long pteGpa, int bytes) {
            return memory.readPte(tableHpa, bytes);
        }

        @Override
        public void writePte(long pteGpa, int bytes, long pte) {
            memory.writePte(tableHpa, bytes, pte);
        }
    }
}
