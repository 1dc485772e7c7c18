// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.ParavirtGuest.ENTRY;
import static org.trapline.vmm.ParavirtGuest.SHARED;
import static org.trapline.vmm.ParavirtGuest.SPARE;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.storage.DiskImage;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.paravirt.DeviceRing;
import org.trapline.vmm.paravirt.DeviceRing.Operation;
import org.trapline.vmm.paravirt.GrantTable;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.HypercallError;
import org.trapline.vmm.paravirt.SharedPage;

/** A guest that knows its VMM, in VS mode above nested paging: tables and traps are its own, and it asks for the rest. */
class ParavirtNestedTest {
    private static final int S2 = 18;
    private static final int S3 = 19;
    private static final long SIE = 2;
    private static final long SSIE = 2;
    private static final long ROOT = Platform.RAM_BASE + 0x2_0000;
    private static final long MIDDLE = ROOT + 0x1000;
    private static final long LEAVES = ROOT + 0x2000;
    private static final long RECORD = ROOT + 0x3000;
    private static final long SECOND_SHARED = ROOT + 0x4000;
    private static final long FLAGS = ROOT + 0x5000;
    private static final long RING = ROOT + 0x6000;
    private static final long GRANTS = ROOT + 0x7000;
    private static final long KERNEL = ParavirtGuest.ALL & ~Pte.U;

    private static Lab lab(final ParavirtGuest guest, final int harts, final int vcpus) {
        return guest.lab(PagingScheme.NESTED, harts, vcpus, lab -> List.of());
    }

    private static Lab run(final ParavirtGuest guest) {
        final Lab lab = lab(guest, 1, 1);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        return lab;
    }

    private static Bus bus(final Lab lab) {
        return lab.guests.getFirst().platform().bus();
    }

    /** Tables of the kernel's own that map its memory where it is. */
    private static ParavirtGuest withTables() {
        final ParavirtGuest guest = new ParavirtGuest();
        guest.word(ROOT + (Platform.RAM_BASE >>> 30) * 8, Pte.of(MIDDLE, Pte.V)).word(MIDDLE, Pte.of(LEAVES, Pte.V));
        for (int page = 0; page < Lab.GUEST_MEMORY >>> 12; page++) {
            guest.word(LEAVES + 8L * page, Pte.of(Platform.RAM_BASE + ((long) page << 12), KERNEL));
        }
        return guest;
    }

    private static ParavirtGuest translating(final ParavirtGuest guest) {
        guest.program.csrw(Csr.SATP, 8L << 60 | ROOT >>> 12, Program.T0);
        return guest;
    }

    @Test
    void hypercallsComeFromVsMode() {
        final ParavirtGuest guest = new ParavirtGuest();
        guest.text(SPARE, "hello from VS\n");
        guest.call(Hypercall.WRITE, SPARE, 14).call(Hypercall.END, 0, 0);
        final Lab lab = lab(guest, 1, 1);
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run(100_000));
        assertEquals("hello from VS\n", lab.console.toString());
        assertEquals(2, Lab.events(trace, EventKind.HYPERCALL).size());
        assertTrue(Lab.events(trace, EventKind.VM_EXIT).stream().anyMatch(exit -> exit.arg(0) == Cause.ECALL_FROM_VS.value()));
    }

    @ParameterizedTest
    @EnumSource(value = Hypercall.class, names = {"RETURN", "PIN", "UNPIN", "SET_ROOTS", "UPDATE"})
    void whatIsAboutTablesAndTrapsIsRefused(final Hypercall call) {
        final Lab lab = run(new ParavirtGuest().register().call(call, ParavirtGuest.KERNEL_ROOT, 0).keepResult(S2).call(Hypercall.END, 0, 0));
        assertEquals(HypercallError.NOT_NEEDED.result(), lab.x(0, S2));
    }

    @Test
    void theKernelsOwnTablesTakeNoExit() {
        final ParavirtGuest guest = translating(withTables());
        for (int i = 0; i < 20; i++) {
            guest.program.li(Program.T5, LEAVES + 8L * 64).li(Program.T6, Pte.of(SPARE + 0x1000L * (i & 1), KERNEL)).add(Instruction.SD, Program.T6, 0, Program.T5)
                .add(Instruction.SFENCE_VMA, 0, 0);
        }
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = lab(guest, 1, 1);
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run(100_000));
        assertEquals(0, Lab.events(trace, EventKind.EMULATE).size());
        assertTrue(lab.guests.getFirst().vcpus().getFirst().exits() < 12, "exits for pages of the second stage and the end");
    }

    @Test
    void anIllegalInstructionGoesToTheKernelsOwnVector() {
        final ParavirtGuest guest = new ParavirtGuest();
        guest.program.csrw(Csr.STVEC, ENTRY, Program.T0).csrr(Program.A0, Csr.MSTATUS);
        guest.atEntry().program.csrr(S2, Csr.SCAUSE);
        guest.call(Hypercall.END, 0, 0);
        assertEquals(Cause.ILLEGAL_INSTRUCTION.value(), run(guest).x(0, S2));
    }

    @Test
    void anEventIsASoftwareInterrupt() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.program.csrw(Csr.STVEC, ENTRY, Program.T0).csrw(Csr.SIE, SSIE, Program.T0).csrw(Csr.SSTATUS, SIE, Program.T0);
        guest.call(Hypercall.TIMER, 500, 0);
        guest.program.add(Instruction.JAL, 0, 0);
        guest.atEntry().program.csrr(S2, Csr.SCAUSE);
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = run(guest);
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT.value(), lab.x(0, S2));
        assertEquals(SharedPage.Event.TIMER.bit(), bus(lab).read(SHARED + SharedPage.PENDING.offset(), 8));
    }

    @Test
    void anIdleKernelIsWokenByItsTimer() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.store(SharedPage.MASK, 1).call(Hypercall.TIMER, 500, 0).call(Hypercall.IDLE, 0, 0);
        guest.program.li(Program.T5, SHARED).add(Instruction.LD, S2, SharedPage.PENDING.offset(), Program.T5)
            .add(Instruction.LD, S3, SharedPage.TIME.offset(), Program.T5);
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = run(guest);
        assertEquals(SharedPage.Event.TIMER.bit(), lab.x(0, S2));
        assertTrue(lab.x(0, S3) >= 500 && lab.x(0, S3) < 600, "woken at " + lab.x(0, S3));
    }

    // ---- devices ----

    private static ParavirtGuest reading() {
        return new ParavirtGuest().register().store(SharedPage.MASK, 1).word(GRANTS, SPARE | GrantTable.READ | GrantTable.WRITE).call(Hypercall.GRANTS, GRANTS, 0)
            .call(Hypercall.OPEN, SharedPage.FIRST_DEVICE, RING).request(RING, 0, Operation.READ, 8, 0, 0, 0).put(RING, 1)
            .call(Hypercall.KICK, SharedPage.FIRST_DEVICE, 0).await(RING, 1).call(Hypercall.END, 0, 0);
    }

    private static VirtioBlock disk() {
        final DiskImage disk = DiskImage.blank(1 << 16);
        final byte[] full = new byte[4096];
        Arrays.fill(full, (byte) 0x5a);
        try {
            disk.write(0, full, 0, full.length);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
        return new VirtioBlock(disk, false, "vda");
    }

    @Test
    void aDiskIsReadByARing() {
        final Lab lab = reading().lab(PagingScheme.NESTED, 1, 1, each -> List.of(ParavirtNestedTest::disk));
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(4096, bus(lab).read(RING + DeviceRing.RESPONSES + 8, 8));
        assertEquals(0x5a5a_5a5aL, bus(lab).read(SPARE + 4092, 4));
    }

    // ---- several vCPUs ----

    /** The second stores to a page that the first unmaps; the first has it forget its translations, by the mask. */
    private static ParavirtGuest unmapping(final long fenced) {
        final ParavirtGuest guest = translating(withTables().word(RECORD, ENTRY)).call(Hypercall.START, 1, RECORD).keepResult(S2);
        guest.program.li(Program.T5, FLAGS).add(Instruction.LD, Program.T6, 0, Program.T5).add(Instruction.BEQ, Program.T6, 0, -4);
        guest.program.li(Program.T5, LEAVES + (SPARE - Platform.RAM_BASE >>> 12) * 8).add(Instruction.SD, 0, 0, Program.T5);
        guest.call(Hypercall.FENCE, fenced, 0).keepResult(S3);
        guest.program.add(Instruction.JAL, 0, 0);
        guest.atEntry().program.csrw(Csr.STVEC, Platform.RAM_BASE + 0x2800, Program.T0).li(Program.T5, SPARE).li(Program.T6, FLAGS).li(S2, 0);
        final long loop = guest.program.here();
        guest.program.add(Instruction.ADDI, S2, S2, 1).add(Instruction.SD, S2, 0, Program.T5).add(Instruction.SD, S2, 0, Program.T6);
        guest.program.add(Instruction.JAL, 0, loop - guest.program.here());
        while (guest.program.here() < Platform.RAM_BASE + 0x2800) {
            guest.program.add(Instruction.ADDI, 0, 0, 0);
        }
        guest.program.csrr(S3, Csr.SCAUSE);
        guest.call(Hypercall.END, 0, 0);
        return guest;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anotherVcpuForgetsWhatItIsToldTo(final int harts) {
        final Lab lab = lab(unmapping(2), harts, 2);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(0, lab.x(0, S2));
        assertEquals(0, lab.x(0, S3));
        assertEquals(Cause.STORE_PAGE_FAULT.value(), lab.guests.getFirst().vcpus().get(1).hart().x()[S3]);
    }

    @Test
    void anotherVcpuRemembersWhatItIsNotToldToForget() {
        final Lab lab = lab(unmapping(1), 2, 2);
        assertEquals(StopReason.LIMIT, lab.run(100_000));
        assertEquals(LifeCycle.RUNNING, lab.guests.getFirst().lifeCycle());
    }

    @Test
    void aSignalIsAnInterruptOfTheOther() {
        final ParavirtGuest guest = new ParavirtGuest().word(RECORD, ENTRY).call(Hypercall.START, 1, RECORD);
        guest.program.li(Program.T5, FLAGS).add(Instruction.LD, Program.T6, 0, Program.T5).add(Instruction.BEQ, Program.T6, 0, -4);
        guest.call(Hypercall.SIGNAL, 2, 0);
        guest.program.add(Instruction.JAL, 0, 0);
        guest.atEntry().program.csrw(Csr.STVEC, Platform.RAM_BASE + 0x2800, Program.T0).csrw(Csr.SIE, SSIE, Program.T0).csrw(Csr.SSTATUS, SIE, Program.T0);
        guest.call(Hypercall.REGISTER, SECOND_SHARED, 0);
        guest.program.li(Program.T5, FLAGS).li(Program.T6, 1).add(Instruction.SD, Program.T6, 0, Program.T5).add(Instruction.JAL, 0, 0);
        while (guest.program.here() < Platform.RAM_BASE + 0x2800) {
            guest.program.add(Instruction.ADDI, 0, 0, 0);
        }
        guest.program.csrr(S2, Csr.SCAUSE);
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = lab(guest, 2, 2);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT.value(), lab.guests.getFirst().vcpus().get(1).hart().x()[S2]);
        assertEquals(SharedPage.Event.SIGNAL.bit(), bus(lab).read(SECOND_SHARED + SharedPage.PENDING.offset(), 8));
    }

    // ---- state and neighbours ----

    @Test
    void theSameFutureFollowsFromAKeptState() {
        final Lab lab = lab(unmapping(2), 2, 2);
        for (int i = 0; i < 8; i++) {
            final StateImage kept = StateImage.of(lab.machine);
            lab.run(100);
            final String digest = lab.machine.digest();
            kept.restore(lab.machine);
            lab.run(100);
            assertEquals(digest, lab.machine.digest(), "after " + 50 * i);
            kept.restore(lab.machine);
            lab.run(50);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 250, 300})
    void aKeptGuestGoesOnElsewhere(final int instructions) {
        final Lab lab = reading().lab(PagingScheme.NESTED, 1, 1, each -> List.of(ParavirtNestedTest::disk));
        lab.run(instructions);
        final Domain first = lab.guests.getFirst();
        final Snapshot kept = first.keep();
        final Domain second = lab.hypervisor.clone(kept, first, new DomainConfig("second", 9, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { })
            .withVirtio(List.of(ParavirtNestedTest::disk)));
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        for (final Domain each : List.of(first, second)) {
            assertEquals(LifeCycle.OFF, each.lifeCycle(), each.name());
            assertEquals(0x5a5a_5a5aL, each.platform().bus().read(SPARE, 4), each.name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void wildArgumentsChangeNothingOfTheNeighbours(final Hypercall call) {
        final ParavirtGuest guest = new ParavirtGuest();
        for (final long first : new long[] {-1, Platform.RAM_BASE - 8, Platform.RAM_BASE + Lab.GUEST_MEMORY, 1L << 63, Long.MAX_VALUE, Platform.UART_BASE}) {
            guest.call(call, first, -1).call(call, first, 1L << 40);
        }
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = Lab.paravirt(PagingScheme.NESTED, 1, 1, each -> List.of(), guest.program, new Program().add(Instruction.JAL, 0, 0));
        final Bus neighbour = lab.guests.get(1).platform().bus();
        final byte[] before = neighbour.dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
        lab.run(3_000_000);
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
        assertArrayEquals(before, neighbour.dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY));
    }
}
