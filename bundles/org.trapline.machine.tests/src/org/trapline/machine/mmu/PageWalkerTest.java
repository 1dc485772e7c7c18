// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Isa;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.PageWalker.Outcome;

class PageWalkerTest {
    private static final long ROOT = 0x1000;
    private static final long MIDDLE = 0x2000;
    private static final long LAST = 0x3000;
    private static final long VA = 0x40_2034_5678L & 0x3f_ffff_ffffL;
    private static final long PAGE = 0x9_9000;
    private static final long TABLE = Pte.V;
    private static final long RWX = Pte.V | Pte.R | Pte.W | Pte.X | Pte.A | Pte.D;
    private static final int S = 0;

    private final Ram ram = new Ram(1 << 16);
    private long readable = Long.MAX_VALUE;
    private boolean writable = true;
    private final PageWalker walker = new PageWalker(new TableMemory() {
        @Override
        public boolean canRead(long pa, int bytes) {
            return pa < Math.min(readable, ram.size());
        }

        @Override
        public boolean canWrite(long pa, int bytes) {
            return writable;
        }

        @Override
        public long readPte(long pa, int bytes) {
            return ram.read(pa, bytes);
        }

        @Override
        public void writePte(long pa, int bytes, long pte) {
            ram.write(pa, bytes, pte);
        }
    });

    private static long slot(long table, int level, long va) {
        return table + (va >>> 12 + 9 * level & 0x1ff) * 8;
    }

    private void map(long leaf) {
        ram.write(slot(ROOT, 2, VA), 8, Pte.of(MIDDLE, TABLE));
        ram.write(slot(MIDDLE, 1, VA), 8, Pte.of(LAST, TABLE));
        ram.write(slot(LAST, 0, VA), 8, leaf);
    }

    private Outcome walk(Access access, int modes) {
        return walker.walk(PagingMode.SV39, ROOT, VA, access, modes);
    }

    @Test
    void threeLevelsLeadToAPage() {
        map(Pte.of(PAGE, RWX));
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, S));
        assertEquals(PAGE | VA & 0xfff, walker.pa());
        assertEquals(0, walker.level());
    }

    @Test
    void superpagesKeepMoreBitsOfTheAddress() {
        ram.write(slot(ROOT, 2, VA), 8, Pte.of(MIDDLE, TABLE));
        ram.write(slot(MIDDLE, 1, VA), 8, Pte.of(0x60_0000, RWX));
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, S));
        assertEquals(0x60_0000 | VA & 0x1f_ffff, walker.pa());
        ram.write(slot(ROOT, 2, VA), 8, Pte.of(0x8000_0000L, RWX));
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, S));
        assertEquals(0x8000_0000L | VA & 0x3fff_ffff, walker.pa());
        assertEquals(2, walker.level());
    }

    @Test
    void misalignedSuperpagesFault() {
        ram.write(slot(ROOT, 2, VA), 8, Pte.of(MIDDLE, TABLE));
        ram.write(slot(MIDDLE, 1, VA), 8, Pte.of(0x60_1000, RWX));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
        ram.write(slot(ROOT, 2, VA), 8, Pte.of(0x8020_0000L, RWX));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
    }

    @Test
    void invalidEntriesFaultAtAnyLevel() {
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
        map(0);
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
        assertEquals(0, walker.level());
    }

    @Test
    void writableWithoutReadableIsReserved() {
        map(Pte.of(PAGE, RWX & ~Pte.R));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.STORE, S));
    }

    @Test
    void reservedBitsFault() {
        for (int bit = 54; bit < 64; bit++) {
            map(Pte.of(PAGE, RWX) | 1L << bit);
            assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S), "bit " + bit);
        }
    }

    @Test
    void pointersMustNotHaveTheBitsOfLeaves() {
        for (long bit : new long[] {Pte.A, Pte.D, Pte.U}) {
            map(Pte.of(PAGE, RWX));
            ram.write(slot(MIDDLE, 1, VA), 8, Pte.of(LAST, TABLE | bit));
            assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
        }
    }

    @Test
    void aPointerAtTheLastLevelFaults() {
        map(Pte.of(PAGE, TABLE));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
    }

    @Test
    void addressesMustBeCanonical() {
        assertEquals(Outcome.PAGE_FAULT, walker.walk(PagingMode.SV39, ROOT, 1L << 38, Access.LOAD, S));
        assertEquals(Outcome.PAGE_FAULT, walker.walk(PagingMode.SV39, ROOT, 1L << 39, Access.LOAD, S));
        ram.write(slot(ROOT, 2, -1), 8, Pte.of(0x4000_0000, RWX));
        assertEquals(Outcome.MAPPED, walker.walk(PagingMode.SV39, ROOT, -8, Access.LOAD, S));
    }

    @Test
    void tablesThatCannotBeReadAreAccessFaults() {
        map(Pte.of(PAGE, RWX));
        readable = LAST;
        assertEquals(Outcome.ACCESS_FAULT, walk(Access.LOAD, S));
    }

    @Test
    void permissionsAreByKindOfAccess() {
        map(Pte.of(PAGE, Pte.V | Pte.R | Pte.A));
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, S));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.STORE, S));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.FETCH, S));
    }

    @Test
    void executablePagesAreReadableWithMxrOnly() {
        map(Pte.of(PAGE, Pte.V | Pte.X | Pte.A));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, PageWalker.MXR));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.STORE, PageWalker.MXR));
    }

    @Test
    void userModeNeedsUserPages() {
        map(Pte.of(PAGE, RWX));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, PageWalker.USER));
        map(Pte.of(PAGE, RWX | Pte.U));
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, PageWalker.USER));
    }

    @Test
    void supervisorReachesUserPagesWithSumButNeverExecutesThem() {
        map(Pte.of(PAGE, RWX | Pte.U));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, PageWalker.SUM));
        assertEquals(Outcome.MAPPED, walk(Access.STORE, PageWalker.SUM));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.FETCH, PageWalker.SUM));
    }

    @Test
    void missingAccessedAndDirtyBitsFaultOrAreSet() {
        map(Pte.of(PAGE, RWX & ~(Pte.A | Pte.D)));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, PageWalker.UPDATE_AD));
        assertEquals(Pte.of(PAGE, RWX & ~Pte.D), ram.read(slot(LAST, 0, VA), 8));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.STORE, S));
        assertEquals(Outcome.MAPPED, walk(Access.STORE, PageWalker.UPDATE_AD));
        assertEquals(Pte.of(PAGE, RWX), ram.read(slot(LAST, 0, VA), 8));
    }

    @Test
    void refusedAccessesSetNoBits() {
        map(Pte.of(PAGE, Pte.V | Pte.R));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.STORE, PageWalker.UPDATE_AD));
        assertEquals(Pte.of(PAGE, Pte.V | Pte.R), ram.read(slot(LAST, 0, VA), 8));
    }

    @Test
    void tablesThatCannotBeWrittenAreAccessFaults() {
        map(Pte.of(PAGE, RWX & ~Pte.D));
        writable = false;
        assertEquals(Outcome.ACCESS_FAULT, walk(Access.STORE, PageWalker.UPDATE_AD));
    }

    @Test
    void anObserverSeesEveryStep() {
        map(Pte.of(PAGE, RWX));
        List<Integer> levels = new ArrayList<>();
        walker.observe((level, address, pte) -> levels.add(level));
        walk(Access.LOAD, S);
        assertEquals(List.of(2, 1, 0), levels);
    }

    @Test
    void moreLevelsTranslateLongerAddresses() {
        long va = 0x1234_5678_9abcL & 0x7fff_ffff_ffffL;
        long[] tables = {0x1000, 0x2000, 0x3000, 0x4000};
        for (int i = 0; i < 4; i++) {
            ram.write(slot(tables[i], 3 - i, va), 8, i == 3 ? Pte.of(PAGE, RWX) : Pte.of(tables[i + 1], TABLE));
        }
        assertEquals(Outcome.MAPPED, walker.walk(PagingMode.SV48, tables[0], va, Access.LOAD, S));
        assertEquals(PAGE | va & 0xfff, walker.pa());
    }

    @Test
    void fiveLevelsTranslateTheLongestAddresses() {
        long va = 0xab_1234_5678_9abcL;
        long[] tables = {0x1000, 0x2000, 0x3000, 0x4000, 0x5000};
        for (int i = 0; i < 5; i++) {
            ram.write(slot(tables[i], 4 - i, va), 8, i == 4 ? Pte.of(PAGE, RWX) : Pte.of(tables[i + 1], TABLE));
        }
        assertEquals(Outcome.MAPPED, walker.walk(PagingMode.SV57, tables[0], va, Access.LOAD, S));
        assertEquals(PAGE | va & 0xfff, walker.pa());
        assertEquals(Outcome.PAGE_FAULT, walker.walk(PagingMode.SV57, tables[0], va | 1L << 57, Access.LOAD, S));
    }

    @Test
    void sixteenPagesCanBeMappedTogether() {
        map(Pte.N | Pte.of(0x8000, RWX));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S), "without Svnapot the bit is reserved");
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, PageWalker.NAPOT));
        assertEquals(VA & 0xffff, walker.pa(), "the page number's low bits are the address's own");
        assertEquals(16, walker.pageShift());
        map(Pte.N | Pte.of(0x4000, RWX));
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, PageWalker.NAPOT), "64 KiB is the only size");
    }

    @Test
    void memoryTypesNeedSvpbmt() {
        long type = 1L << 61;
        map(Pte.of(PAGE, RWX) | type);
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, S));
        assertEquals(Outcome.MAPPED, walk(Access.LOAD, PageWalker.PBMT));
        map(Pte.of(PAGE, RWX) | Pte.PBMT);
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, PageWalker.PBMT), "3 is reserved");
    }

    @Test
    void pointersHaveNeitherMemoryTypeNorSize() {
        map(Pte.of(PAGE, RWX));
        ram.write(slot(MIDDLE, 1, VA), 8, Pte.of(LAST, TABLE) | 1L << 61);
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, PageWalker.PBMT));
        ram.write(slot(MIDDLE, 1, VA), 8, Pte.of(LAST, TABLE) | Pte.N);
        assertEquals(Outcome.PAGE_FAULT, walk(Access.LOAD, PageWalker.NAPOT));
    }

    @Test
    void extensionsAndSettingsSayWhoSetsAccessedAndDirtyBits() {
        assertEquals(PageWalker.UPDATE_AD, settings("rv64i", true));
        assertEquals(0, settings("rv64i", false));
        assertEquals(0, settings("rv64i_svade", true));
        assertEquals(PageWalker.UPDATE_AD, settings("rv64i_svadu", false));
        assertEquals(0, settings("rv64i_svade_svadu", true), "until software sets menvcfg.ADUE");
    }

    private static int settings(String isa, boolean hardwareAd) {
        Bus bus = new Bus();
        return PageWalker.tableModes(new Hart(Isa.parse(isa), 0, bus, () -> 0, hardwareAd, Set.of()).state(), hardwareAd);
    }
}
