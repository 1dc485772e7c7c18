// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.kernel.GuestMemory;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.privileged.Hstatus;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;

/**
 * A guest with one page at {@link #GVA}: its own tables stand at guest physical {@link #GUEST} on, which the second stage maps page by page to
 * {@link #HOST} on.
 */
class TwoStageTest {
    private static final long RAM = 0x8000_0000L;
    // The second stage: a root of 16 KiB, and two further tables.
    private static final long SECOND_ROOT = RAM + 0x4000;
    private static final long SECOND_MIDDLE = RAM + 0x8000;
    private static final long SECOND_LAST = RAM + 0x9000;
    /** Where the guest believes its memory to be, and where it is. */
    private static final long GUEST = 0x20_0000;
    private static final long HOST = RAM + 0x2_0000;
    // The first stage, by offsets from GUEST.
    private static final long ROOT = 0;
    private static final long MIDDLE = 0x1000;
    private static final long LAST = 0x2000;
    private static final long PAGE = 0x3000;
    private static final long OTHER = 0x4000;
    private static final long GVA = 0x5000;
    private static final long RWX = Pte.V | Pte.R | Pte.W | Pte.X | Pte.A | Pte.D;
    private static final long RWXU = RWX | Pte.U;

    private final Bus bus = new Bus();
    private Hart hart;
    private PrivilegedState state;
    private Mmu mmu;

    @BeforeEach
    void build() {
        bus.attach(RAM, new Ram(1 << 20));
        hart = new Hart(Isa.parse("rv64imac_h_zicsr"), 0, bus, () -> 0, true, Set.of());
        state = hart.state();
        mmu = hart.mmu();
        state.write(Csr.PMPADDR0, -1);
        state.write(Csr.PMPCFG0, 0x1f);
        bus.write(SECOND_ROOT, 8, Pte.of(SECOND_MIDDLE, Pte.V));
        bus.write(SECOND_MIDDLE + 8, 8, Pte.of(SECOND_LAST, Pte.V));
        for (long offset = 0; offset <= OTHER; offset += 0x1000) {
            mapSecond(offset, HOST + offset, RWXU);
        }
        bus.write(HOST + ROOT, 8, Pte.of(GUEST + MIDDLE, Pte.V));
        bus.write(HOST + MIDDLE, 8, Pte.of(GUEST + LAST, Pte.V));
        mapFirst(PAGE, RWX);
        bus.write(HOST + PAGE, 8, 0x1111);
        bus.write(HOST + OTHER, 8, 0x2222);
        state.write(Csr.VSATP, 8L << 60 | GUEST >>> 12);
        state.write(Csr.HGATP, 8L << 60 | SECOND_ROOT >>> 12);
        state.setPrivilege(Privilege.S, true);
    }

    private void mapSecond(long offset, long hpa, long flags) {
        bus.write(SECOND_LAST + (offset >>> 12) * 8, 8, Pte.of(hpa, flags));
    }

    private void mapFirst(long offset, long flags) {
        bus.write(HOST + LAST + (GVA >>> 12) * 8, 8, Pte.of(GUEST + offset, flags));
    }

    private long leaf() {
        return bus.read(HOST + LAST + (GVA >>> 12) * 8, 8);
    }

    /** Takes the fault that an access raises to the hypervisor, so that its registers tell about it. */
    private void faults(Cause cause, Runnable access) {
        Trap trap = assertThrows(Trap.class, access::run);
        assertEquals(cause, trap.cause());
        assertEquals(GVA, trap.value());
        state.write(Csr.MEDELEG, -1);
        state.enterTrap(trap.cause(), 0, trap.value());
    }

    private void load() {
        mmu.load(GVA, 8);
    }

    private void store() {
        mmu.store(GVA, 8, 5);
    }

    @Test
    void bothStagesLeadToAPage() {
        assertEquals(0x1111, mmu.load(GVA, 8));
        store();
        assertEquals(5, bus.read(HOST + PAGE, 8));
    }

    @Test
    void withoutAFirstStageVirtualAddressesAreGuestPhysical() {
        state.write(Csr.VSATP, 0);
        assertEquals(0x2222, mmu.load(GUEST + OTHER, 8));
    }

    @Test
    void withoutASecondStageGuestPhysicalAddressesArePhysical() {
        state.write(Csr.HGATP, 0);
        state.write(Csr.VSATP, 0);
        assertEquals(0x1111, mmu.load(HOST + PAGE, 8));
    }

    @Test
    void theSecondStageMapsTwoBitsMore() {
        long gpa = 3L << 39;
        bus.write(SECOND_ROOT + (gpa >>> 30) * 8, 8, Pte.of(SECOND_MIDDLE, Pte.V));
        state.write(Csr.VSATP, 0);
        assertEquals(0x1111, mmu.load(gpa + GUEST + PAGE, 8));
        Trap trap = assertThrows(Trap.class, () -> mmu.load((1L << 41) + GUEST + PAGE, 8));
        assertEquals(Cause.LOAD_GUEST_PAGE_FAULT, trap.cause());
    }

    @Test
    void largerSecondStagesHaveMoreLevels() {
        long[] tables = {RAM + 0x1_0000, RAM + 0x1_4000};
        bus.write(tables[0] + 8, 8, Pte.of(tables[1], Pte.V));
        bus.write(tables[1], 8, Pte.of(SECOND_ROOT, Pte.V));
        state.write(Csr.VSATP, 0);
        state.write(Csr.HGATP, 10L << 60 | tables[0] >>> 12);
        assertEquals(0x1111, mmu.load((1L << 48) + GUEST + PAGE, 8));
        state.write(Csr.HGATP, 9L << 60 | tables[1] >>> 12);
        assertEquals(0x1111, mmu.load(GUEST + PAGE, 8));
    }

    // ---- faults ----

    @Test
    void whatTheFirstStageRefusesIsAnOrdinaryPageFault() {
        mapFirst(PAGE, RWX & ~Pte.W);
        faults(Cause.STORE_PAGE_FAULT, this::store);
        assertEquals(0, state.read(Csr.HTVAL));
        assertEquals(Hstatus.GVA, state.read(Csr.HSTATUS) & Hstatus.GVA);
    }

    @Test
    void whatTheSecondStageRefusesIsAGuestPageFaultThatTellsTheGuestPhysicalAddress() {
        mapSecond(PAGE, HOST + PAGE, RWXU & ~Pte.W);
        faults(Cause.STORE_GUEST_PAGE_FAULT, this::store);
        assertEquals(GUEST + PAGE >>> 2, state.read(Csr.HTVAL));
        assertEquals(0, state.read(Csr.HTINST));
    }

    @Test
    void theSecondStageSeesOnlyUserAccesses() {
        mapSecond(PAGE, HOST + PAGE, RWX);
        faults(Cause.LOAD_GUEST_PAGE_FAULT, this::load);
    }

    @Test
    void aTableThatTheSecondStageDoesNotMapIsAFaultOfReadingIt() {
        mapSecond(LAST, HOST + LAST, 0);
        faults(Cause.STORE_GUEST_PAGE_FAULT, this::store);
        assertEquals(GUEST + LAST + (GVA >>> 12) * 8 >>> 2, state.read(Csr.HTVAL));
        assertEquals(0x3000, state.read(Csr.HTINST));
    }

    @Test
    void aTableThatTheSecondStageKeepsFromBeingWrittenIsAFaultOfWritingIt() {
        mapSecond(LAST, HOST + LAST, RWXU & ~Pte.W);
        mapFirst(PAGE, RWX & ~Pte.A);
        faults(Cause.LOAD_GUEST_PAGE_FAULT, this::load);
        assertEquals(0x3020, state.read(Csr.HTINST));
        assertEquals(0, leaf() & Pte.A);
    }

    @Test
    void tablesOutsideOfMemoryAreAccessFaults() {
        mapSecond(LAST, 0x1_0000, RWXU);
        faults(Cause.LOAD_ACCESS_FAULT, this::load);
    }

    @Test
    void bothStagesGetTheirAccessedAndDirtyBits() {
        mapFirst(PAGE, RWX & ~(Pte.A | Pte.D));
        mapSecond(PAGE, HOST + PAGE, RWXU & ~(Pte.A | Pte.D));
        mapSecond(LAST, HOST + LAST, RWXU & ~(Pte.A | Pte.D));
        store();
        assertEquals(Pte.A | Pte.D, leaf() & (Pte.A | Pte.D));
        assertEquals(Pte.A | Pte.D, bus.read(SECOND_LAST + (PAGE >>> 12) * 8, 8) & (Pte.A | Pte.D));
        assertEquals(Pte.A | Pte.D, bus.read(SECOND_LAST + (LAST >>> 12) * 8, 8) & (Pte.A | Pte.D), "the table was written");
    }

    // ---- rights ----

    @Test
    void theGuestsSumLetsItsKernelReachItsUsersPages() {
        mapFirst(PAGE, RWXU);
        state.write(Csr.SSTATUS, Mstatus.SUM);
        assertThrows(Trap.class, this::load);
        state.write(Csr.VSSTATUS, Mstatus.SUM);
        load();
    }

    @Test
    void theGuestsMxrIsForItsOwnStageOnly() {
        mapFirst(PAGE, Pte.V | Pte.X | Pte.A);
        mapSecond(PAGE, HOST + PAGE, Pte.V | Pte.X | Pte.U | Pte.A);
        state.write(Csr.VSSTATUS, Mstatus.MXR);
        faults(Cause.LOAD_GUEST_PAGE_FAULT, this::load);
        state.setPrivilege(Privilege.S, true);
        state.write(Csr.VSSTATUS, 0);
        state.write(Csr.SSTATUS, Mstatus.MXR);
        load();
    }

    // ---- what is cached ----

    @Test
    void goingToTheHypervisorAndBackKeepsTranslations() {
        load();
        mapFirst(OTHER, RWX);
        state.setPrivilege(Privilege.S);
        hart.fenceAll();
        hart.fenceAddress(GVA);
        state.setPrivilege(Privilege.S, true);
        assertEquals(0x1111, mmu.load(GVA, 8));
    }

    @Test
    void fencesOfTheFirstStageDropWhatWasTranslatedInTwo() {
        load();
        mapFirst(OTHER, RWX);
        hart.fenceFirstStageAddress(0, GVA);
        assertEquals(0x2222, mmu.load(GVA, 8));
        mapFirst(PAGE, RWX);
        hart.fenceFirstStage(0);
        assertEquals(0x1111, mmu.load(GVA, 8));
        mapFirst(OTHER, RWX);
        hart.fenceFirstStage(0, 0);
        assertEquals(0x2222, mmu.load(GVA, 8));
    }

    @Test
    void fencesOfTheSecondStageDropWhatWasTranslatedInTwo() {
        load();
        mapSecond(PAGE, HOST + OTHER, RWXU);
        hart.fenceSecondStage(1);
        assertEquals(0x1111, mmu.load(GVA, 8), "that is another virtual machine");
        hart.fenceSecondStage(0);
        assertEquals(0x2222, mmu.load(GVA, 8));
        mapSecond(PAGE, HOST + PAGE, RWXU);
        hart.fenceSecondStage();
        assertEquals(0x1111, mmu.load(GVA, 8));
    }

    @Test
    void fencesOfAnotherVirtualMachineDropNothing() {
        load();
        mapFirst(OTHER, RWX);
        hart.fenceFirstStage(1);
        assertEquals(0x1111, mmu.load(GVA, 8));
    }

    @Test
    void virtualMachinesDoNotShareTranslations() {
        load();
        mapSecond(PAGE, HOST + OTHER, RWXU);
        state.write(Csr.HGATP, state.read(Csr.HGATP) | 1L << 44);
        assertEquals(0x2222, mmu.load(GVA, 8));
    }

    @Test
    void aSuperpageOfTheGuestIsDroppedWhole() {
        long gva = 0x4000_0000L;
        bus.write(HOST + ROOT + (gva >>> 30) * 8, 8, Pte.of(0, RWX));
        assertEquals(0x1111, mmu.load(gva + GUEST + PAGE, 8));
        bus.write(HOST + ROOT + (gva >>> 30) * 8, 8, 0);
        hart.fenceFirstStageAddress(0, gva);
        assertThrows(Trap.class, () -> mmu.load(gva + GUEST + PAGE, 8));
    }

    // ---- the hypervisor's way to the guest's memory ----

    private long asHypervisor(java.util.function.LongSupplier access) {
        state.setPrivilege(Privilege.S);
        state.write(Csr.HSTATUS, state.read(Csr.HSTATUS) | Hstatus.SPVP);
        return access.getAsLong();
    }

    @Test
    void theHypervisorReachesTheGuestsMemoryAsTheGuestDoes() {
        assertEquals(0x1111, asHypervisor(() -> GuestMemory.hlv_d(state, mmu, GVA)));
        GuestMemory.hsv_b(state, mmu, GVA, 0x7f);
        assertEquals(0x117f, bus.read(HOST + PAGE, 8));
        assertThrows(Trap.class, this::load, "its own addresses are others");
    }

    @Test
    void theHypervisorsAccessesHaveTheRightsOfTheGuestsModeInSpvp() {
        mapFirst(PAGE, RWXU);
        assertThrows(Trap.class, () -> asHypervisor(() -> GuestMemory.hlv_d(state, mmu, GVA)));
        state.write(Csr.HSTATUS, 0);
        assertEquals(0x1111, GuestMemory.hlv_d(state, mmu, GVA));
    }

    @Test
    void theHypervisorsFaultsTellTheGuestsAddress() {
        mapSecond(PAGE, HOST + PAGE, 0);
        state.setPrivilege(Privilege.S);
        state.write(Csr.HSTATUS, Hstatus.SPVP);
        faults(Cause.LOAD_GUEST_PAGE_FAULT, () -> GuestMemory.hlv_w(state, mmu, GVA));
        assertEquals(Hstatus.GVA, state.read(Csr.HSTATUS) & (Hstatus.GVA | Hstatus.SPV));
    }

    @Test
    void codeIsReadWhereItMayBeExecuted() {
        mapFirst(PAGE, Pte.V | Pte.X | Pte.A);
        mapSecond(PAGE, HOST + PAGE, Pte.V | Pte.X | Pte.U | Pte.A);
        assertEquals(0x1111, asHypervisor(() -> GuestMemory.hlvx_wu(state, mmu, GVA)));
        assertThrows(Trap.class, () -> GuestMemory.hlv_w(state, mmu, GVA));
        mapFirst(OTHER, RWX & ~Pte.X);
        hart.fenceFirstStage(0);
        faults(Cause.LOAD_PAGE_FAULT, () -> GuestMemory.hlvx_hu(state, mmu, GVA));
    }

    @Test
    void userModeReachesTheGuestsMemoryOnlyIfLet() {
        state.write(Csr.HSTATUS, Hstatus.SPVP);
        state.setPrivilege(Privilege.U);
        Trap trap = assertThrows(Trap.class, () -> GuestMemory.hlv_d(state, mmu, GVA));
        assertEquals(Cause.ILLEGAL_INSTRUCTION, trap.cause());
        state.write(Csr.HSTATUS, Hstatus.SPVP | Hstatus.HU);
        assertEquals(0x1111, GuestMemory.hlv_d(state, mmu, GVA));
    }

    @Test
    void theGuestHasNoSuchInstructions() {
        Trap trap = assertThrows(Trap.class, () -> GuestMemory.hsv_d(state, mmu, GVA, 0));
        assertEquals(Cause.VIRTUAL_INSTRUCTION, trap.cause());
    }

    @Test
    void machineModeReachesTheGuestsMemoryByMprvAndMpv() {
        state.setPrivilege(Privilege.M);
        state.write(Csr.MSTATUS, Mstatus.MPRV | Mstatus.MPV | (long) Privilege.S.code() << Mstatus.MPP_SHIFT);
        assertEquals(0x1111, mmu.load(GVA, 8));
        state.write(Csr.MSTATUS, Mstatus.MPRV | Mstatus.MPV | Mstatus.MPP);
        assertEquals(0x1111, mmu.load(HOST + PAGE, 8), "MPV means nothing with MPP = M");
    }

    // ---- onlookers ----

    @Test
    void anOnlookerChangesNothing() {
        mapFirst(PAGE, RWX & ~(Pte.A | Pte.D));
        assertEquals(HOST + PAGE, mmu.peek(GVA));
        assertEquals(0, leaf() & Pte.A);
    }

    @Test
    void anObserverSeesWhichStageAWalkReads() {
        List<String> steps = new ArrayList<>();
        mmu.observe(new Mmu.MissObserver() {
            @Override
            public void miss(Access access, long va) {
                steps.add("miss");
            }

            @Override
            public void walked(WalkStage stage, int level, long pteAddress, long pte) {
                steps.add(stage.name().charAt(0) + "" + level);
            }
        });
        load();
        assertEquals(List.of("miss", "S2", "S1", "S0", "F2", "S2", "S1", "S0", "F1", "S2", "S1", "S0", "F0", "S2", "S1", "S0"), steps);
    }
}
