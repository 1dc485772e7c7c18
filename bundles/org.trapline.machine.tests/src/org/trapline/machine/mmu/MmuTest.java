// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.Rig;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.Trap;

class MmuTest {
    private static final long RAM = 0x8000_0000L;
    private static final long ROOT = RAM + 0x1000;
    private static final long MIDDLE = RAM + 0x2000;
    private static final long LAST = RAM + 0x3000;
    private static final long PAGE = RAM + 0x1_0000;
    private static final long OTHER = RAM + 0x1_2000;
    private static final long VA = 0x1000;
    private static final long RWXU = Pte.V | Pte.R | Pte.W | Pte.X | Pte.U | Pte.A | Pte.D;

    private final Bus bus = new Bus();
    private final Ram ram = new Ram(1 << 20);
    private Hart hart;
    private Mmu mmu;

    @BeforeEach
    void build() {
        bus.attach(RAM, ram);
        hart = new Hart(Rig.ISA, 0, bus, () -> 0, true, Set.of());
        mmu = hart.mmu();
        hart.state().write(Csr.PMPADDR0, -1);
        hart.state().write(Csr.PMPCFG0, 0x1f);
        bus.write(ROOT, 8, Pte.of(MIDDLE, Pte.V));
        bus.write(MIDDLE, 8, Pte.of(LAST, Pte.V));
        map(VA, PAGE, RWXU);
        map(VA + 0x1000, OTHER, RWXU);
        bus.write(PAGE, 8, 0x1111_2222_3333_4444L);
        bus.write(OTHER, 8, 0x5555_6666_7777_8888L);
        satp(0);
        hart.state().setPrivilege(Privilege.U);
    }

    private void satp(int asid) {
        hart.state().write(Csr.SATP, 8L << 60 | (long) asid << 44 | ROOT >>> 12);
    }

    private void map(long va, long pa, long flags) {
        bus.write(LAST + (va >>> 12) * 8, 8, Pte.of(pa, flags));
    }

    private void fault(Cause cause, long value, Runnable access) {
        Trap trap = assertThrows(Trap.class, access::run);
        assertEquals(cause, trap.cause());
        assertEquals(value, trap.value());
    }

    @Test
    void translationsAreKeptUntilAFence() {
        assertEquals(0x3333_4444, mmu.load(VA, 4));
        map(VA, OTHER, RWXU);
        assertEquals(PAGE, mmu.atomic(VA, 8, Access.LOAD), "the TLB may still have the old page");
        hart.fenceAddress(VA);
        assertEquals(0x7777_8888, mmu.load(VA, 4));
        map(VA, PAGE, RWXU);
        hart.fenceAll();
        assertEquals(0x3333_4444, mmu.load(VA, 4));
        map(VA, OTHER, RWXU);
        hart.fenceAddressSpace(0);
        assertEquals(0x7777_8888, mmu.load(VA, 4));
    }

    @Test
    void everyFenceOfAPageWithCodeInvalidatesBlocks() {
        map(VA + 0x1000, OTHER, RWXU);
        mmu.fetch(VA);
        mmu.fetch(VA + 0x1000);
        long before = mmu.fetchSerial();
        hart.fenceAddress(VA);
        long between = mmu.fetchSerial();
        assertNotEquals(before, between);
        mmu.fetch(VA);
        mmu.fetch(VA + 0x1000);
        hart.fenceAddress(VA + 0x1000);
        assertNotEquals(between, mmu.fetchSerial());
    }

    @Test
    void aFenceOfAnotherAddressSpaceKeepsThisOne() {
        mmu.load(VA, 4);
        map(VA, OTHER, RWXU);
        hart.fenceAddressSpace(7);
        assertEquals(PAGE, mmu.atomic(VA, 8, Access.LOAD));
    }

    @Test
    void fencingOneAddressOfASuperpageDropsAllOfIt() {
        bus.write(MIDDLE, 8, Pte.of(RAM, RWXU));
        long first = 0x1_0000;
        assertEquals(0x3333_4444, mmu.load(first, 4));
        assertEquals(0x7777_8888, mmu.load(first + 0x2000, 4));
        bus.write(MIDDLE, 8, 0);
        hart.fenceAddress(first + 0x2000);
        fault(Cause.LOAD_PAGE_FAULT, first, () -> mmu.load(first, 4));
    }

    @Test
    void modesDoNotShareTranslations() {
        mmu.load(VA, 4);
        hart.state().setPrivilege(Privilege.S);
        fault(Cause.LOAD_PAGE_FAULT, VA, () -> mmu.load(VA, 4));
        hart.state().write(Csr.SSTATUS, Mstatus.SUM);
        assertEquals(0x3333_4444, mmu.load(VA, 4));
        hart.state().write(Csr.SSTATUS, 0);
        fault(Cause.LOAD_PAGE_FAULT, VA, () -> mmu.load(VA, 4));
    }

    @Test
    void engineTagsDifferWhereTranslationsDo() {
        int user = mmu.dataTag();
        hart.state().setPrivilege(Privilege.S);
        int supervisor = mmu.dataTag();
        hart.state().write(Csr.SSTATUS, Mstatus.SUM);
        assertNotEquals(supervisor, mmu.dataTag());
        assertNotEquals(user, supervisor);
        hart.state().setPrivilege(Privilege.U);
        assertEquals(user, mmu.dataTag(), "coming back finds the translations again");
    }

    @Test
    void mprvMakesMachineModeAccessAsTheModeInMpp() {
        hart.state().setPrivilege(Privilege.M);
        fault(Cause.LOAD_ACCESS_FAULT, VA, () -> mmu.load(VA, 4));
        hart.state().write(Csr.MSTATUS, Mstatus.MPRV);
        assertEquals(0x3333_4444, mmu.load(VA, 4));
        fault(Cause.INSTRUCTION_ACCESS_FAULT, VA, () -> mmu.fetch(VA));
    }

    @Test
    void accessesAcrossPagesTakeBytesFromBoth() {
        bus.write(PAGE + 0xffc, 4, 0xaabb_ccddL);
        assertEquals(0x7777_8888_aabb_ccddL, mmu.load(VA + 0xffc, 8));
        mmu.store(VA + 0xffe, 4, 0x0102_0304L);
        assertEquals(0x0304, bus.read(PAGE + 0xffe, 2));
        assertEquals(0x0102, bus.read(OTHER, 2));
    }

    @Test
    void aFaultOnTheSecondPageNamesItAndStoresNothing() {
        map(VA + 0x1000, OTHER, 0);
        fault(Cause.STORE_PAGE_FAULT, VA + 0x1000, () -> mmu.store(VA + 0xffe, 4, -1));
        assertEquals(0, bus.read(PAGE + 0xffe, 2));
        fault(Cause.LOAD_PAGE_FAULT, VA + 0x1000, () -> mmu.load(VA + 0xffe, 4));
    }

    @Test
    void atomicsMustBeAligned() {
        fault(Cause.LOAD_ADDRESS_MISALIGNED, VA + 2, () -> mmu.atomic(VA + 2, 4, Access.LOAD));
        fault(Cause.STORE_ADDRESS_MISALIGNED, VA + 4, () -> mmu.atomic(VA + 4, 8, Access.STORE));
    }

    @Test
    void whereNothingAnswersIsAnAccessFault() {
        map(VA, 0x4000_0000, RWXU);
        fault(Cause.LOAD_ACCESS_FAULT, VA, () -> mmu.load(VA, 4));
        fault(Cause.STORE_ACCESS_FAULT, VA, () -> mmu.store(VA, 4, 0));
        fault(Cause.INSTRUCTION_ACCESS_FAULT, VA, () -> mmu.fetch(VA));
    }

    @Test
    void pageTablesBehindPmpAreAccessFaults() {
        hart.state().setPrivilege(Privilege.M);
        hart.state().write(Csr.PMPADDR1, -1);
        hart.state().write(Csr.PMPADDR0, LAST >>> 2 | 0x1ff);
        hart.state().write(Csr.PMPCFG0, 0x1f18);
        hart.state().setPrivilege(Privilege.U);
        fault(Cause.LOAD_ACCESS_FAULT, VA, () -> mmu.load(VA, 4));
    }

    @Test
    void pmpChangesTakeEffectAtOnce() {
        mmu.load(VA, 4);
        mmu.store(VA, 4, 1);
        hart.state().write(Csr.PMPCFG0, 0x19);
        assertEquals(1, mmu.load(VA, 4));
        fault(Cause.STORE_ACCESS_FAULT, VA, () -> mmu.store(VA, 4, 2));
    }

    @Test
    void pmpBoundariesWithinAPageAreExact() {
        hart.state().write(Csr.PMPADDR0, PAGE + 0x100 >>> 2);
        hart.state().write(Csr.PMPADDR1, -1);
        hart.state().write(Csr.PMPCFG0, 0x1f09);
        mmu.load(VA, 8);
        fault(Cause.STORE_ACCESS_FAULT, VA + 0xf8, () -> mmu.store(VA + 0xf8, 8, 1));
        mmu.store(VA + 0x100, 8, 1);
        fault(Cause.STORE_ACCESS_FAULT, VA + 0xfc, () -> mmu.store(VA + 0xfc, 8, 1));
    }

    @Test
    void storesSetTheDirtyBitEvenAfterALoad() {
        map(VA, PAGE, RWXU & ~(Pte.A | Pte.D));
        mmu.load(VA, 4);
        assertEquals(Pte.A, bus.read(LAST + 8, 8) & (Pte.A | Pte.D));
        mmu.store(VA, 4, 1);
        assertEquals(Pte.A | Pte.D, bus.read(LAST + 8, 8) & (Pte.A | Pte.D));
    }

    @Test
    void onlookersLeaveNoTrace() {
        map(VA, PAGE, RWXU & ~(Pte.A | Pte.D));
        assertEquals(PAGE + 8, mmu.peek(VA + 8));
        assertEquals(-1, mmu.peek(0x5000));
        assertEquals(0, bus.read(LAST + 8, 8) & Pte.A);
    }

    @Test
    void aSharedPageIsCopiedBeforeAStore() {
        mmu.store(VA, 8, 1);
        RamImage image = ram.image();
        mmu.store(VA, 8, 2);
        assertEquals(2, mmu.load(VA, 8));
        assertEquals(1, image.page((int) (PAGE - RAM >>> 12))[0]);
    }

    @Test
    void manyContextsAreToldApart() {
        // More than the short numbers of the TLB's tags.
        for (int i = 0; i < 3 * Contexts.MAX_TAG; i++) {
            satp(i & 0xffff);
            hart.fenceAll();
            long expected = i % 2 == 0 ? PAGE : OTHER;
            map(VA, expected, RWXU);
            assertEquals(expected, mmu.atomic(VA, 8, Access.LOAD));
            mmu.load(VA, 8);
        }
    }
}
