// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.ParavirtGuest.ENTRY;
import static org.trapline.vmm.ParavirtGuest.KERNEL_ROOT;
import static org.trapline.vmm.ParavirtGuest.SPARE;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.HypercallError;
import org.trapline.vmm.paravirt.SharedPage;

/** A guest that knows its VMM starts its other vCPUs, signals them, and changes tables that they walk. */
class ParavirtVcpusTest {
    private static final int S2 = 18;
    private static final int S3 = 19;
    private static final int S4 = 20;
    private static final int S5 = 21;
    private static final long RECORD = Platform.RAM_BASE + 0x2_0000;
    private static final long SECOND_SHARED = RECORD + 0x1000;
    private static final long FLAGS = RECORD + 0x2000;
    private static final long LIST = RECORD + 0x3000;

    /** The first vCPU starts the second at {@link ParavirtGuest#ENTRY}. */
    private static ParavirtGuest starting() {
        return new ParavirtGuest().word(RECORD, ENTRY).word(RECORD + 8, SPARE + 0x1000).word(RECORD + 16, 0x77)
            .call(Hypercall.SET_ROOTS, KERNEL_ROOT, 0).call(Hypercall.START, 1, RECORD).keepResult(S2);
    }

    private static ParavirtGuest waitFor(final ParavirtGuest guest, final long word) {
        guest.program.li(Program.T5, word).add(Instruction.LD, Program.T6, 0, Program.T5).add(Instruction.BEQ, Program.T6, 0, -4);
        return guest;
    }

    private static ParavirtGuest set(final ParavirtGuest guest, final long word) {
        guest.program.li(Program.T5, word).li(Program.T6, 1).add(Instruction.SD, Program.T6, 0, Program.T5);
        return guest;
    }

    private static Lab lab(final ParavirtGuest guest, final int harts) {
        return guest.lab(PagingScheme.DIRECT, harts, 2, lab -> List.of());
    }

    private static Hart second(final Lab lab) {
        return lab.guests.getFirst().vcpus().get(1).hart();
    }

    private static Bus bus(final Lab lab) {
        return lab.guests.getFirst().platform().bus();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aVcpuStartsWhereAnotherSays(final int harts) {
        final ParavirtGuest guest = starting();
        guest.atEntry().program.add(Instruction.ADDI, S3, Program.SP, 0).add(Instruction.ADDI, S4, Program.A0, 0).add(Instruction.ADDI, S5, Program.A1, 0);
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = lab(guest, harts);
        assertTrue(second(lab).isParked(), "it does not run by itself");
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(0, lab.x(0, S2));
        assertEquals(SPARE + 0x1000, second(lab).x()[S3]);
        assertEquals(1, second(lab).x()[S4]);
        assertEquals(0x77, second(lab).x()[S5]);
        assertEquals(2, lab.guests.getFirst().tables().count(KERNEL_ROOT), "both rely on the table");
    }

    @Test
    void startingWhatRunsOrIsNotThereIsRefused() {
        final ParavirtGuest guest = new ParavirtGuest().word(RECORD, ENTRY).call(Hypercall.START, 0, RECORD).keepResult(S2).call(Hypercall.START, 2, RECORD)
            .keepResult(S3).call(Hypercall.START, 1, RECORD + 4).keepResult(S4).call(Hypercall.START, 1, Platform.RAM_BASE + Lab.GUEST_MEMORY - 16)
            .keepResult(S5).call(Hypercall.END, 0, 0);
        final Lab lab = lab(guest, 1);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(HypercallError.BUSY.result(), lab.x(0, S2));
        assertEquals(HypercallError.BAD_ARGUMENT.result(), lab.x(0, S3));
        assertEquals(HypercallError.BAD_ADDRESS.result(), lab.x(0, S4));
        assertEquals(HypercallError.BAD_ADDRESS.result(), lab.x(0, S5));
    }

    /** The second registers with a page of its own, says so, and idles; the first signals it. */
    private static ParavirtGuest signalled() {
        final ParavirtGuest guest = waitFor(starting(), FLAGS).call(Hypercall.SIGNAL, 2, 0).keepResult(S3);
        guest.program.add(Instruction.JAL, 0, 0);
        guest.atEntry().program.li(Program.T5, SECOND_SHARED).li(Program.T6, 1).add(Instruction.SD, Program.T6, SharedPage.MASK.offset(), Program.T5);
        set(guest.call(Hypercall.REGISTER, SECOND_SHARED, 0), FLAGS).call(Hypercall.IDLE, 0, 0);
        guest.program.li(Program.T5, SECOND_SHARED).add(Instruction.LD, S3, SharedPage.PENDING.offset(), Program.T5);
        guest.call(Hypercall.END, 0, 0);
        return guest;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aSignalWakesAnIdleVcpu(final int harts) {
        final Lab lab = lab(signalled(), harts);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(SharedPage.Event.SIGNAL.bit(), second(lab).x()[S3]);
    }

    @Test
    void aSignalToWhatIsNotThereIsRefused() {
        final Lab lab = lab(new ParavirtGuest().call(Hypercall.SIGNAL, 4, 0).keepResult(S2).call(Hypercall.FENCE, 1L << 63, 0).keepResult(S3)
            .call(Hypercall.SIGNAL, 3, 0).keepResult(S4).call(Hypercall.END, 0, 0), 1);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(HypercallError.BAD_ARGUMENT.result(), lab.x(0, S2));
        assertEquals(HypercallError.BAD_ARGUMENT.result(), lab.x(0, S3));
        assertEquals(0, lab.x(0, S4));
    }

    /** The second writes to a page again and again, until the first takes it away. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "2, true"})
    void whatOneVcpuUnmapsAnotherDoesNotReachAnyMore(final int harts, final boolean inAList) {
        final ParavirtGuest guest = waitFor(starting(), FLAGS);
        if (inAList) {
            guest.listed(LIST, Hypercall.UPDATE.number(), ParavirtGuest.slot(SPARE), 0).call(Hypercall.LIST, LIST, 1).keepResult(S3);
        } else {
            guest.call(Hypercall.UPDATE, ParavirtGuest.slot(SPARE), 0).keepResult(S3);
        }
        // It has come to nothing more than the first can count to after that.
        guest.program.add(Instruction.JAL, 0, 0);
        guest.atEntry().call(Hypercall.REGISTER, SECOND_SHARED, Platform.RAM_BASE + 0x2800);
        guest.program.li(S4, 0);
        set(guest, FLAGS);
        guest.program.li(Program.T5, SPARE).add(Instruction.ADDI, S4, S4, 1).add(Instruction.SD, S4, 0, Program.T5).add(Instruction.JAL, 0, -8);
        while (guest.program.here() < Platform.RAM_BASE + 0x2800) {
            guest.program.add(Instruction.ADDI, 0, 0, 0);
        }
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = lab(guest, harts);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(0, lab.x(0, S3));
        assertEquals(Cause.STORE_PAGE_FAULT.value(), bus(lab).read(SECOND_SHARED + SharedPage.CAUSE.offset(), 8));
        assertEquals(SPARE, bus(lab).read(SECOND_SHARED + SharedPage.VALUE.offset(), 8));
        assertEquals(second(lab).x()[S4] - 1, bus(lab).read(SPARE, 8), "the store that faulted has not come there");
    }

    /** A page that the second can store to, as its hart remembers, becomes a table: its stores must not come there. */
    @Test
    void aPageThatAnotherVcpuCouldStoreToIsNoTableItCanWrite() {
        final ParavirtGuest guest = waitFor(starting(), FLAGS);
        guest.call(Hypercall.UPDATE, ParavirtGuest.slot(SPARE), Pte.of(SPARE, ParavirtGuest.ALL & ~Pte.W)).call(Hypercall.UPDATE, ParavirtGuest.MIDDLE + 8, Pte.of(SPARE, Pte.V))
            .keepResult(S3);
        guest.program.add(Instruction.JAL, 0, 0);
        guest.atEntry().call(Hypercall.REGISTER, SECOND_SHARED, Platform.RAM_BASE + 0x2800);
        set(guest, FLAGS);
        // Entries that are not valid, so that the page may become a table.
        guest.program.li(Program.T5, SPARE).li(Program.T6, -2).add(Instruction.SD, Program.T6, 0, Program.T5).add(Instruction.JAL, 0, -4);
        while (guest.program.here() < Platform.RAM_BASE + 0x2800) {
            guest.program.add(Instruction.ADDI, 0, 0, 0);
        }
        guest.call(Hypercall.END, 0, 0);
        final Lab lab = lab(guest, 2);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(0, lab.x(0, S3));
        assertEquals(Cause.STORE_PAGE_FAULT.value(), bus(lab).read(SECOND_SHARED + SharedPage.CAUSE.offset(), 8));
    }

    @Test
    void aStoppedVcpuGivesBackWhatItHeldAndCanBeStartedAgain() {
        final ParavirtGuest guest = set(starting().call(Hypercall.START, 1, RECORD).keepResult(S3), FLAGS + 8);
        final long again = guest.program.here();
        guest.call(Hypercall.YIELD, 0, 0).call(Hypercall.START, 1, RECORD);
        guest.program.add(Instruction.BNE, Program.A0, 0, again - guest.program.here());
        guest.program.add(Instruction.JAL, 0, 0);
        guest.atEntry().program.li(Program.T5, FLAGS).add(Instruction.LD, S4, 0, Program.T5).add(Instruction.ADDI, Program.T6, S4, 1)
            .add(Instruction.SD, Program.T6, 0, Program.T5);
        waitFor(guest, FLAGS + 8);
        final long skip = guest.program.here();
        guest.program.add(Instruction.ADDI, 0, 0, 0);
        guest.call(Hypercall.REGISTER, SECOND_SHARED, 0).call(Hypercall.STOP, 0, 0);
        guest.program.patch(skip, Instruction.BNE, S4, 0, guest.program.here() - skip);
        guest.call(Hypercall.STOP, 0, 0);
        final Lab lab = lab(guest, 2);
        lab.run(20_000);
        assertEquals(2, bus(lab).read(FLAGS, 8), "starts");
        assertEquals(HypercallError.BUSY.result(), lab.x(0, S3), "while it runs");
        assertEquals(1, lab.guests.getFirst().tables().count(SECOND_SHARED), "what the table says of the page");
        assertEquals(1, lab.guests.getFirst().tables().count(KERNEL_ROOT));
        assertTrue(second(lab).isParked());
    }

    @Test
    void theLastVcpuDoesNotStop() {
        final Lab lab = lab(new ParavirtGuest().call(Hypercall.STOP, 0, 0).keepResult(S2).call(Hypercall.END, 0, 0), 1);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        assertEquals(HypercallError.BUSY.result(), lab.x(0, S2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theSameFutureFollowsFromAKeptState(final int harts) {
        final Lab lab = lab(signalled(), harts);
        for (int i = 0; i < 8; i++) {
            final StateImage kept = StateImage.of(lab.machine);
            lab.run(80);
            final String digest = lab.machine.digest();
            kept.restore(lab.machine);
            lab.run(80);
            assertEquals(digest, lab.machine.digest(), "after " + 40 * i);
            kept.restore(lab.machine);
            lab.run(40);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 120, 180, 240})
    void aKeptGuestGoesOnWithAllItsVcpus(final int instructions) {
        final Lab lab = lab(signalled(), 2);
        lab.run(instructions);
        final Domain first = lab.guests.getFirst();
        final Snapshot kept = first.keep();
        final Domain clone = lab.hypervisor.clone(kept, first, new DomainConfig("second", 9, Lab.ISA, 2, Lab.GUEST_MEMORY, false, true, c -> { }));
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000));
        for (final Domain each : List.of(first, clone)) {
            assertEquals(LifeCycle.OFF, each.lifeCycle(), each.name());
            assertEquals(SharedPage.Event.SIGNAL.bit(), each.vcpus().get(1).hart().x()[S3], each.name());
        }
    }
}
