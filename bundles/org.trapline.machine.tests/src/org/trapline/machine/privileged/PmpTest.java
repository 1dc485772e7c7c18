// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.machine.Rig;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;

class PmpTest {
    private static final int R = 1;
    private static final int W = 2;
    private static final int X = 4;
    private static final int TOR = 1 << 3;
    private static final int NA4 = 2 << 3;
    private static final int NAPOT = 3 << 3;
    private static final int L = 0x80;
    private static final int U = 0;
    private static final int S = 1;
    private static final int M = 3;

    private PrivilegedState state;

    @BeforeEach
    void reset() {
        state = new Hart(Rig.ISA, 0, new Bus(), () -> 0, true, Set.of()).state();
    }

    private void entry(int index, long address, int config) {
        state.write(Csr.of(Csr.PMPADDR0.number() + index), address);
        config(index, config);
    }

    private void config(int index, int config) {
        Csr csr = index < 8 ? Csr.PMPCFG0 : Csr.PMPCFG2;
        int shift = 8 * (index & 7);
        state.write(csr, state.read(csr) & ~(0xffL << shift) | (long) config << shift);
    }

    private boolean loads(long pa, int bytes, int mode) {
        return state.pmp().allows(pa, bytes, Access.LOAD, mode);
    }

    @Test
    void withoutAMatchingEntryOnlyMachineModeMayAccess() {
        assertTrue(loads(0x1000, 8, M));
        assertFalse(loads(0x1000, 8, S));
        assertFalse(loads(0x1000, 8, U));
    }

    @Test
    void topOfRangeMatchesFromThePreviousAddress() {
        entry(0, 0x1000 >> 2, 0);
        entry(1, 0x2000 >> 2, TOR | R);
        assertFalse(loads(0xffc, 4, S));
        assertTrue(loads(0x1000, 4, S));
        assertTrue(loads(0x1ffc, 4, S));
        assertFalse(loads(0x2000, 4, S));
    }

    @Test
    void topOfRangeOfTheFirstEntryBeginsAtZero() {
        entry(0, 0x1000 >> 2, TOR | R);
        assertTrue(loads(0, 8, U));
        assertFalse(loads(0x1000, 1, U));
    }

    @Test
    void anEmptyRangeMatchesNothing() {
        entry(0, 0x2000 >> 2, 0);
        entry(1, 0x1000 >> 2, TOR | R);
        assertFalse(loads(0x1000, 4, S));
    }

    @Test
    void na4CoversFourBytes() {
        entry(0, 0x1000 >> 2, NA4 | R);
        assertTrue(loads(0x1000, 4, S));
        assertFalse(loads(0x1004, 4, S));
        assertFalse(loads(0x1000, 8, S), "an access must be covered as a whole");
    }

    @Test
    void napotCoversAPowerOfTwo() {
        entry(0, 0x4000 >> 2 | 0x1ff, NAPOT | R);
        assertTrue(loads(0x4000, 8, S));
        assertTrue(loads(0x4ff8, 8, S));
        assertFalse(loads(0x5000, 1, S));
        assertFalse(loads(0x3fff, 1, S));
    }

    @Test
    void napotOfAllOnesCoversEverything() {
        entry(0, -1, NAPOT | R);
        assertTrue(loads(0, 8, U));
        assertTrue(loads(0xff_ffff_ffff_fff8L, 8, U));
    }

    @Test
    void thePermissionsAreSeparate() {
        entry(0, -1, NAPOT | R | X);
        assertTrue(state.pmp().allows(0x1000, 4, Access.FETCH, S));
        assertTrue(state.pmp().allows(0x1000, 4, Access.LOAD, S));
        assertFalse(state.pmp().allows(0x1000, 4, Access.STORE, S));
    }

    @Test
    void theLowestMatchingEntryDecides() {
        entry(0, 0x1000 >> 2, NA4);
        entry(1, -1, NAPOT | R);
        assertFalse(loads(0x1000, 4, S));
        assertTrue(loads(0x1004, 4, S));
    }

    @Test
    void anAccessThatTheDecidingEntryCoversOnlyInPartFails() {
        entry(0, 0x1000 >> 2, NA4 | R);
        entry(1, -1, NAPOT | R);
        assertFalse(loads(0xffc, 8, S));
        assertFalse(loads(0xffc, 8, M), "for machine mode as well");
    }

    @Test
    void unlockedEntriesDoNotBindMachineMode() {
        entry(0, -1, NAPOT);
        assertTrue(loads(0x1000, 8, M));
    }

    @Test
    void lockedEntriesBindMachineModeAndCannotBeChanged() {
        entry(0, 0x1000 >> 2 | 0x1ff, NAPOT | L);
        assertFalse(loads(0x1000, 8, M));
        long address = state.read(Csr.PMPADDR0);
        entry(0, -1, NAPOT | R);
        assertEquals(address, state.read(Csr.PMPADDR0));
        assertFalse(loads(0x1000, 8, M));
    }

    @Test
    void aLockedRangeLocksTheAddressWhereItBegins() {
        entry(0, 0x1000 >> 2, 0);
        entry(1, 0x2000 >> 2, TOR | L | R);
        state.write(Csr.PMPADDR0, 0);
        assertEquals(0x1000 >> 2, state.read(Csr.PMPADDR0));
    }

    @Test
    void resetUnlocks() {
        entry(0, -1, NAPOT | L);
        state.reset();
        assertEquals(0, state.read(Csr.PMPCFG0));
        assertTrue(loads(0x1000, 8, M));
    }

    @Test
    void writableWithoutReadableIsReserved() {
        config(0, W | NAPOT);
        assertEquals(NAPOT, state.read(Csr.PMPCFG0));
    }

    @Test
    void sixteenEntriesAreThereAndTheOthersReadAsZero() {
        entry(15, 0x1000 >> 2, NA4 | R);
        assertTrue(loads(0x1000, 4, S));
        state.write(Csr.of(Csr.PMPADDR0.number() + 16), -1);
        state.write(Csr.PMPCFG4, -1);
        assertEquals(0, state.read(Csr.of(Csr.PMPADDR0.number() + 16)));
        assertEquals(0, state.read(Csr.PMPCFG4));
    }

    @Test
    void aPageWithOneDecisionIsUniform() {
        entry(0, 0x4000 >> 2 | 0x1ff, NAPOT | R);
        assertTrue(state.pmp().isUniform(0x4000, 4096));
        assertTrue(state.pmp().isUniform(0x8000, 4096));
        entry(1, 0x8000 >> 2, NA4);
        assertFalse(state.pmp().isUniform(0x8000, 4096));
    }

    // ---- Smepmp ----

    private static final int MML = 1;
    private static final int MMWP = 2;
    private static final int RLB = 4;
    /** By L, X, W and R, from high to low, what M mode may do and, behind the slash, what lower modes may. */
    private static final String[] LOCKED_DOWN = {"/", "/r", "rw/r", "/rw", "/x", "/rx", "rw/rw", "/rwx", "/", "r/", "x/x", "rw/", "x/", "rx/", "rx/x", "r/r"};

    private void enhance(long mseccfg) {
        state = new Hart(Isa.parse("rv64i_smepmp"), 0, new Bus(), () -> 0, true, Set.of()).state();
        state.write(Csr.MSECCFG, mseccfg);
    }

    private String rights(long pa, int mode) {
        return (loads(pa, 4, mode) ? "r" : "") + (state.pmp().allows(pa, 4, Access.STORE, mode) ? "w" : "")
            + (state.pmp().allows(pa, 4, Access.FETCH, mode) ? "x" : "");
    }

    @Test
    void inLockdownEachCombinationHasItsOwnMeaning() {
        enhance(MML | RLB);
        for (int rights = 0; rights < LOCKED_DOWN.length; rights++) {
            entry(0, 0x1000 >> 2, (rights & 8) << 4 | rights & 7 | NA4);
            assertEquals(LOCKED_DOWN[rights], rights(0x1000, M) + '/' + rights(0x1000, S), "entry " + rights);
        }
    }

    @Test
    void inLockdownMachineModeExecutesNothingThatNoEntryCovers() {
        enhance(MML);
        assertEquals("rw/", rights(0x1000, M) + '/' + rights(0x1000, S));
        enhance(MMWP);
        assertEquals("/", rights(0x1000, M) + '/' + rights(0x1000, S));
    }

    @Test
    void inLockdownNoCodeIsLockedAnyMore() {
        enhance(MML);
        for (int code : new int[] {L | X, L | R | X, L | W, L | W | X}) {
            config(0, code | NA4);
            assertEquals(0, state.read(Csr.PMPCFG0), "the write has no effect");
        }
        config(0, L | R | NA4);
        config(0, 0);
        assertEquals(L | R | NA4, state.read(Csr.PMPCFG0), "data is, and stays so");
    }

    @Test
    void lockdownStaysAndTheBypassEndsWhenSomethingIsLocked() {
        enhance(MML | MMWP | RLB);
        state.write(Csr.MSECCFG, RLB);
        assertEquals(MML | MMWP | RLB, state.read(Csr.MSECCFG));
        config(0, L | R | NA4);
        config(0, R | NA4);
        assertEquals(R | NA4, state.read(Csr.PMPCFG0), "bypassed");
        config(0, L | R | NA4);
        state.write(Csr.MSECCFG, 0);
        state.write(Csr.MSECCFG, RLB);
        assertEquals(MML | MMWP, state.read(Csr.MSECCFG));
        state.write(Csr.PMPADDR0, 5);
        assertEquals(0, state.read(Csr.PMPADDR0));
    }

    @Test
    void withoutTheExtensionThereIsNothingToEnhance() {
        state.write(Csr.MSECCFG, MML | MMWP | RLB);
        assertEquals(0, state.read(Csr.MSECCFG));
    }
}
