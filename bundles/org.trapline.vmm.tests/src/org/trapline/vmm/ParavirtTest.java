// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.ParavirtGuest.ENTRY;
import static org.trapline.vmm.ParavirtGuest.KERNEL_ROOT;
import static org.trapline.vmm.ParavirtGuest.LEAVES;
import static org.trapline.vmm.ParavirtGuest.SHARED;
import static org.trapline.vmm.ParavirtGuest.SPARE;
import static org.trapline.vmm.ParavirtGuest.USER_ROOT;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.code.HypercallName;
import org.trapline.vmm.paging.GuestMemory;
import org.trapline.vmm.paravirt.ConsoleRing;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.HypercallError;
import org.trapline.vmm.paravirt.SharedPage;

/** A guest that knows its VMM runs with what it asks for. */
class ParavirtTest {
    private static final Set<Hypercall> ONE_IS_GOOD = EnumSet.of(Hypercall.END, Hypercall.SIGNAL, Hypercall.FENCE);
    private static final int S2 = 18;
    private static final int S3 = 19;
    private static final int S4 = 20;

    private static long shared(final Lab lab, final SharedPage what) {
        return lab.guests.getFirst().platform().bus().read(SHARED + what.offset(), 8);
    }

    private static void runsToItsEnd(final Lab lab) {
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
    }

    @Test
    void everyHypercallHasItsNumberAndIsTold() {
        for (final Hypercall call : Hypercall.values()) {
            assertEquals(call, Hypercall.of(call.number()));
            assertEquals(call.name(), HypercallName.values()[call.number()].name(), "its name in traces");
            assertTrue(call.arguments().size() <= 2, call.name());
            assertFalse(call.doc().isBlank() || call.result().isBlank(), call.name());
        }
        assertEquals(null, Hypercall.of(0));
        assertEquals(null, Hypercall.of(Hypercall.values().length + 1));
        assertEquals(null, Hypercall.of(1L << 32 | 1));
    }

    @Test
    void aKernelWritesToTheConsoleByOneExit() {
        final ParavirtGuest guest = new ParavirtGuest();
        guest.text(SPARE, "hello from U\n");
        guest.call(Hypercall.WRITE, SPARE, 13).call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        final TraceBuffer trace = lab.trace();
        runsToItsEnd(lab);
        assertEquals("hello from U\n", lab.console.toString());
        assertEquals(2, Lab.events(trace, EventKind.HYPERCALL).size());
        assertEquals(0, Lab.events(trace, EventKind.EMULATE).size(), "instructions carried out for the guest");
    }

    @Test
    void aTrapOfAGuestThatHasNamedNoEntryEndsIt() {
        final ParavirtGuest guest = new ParavirtGuest();
        guest.program.csrr(Program.A0, Csr.SSTATUS);
        final Lab lab = guest.lab();
        lab.run(10_000);
        assertEquals(LifeCycle.CRASHED, lab.guests.getFirst().lifeCycle());
    }

    @Test
    void aPrivilegedInstructionIsATrapOfTheKernelsOwn() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.program.csrr(Program.A0, Csr.SSTATUS);
        guest.atEntry().call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(Cause.ILLEGAL_INSTRUCTION.value(), shared(lab, SharedPage.CAUSE));
        assertEquals(1, shared(lab, SharedPage.MODE));
        assertEquals(1, shared(lab, SharedPage.MASK));
    }

    @Test
    void theHartWalksTheGuestsOwnTable() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.call(Hypercall.SET_ROOTS, KERNEL_ROOT, 0).keepResult(S2);
        guest.program.li(Program.T5, SPARE).li(Program.T6, 0x77).add(Instruction.SD, Program.T6, 0, Program.T5);
        guest.program.add(Instruction.JAL, 0, 0);
        final Lab lab = guest.lab();
        lab.run(2_000);
        assertEquals(0, lab.x(0, S2));
        final long satp = lab.machine.platform().hart(0).state().read(Csr.SATP);
        assertEquals(lab.guests.getFirst().memory().hpa(KERNEL_ROOT), (satp & (1L << 44) - 1) << 12, "root that the hart walks");
        assertEquals(0x77, lab.guests.getFirst().platform().bus().read(SPARE, 8));
    }

    @Test
    void aStoreToATableIsAFaultOfTheGuestsOwn() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.call(Hypercall.SET_ROOTS, KERNEL_ROOT, 0);
        guest.program.li(Program.T5, LEAVES + 8).add(Instruction.SD, 0, 0, Program.T5);
        guest.atEntry().call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(Cause.STORE_PAGE_FAULT.value(), shared(lab, SharedPage.CAUSE));
        assertEquals(LEAVES + 8, shared(lab, SharedPage.VALUE));
    }

    @Test
    void aStoreToAPinnedTableFaultsBeforeThereAreRootsToo() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        // Stored to first, so that the page is known to be writable.
        guest.program.li(Program.T5, KERNEL_ROOT).add(Instruction.SD, 0, 0, Program.T5);
        guest.call(Hypercall.PIN, KERNEL_ROOT, 0).keepResult(S2);
        guest.program.li(Program.T5, KERNEL_ROOT).li(Program.T6, -1).add(Instruction.SD, Program.T6, 0, Program.T5);
        guest.atEntry().call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(0, lab.x(0, S2));
        assertEquals(Cause.STORE_PAGE_FAULT.value(), shared(lab, SharedPage.CAUSE));
    }

    @Test
    void anUpdateTakesEffectAtOnce() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.call(Hypercall.SET_ROOTS, KERNEL_ROOT, 0);
        guest.program.li(Program.T5, SPARE).add(Instruction.LD, S3, 0, Program.T5);
        guest.call(Hypercall.UPDATE, ParavirtGuest.slot(SPARE), 0).keepResult(S2);
        guest.program.li(Program.T5, SPARE).add(Instruction.LD, S3, 0, Program.T5);
        guest.atEntry().call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(0, lab.x(0, S2));
        assertEquals(Cause.LOAD_PAGE_FAULT.value(), shared(lab, SharedPage.CAUSE));
        assertEquals(SPARE, shared(lab, SharedPage.VALUE));
    }

    /** The user's table maps one page, which the kernel's maps as well. */
    private static ParavirtGuest withUser(final Instruction access, final long address) {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.userCode(new Program().li(Program.T5, address).add(access, S3, 0, Program.T5).add(Instruction.ECALL));
        guest.call(Hypercall.SET_ROOTS, KERNEL_ROOT, USER_ROOT).keepResult(S2);
        guest.store(SharedPage.PC, ParavirtGuest.USER).store(SharedPage.MODE, 0).store(SharedPage.KERNEL_SP, SPARE);
        guest.call(Hypercall.RETURN, 0, 0);
        guest.atEntry().program.add(Instruction.ADDI, S4, Program.SP, 0);
        guest.call(Hypercall.END, 0, 0);
        return guest;
    }

    @Test
    void anEcallOfUserModeGoesToTheKernelOnTheKernelsStack() {
        final Lab lab = withUser(Instruction.LD, ParavirtGuest.USER).lab();
        runsToItsEnd(lab);
        assertEquals(0, lab.x(0, S2));
        assertEquals(Cause.ECALL_FROM_U.value(), shared(lab, SharedPage.CAUSE));
        assertEquals(0, shared(lab, SharedPage.MODE));
        assertEquals(SPARE, lab.x(0, S4));
    }

    @Test
    void userModeDoesNotReachTheKernelsPages() {
        final Lab lab = withUser(Instruction.LD, SHARED).lab();
        runsToItsEnd(lab);
        assertEquals(Cause.LOAD_PAGE_FAULT.value(), shared(lab, SharedPage.CAUSE));
        assertEquals(SHARED, shared(lab, SharedPage.VALUE));
        assertEquals(0, shared(lab, SharedPage.MODE));
    }

    @Test
    void anIdleKernelIsWokenByItsTimer() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.store(SharedPage.MASK, 1).call(Hypercall.TIMER, 500, 0).call(Hypercall.IDLE, 0, 0).keepResult(S2);
        guest.program.li(Program.T5, SHARED).add(Instruction.LD, S3, SharedPage.PENDING.offset(), Program.T5)
            .add(Instruction.LD, S4, SharedPage.TIME.offset(), Program.T5);
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(0, lab.x(0, S2));
        assertEquals(SharedPage.Event.TIMER.bit(), lab.x(0, S3));
        assertTrue(lab.x(0, S4) >= 500 && lab.x(0, S4) < 600, "woken at " + lab.x(0, S4));
    }

    @Test
    void anEventMakesAnUpcallUnlessMasked() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.call(Hypercall.TIMER, 500, 0);
        guest.program.add(Instruction.JAL, 0, 0);
        guest.atEntry().call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT.value(), shared(lab, SharedPage.CAUSE));
        assertEquals(SharedPage.Event.TIMER.bit(), shared(lab, SharedPage.PENDING));
    }

    @Test
    void aListOfCallsTakesOneExit() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.text(SPARE, "ab");
        guest.call(Hypercall.SET_ROOTS, KERNEL_ROOT, 0);
        final long list = SPARE + 64;
        guest.listed(list, Hypercall.WRITE.number(), SPARE, 1).listed(list + 32, Hypercall.WRITE.number(), SPARE + 1, 1)
            .listed(list + 64, Hypercall.IDLE.number(), 0, 0).listed(list + 96, 99, 0, 0).listed(list + 128, Hypercall.PIN.number(), SPARE, 0);
        guest.call(Hypercall.LIST, list, 5).keepResult(S2).call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(0, lab.x(0, S2));
        assertEquals("ab", lab.console.toString());
        final Bus bus = lab.guests.getFirst().platform().bus();
        assertEquals(0, bus.read(list + 24, 8));
        assertEquals(HypercallError.NOT_IN_A_LIST.result(), bus.read(list + 64 + 24, 8));
        assertEquals(HypercallError.NO_SUCH_CALL.result(), bus.read(list + 96 + 24, 8));
        assertEquals(HypercallError.BUSY.result(), bus.read(list + 128 + 24, 8), "the page of the list itself as a table");
    }

    /** A guest that has put so many bytes into the console's ring, at its beginning, as it says; kicks it twice. */
    private static Lab withRing(final long put, final String text) {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.text(SPARE + ConsoleRing.OUT, text);
        guest.call(Hypercall.CONSOLE, SPARE, 0).keepResult(S2);
        guest.program.li(Program.T5, SPARE).li(Program.T6, put).add(Instruction.SD, Program.T6, ConsoleRing.OUT_PUT.offset(), Program.T5);
        guest.call(Hypercall.KICK, SharedPage.Event.CONSOLE.ordinal(), 0).keepResult(S3);
        guest.call(Hypercall.KICK, SharedPage.Event.CONSOLE.ordinal(), 0).keepResult(S4);
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(0, lab.x(0, S2));
        return lab;
    }

    @Test
    void textInTheRingIsSentOnceWhenTheChannelIsKicked() {
        final Lab lab = withRing(4, "ring and more");
        assertEquals(0, lab.x(0, S3));
        assertEquals(0, lab.x(0, S4));
        assertEquals("ring", lab.console.toString());
        assertEquals(4, lab.guests.getFirst().platform().bus().read(SPARE + ConsoleRing.OUT_TAKEN.offset(), 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, ConsoleRing.SIZE + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void aRingThatSaysWhatCannotBeIsRefused(final long put) {
        final Lab lab = withRing(put, "ring");
        assertEquals(HypercallError.BAD_ARGUMENT.result(), lab.x(0, S3));
        assertEquals("", lab.console.toString());
    }

    @Test
    void theRingsPageBecomesNoTable() {
        final ParavirtGuest guest = new ParavirtGuest();
        guest.call(Hypercall.CONSOLE, SPARE, 0).call(Hypercall.PIN, SPARE, 0).keepResult(S2).call(Hypercall.CONSOLE, SHARED, 0)
            .call(Hypercall.PIN, SPARE, 0).keepResult(S3).call(Hypercall.CONSOLE, SPARE, 0).keepResult(S4).call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(HypercallError.BUSY.result(), lab.x(0, S2), "while the ring is there");
        assertEquals(0, lab.x(0, S3), "when it is elsewhere");
        assertEquals(HypercallError.BUSY.result(), lab.x(0, S4), "when it is a table");
    }

    @Test
    void whatIsTypedWakesAnIdleKernelAndIsInTheRing() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.store(SharedPage.MASK, 1).call(Hypercall.CONSOLE, SPARE, 0).call(Hypercall.IDLE, 0, 0);
        guest.program.li(Program.T5, SPARE).add(Instruction.LD, S2, ConsoleRing.IN_PUT.offset(), Program.T5);
        guest.program.li(Program.T5, SPARE + ConsoleRing.IN).add(Instruction.LBU, S3, 0, Program.T5);
        guest.program.li(Program.T5, SHARED).add(Instruction.LD, S4, SharedPage.PENDING.offset(), Program.T5);
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        lab.run(2_000);
        assertEquals(LifeCycle.RUNNING, lab.guests.getFirst().lifeCycle(), "it waits");
        assertTrue(lab.guests.getFirst().input('k'));
        runsToItsEnd(lab);
        assertEquals(1, lab.x(0, S2));
        assertEquals('k', lab.x(0, S3));
        assertEquals(SharedPage.Event.CONSOLE.bit(), lab.x(0, S4));
    }

    @ParameterizedTest
    @EnumSource
    void wildArgumentsChangeNothingOfTheVmmAndTheNeighbours(final Hypercall call) {
        final ParavirtGuest guest = new ParavirtGuest();
        final long[] wild = {-1, 1, Platform.RAM_BASE - 8, Platform.RAM_BASE + Lab.GUEST_MEMORY, Platform.RAM_BASE + Lab.GUEST_MEMORY - 8, 1L << 63,
            Long.MAX_VALUE, Platform.UART_BASE, 0x1234_5678_9abc_def0L};
        for (final long first : wild) {
            // That one is a good code to end with, and the mask of the vCPU itself.
            if (!ONE_IS_GOOD.contains(call) || first != 1) {
                guest.call(call, first, -1).call(call, first, 1L << 40);
            }
        }
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = Lab.paravirt(guest.program, new Program().add(Instruction.JAL, 0, 0));
        final Bus bus = lab.machine.platform().bus();
        final GuestMemory neighbour = lab.guests.get(1).memory();
        final byte[] before = bus.dump(neighbour.hpa(), (int) neighbour.size());
        final byte[] vmm = bus.dump(Platform.RAM_BASE, (int) Hypervisor.OWN_MEMORY);
        final TraceBuffer trace = lab.trace();
        lab.run(3_000_000);
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
        assertArrayEquals(before, bus.dump(neighbour.hpa(), (int) neighbour.size()), "the neighbour's memory");
        assertArrayEquals(vmm, bus.dump(Platform.RAM_BASE, (int) Hypervisor.OWN_MEMORY), "the VMM's memory");
        if (!call.errors().isEmpty()) {
            Lab.events(trace, EventKind.HYPERCALL).stream().filter(e -> e.arg(0) == call.number() && (call != Hypercall.END || e.arg(1) != 0))
                .forEach(e -> assertTrue(e.arg(3) < 0 && call.errors().stream().anyMatch(error -> error.result() == e.arg(3)),
                    call + "(0x" + Long.toHexString(e.arg(1)) + ", 0x" + Long.toHexString(e.arg(2)) + ") = " + e.arg(3)));
        }
    }

    @Test
    void theSameFutureFollowsFromAKeptState() {
        final ParavirtGuest guest = withUser(Instruction.LD, ParavirtGuest.USER);
        final Lab once = guest.lab();
        for (final int instructions : new int[] {10, 60, 100, 140}) {
            once.run(instructions);
            final StateImage kept = StateImage.of(once.machine);
            once.run(30);
            final String digest = once.machine.digest();
            kept.restore(once.machine);
            once.run(30);
            assertEquals(digest, once.machine.digest(), "after " + instructions);
            kept.restore(once.machine);
        }
    }

    /** Maps and unmaps a page under roots of its own, in user mode in between, with a ring for its console. */
    private static ParavirtGuest busy() {
        final ParavirtGuest guest = withUserCode(new Program().li(Program.T5, ParavirtGuest.USER).add(Instruction.LD, S3, 0, Program.T5).add(Instruction.ECALL));
        guest.call(Hypercall.CONSOLE, SPARE, 0).call(Hypercall.PIN, KERNEL_ROOT, 0).call(Hypercall.SET_ROOTS, KERNEL_ROOT, USER_ROOT);
        guest.store(SharedPage.PC, ParavirtGuest.USER).store(SharedPage.MODE, 0).call(Hypercall.RETURN, 0, 0);
        guest.atEntry().call(Hypercall.UPDATE, ParavirtGuest.slot(SPARE + 0x1000), 0).keepResult(S2);
        guest.program.li(Program.T5, SPARE + 0x2000).li(Program.T6, 0x55).add(Instruction.SD, Program.T6, 0, Program.T5);
        guest.call(Hypercall.UNPIN, KERNEL_ROOT, 0).keepResult(S4).call(Hypercall.END, 0, 0);
        return guest;
    }

    private static ParavirtGuest withUserCode(final Program code) {
        return new ParavirtGuest().register().userCode(code);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 40, 120, 150, 170, 200, 240})
    void aKeptStateGoesOnElsewhereInTheHostsMemory(final int instructions) {
        final Lab lab = busy().lab();
        lab.run(instructions);
        final Domain first = lab.guests.getFirst();
        final Snapshot kept = first.keep();
        final Domain second = lab.hypervisor.clone(kept, first, new DomainConfig("second", 9, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { }));
        assertNotEquals(first.memory().hpa(), second.memory().hpa());
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        for (final Domain each : List.of(first, second)) {
            assertEquals(LifeCycle.OFF, each.lifeCycle(), each.name());
            assertEquals(0, each.vcpus().getFirst().hart().x()[S2], each.name());
            assertEquals(0, each.vcpus().getFirst().hart().x()[S4], each.name());
            assertEquals(0x55, each.platform().bus().read(SPARE + 0x2000, 8), each.name());
            assertEquals(Cause.ECALL_FROM_U.value(), each.platform().bus().read(SHARED + SharedPage.CAUSE.offset(), 8), each.name());
        }
    }

    @Test
    void aRestoredGuestGoesOnFromWhereItWas() {
        final Lab lab = busy().lab();
        final Domain guest = lab.guests.getFirst();
        lab.run(170);
        final Snapshot kept = guest.keep();
        final String digest = digest(guest);
        lab.run(40);
        assertNotEquals(digest, digest(guest));
        guest.restore(kept);
        assertEquals(digest, digest(guest));
        runsToItsEnd(lab);
    }

    private static String digest(final Domain guest) {
        guest.pause();
        final String digest = guest.digest();
        guest.resume();
        return digest;
    }

    @Test
    void theEntryIsWhereUpcallsBegin() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.program.add(Instruction.EBREAK);
        guest.atEntry().program.add(Instruction.AUIPC, S2, 0);
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = guest.lab();
        runsToItsEnd(lab);
        assertEquals(ENTRY, lab.x(0, S2));
        assertEquals(Cause.BREAKPOINT.value(), shared(lab, SharedPage.CAUSE));
    }
}
