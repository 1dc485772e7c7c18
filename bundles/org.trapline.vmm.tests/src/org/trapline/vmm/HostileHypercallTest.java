// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.storage.DiskImage;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.paravirt.DeviceRing;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.SharedPage;

/**
 * A guest that makes hypercalls in whatever order, with arguments that are right, nearly right or wild, and changes its tables, rings and grants as it likes
 * between them; beside one that uses them as they are meant. Nothing of the VMM and the other changes.
 */
class HostileHypercallTest {
    private static final int SEEDS = 6;
    private static final int CALLS = 150;
    private static final long BODY = Platform.RAM_BASE + 0x2_0000;
    private static final long SLICE = 20_000;
    private static final int MOST_SLICES = 1_000;
    private static final long HANDLER = Platform.RAM_BASE + 0x1000;
    private static final List<Hypercall> ENDS = List.of(Hypercall.END, Hypercall.STOP, Hypercall.RETURN, Hypercall.IDLE);

    private static ParavirtGuest innocent() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.call(Hypercall.SET_ROOTS, ParavirtGuest.KERNEL_ROOT, ParavirtGuest.USER_ROOT).text(ParavirtGuest.SPARE, "still here");
        for (int i = 0; i < 60; i++) {
            guest.call(Hypercall.UPDATE, ParavirtGuest.slot(ParavirtGuest.SPARE + 0x3000), Pte.of(ParavirtGuest.SPARE, ParavirtGuest.ALL & ~Pte.W));
            guest.program.li(Program.T5, ParavirtGuest.SPARE + 0x3000).add(Instruction.LD, Program.T6, 0, Program.T5).add(Instruction.ADD, 20, 20, Program.T6);
            guest.program.li(Program.T5, ParavirtGuest.SPARE + 0x1000 + 8 * i).add(Instruction.SD, 20, 0, Program.T5);
        }
        return guest.call(Hypercall.WRITE, ParavirtGuest.SPARE, 10).call(Hypercall.END, 0, 0);
    }

    private static ParavirtGuest quiet() {
        final ParavirtGuest guest = new ParavirtGuest();
        guest.program.add(Instruction.JAL, 0, 0);
        return guest;
    }

    private static ParavirtGuest hostile(final long seed) {
        final Random random = new Random(seed);
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.program.add(Instruction.JAL, 0, BODY - guest.program.here());
        // Where the hart has a mode for the guest's kernel, that handles its traps itself: it goes on behind them.
        fill(guest, HANDLER);
        guest.program.csrr(Program.T6, Csr.SEPC).add(Instruction.ADDI, Program.T6, Program.T6, 4).csrw(Csr.SEPC, Program.T6).add(Instruction.SRET);
        // Elsewhere the entry does, as far as the frame is still there.
        fill(guest, ParavirtGuest.ENTRY);
        guest.program.li(Program.T5, ParavirtGuest.SHARED).add(Instruction.LD, Program.T6, SharedPage.PC.offset(), Program.T5)
            .add(Instruction.ADDI, Program.T6, Program.T6, 4).add(Instruction.SD, Program.T6, SharedPage.PC.offset(), Program.T5);
        guest.call(Hypercall.RETURN, 0, 0).program.add(Instruction.JAL, 0, 0);
        fill(guest, BODY);
        guest.program.csrw(Csr.STVEC, HANDLER, Program.T5);
        final List<Hypercall> calls = List.of(Hypercall.values());
        for (int i = 0; i < CALLS; i++) {
            Hypercall call = calls.get(random.nextInt(calls.size()));
            while (ENDS.contains(call)) {
                call = calls.get(random.nextInt(calls.size()));
            }
            guest.call(call, argument(call, 0, random), argument(call, 1, random));
            for (int j = random.nextInt(3); j > 0; j--) {
                guest.program.li(Program.T5, page(random) + 8L * random.nextInt(512)).li(Program.T6, entry(random)).add(Instruction.SD, Program.T6, 0, Program.T5);
            }
            if (random.nextInt(6) == 0) {
                // A ring that says it has much.
                guest.program.li(Program.T5, page(random)).li(Program.T6, random.nextBoolean() ? random.nextInt(8) : random.nextLong())
                    .add(Instruction.SD, Program.T6, DeviceRing.REQUESTS_PUT.offset(), Program.T5);
            }
            if (random.nextInt(6) == 0) {
                request(guest, page(random), random);
            }
        }
        guest.program.add(Instruction.JAL, 0, BODY - guest.program.here());
        return guest;
    }

    /** A request, often of a list, and what may be taken for a list where it may name one. */
    private static void request(final ParavirtGuest guest, final long ring, final Random random) {
        final long at = ring + DeviceRing.REQUESTS + (long) DeviceRing.REQUEST_BYTES * random.nextInt(4);
        final long what = random.nextInt(5) | (random.nextBoolean() ? DeviceRing.PIECES : 0) | (long) random.nextInt(300) << 8;
        final long[] words = {random.nextLong(), what, random.nextInt(130), random.nextInt(512)};
        for (int i = 0; i < words.length; i++) {
            guest.program.li(Program.T5, at + 8 * i).li(Program.T6, words[i]).add(Instruction.SD, Program.T6, 0, Program.T5);
        }
        final long list = page(random);
        for (int i = 0; i < 3; i++) {
            guest.program.li(Program.T5, list + 16 * i).li(Program.T6, random.nextInt(512)).add(Instruction.SD, Program.T6, 0, Program.T5)
                .li(Program.T6, random.nextInt(8) == 0 ? random.nextLong() : 512 * random.nextInt(9)).add(Instruction.SD, Program.T6, 8, Program.T5);
        }
    }

    private static void fill(final ParavirtGuest guest, final long address) {
        while (guest.program.here() < address) {
            guest.program.add(Instruction.ADDI, 0, 0, 0);
        }
    }

    /** Pages of its own, of which some are tables, rings and shared; sometimes others. */
    private static long page(final Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> ParavirtGuest.KERNEL_ROOT + 0x1000L * random.nextInt(6);
            case 1, 2, 3, 4 -> Platform.RAM_BASE + 0x8_0000 + 0x1000L * random.nextInt(6);
            case 5 -> Platform.RAM_BASE + (random.nextInt(4) == 0 ? 0 : 0x8_0000) + 0x1000L * random.nextInt(128);
            case 6 -> Platform.RAM_BASE + 0x1000L * random.nextInt(8192);
            default -> random.nextLong();
        };
    }

    private static long entry(final Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Pte.of(page(random) & 0xff_ffff_f000L, Pte.V);
            case 1, 2 -> Pte.of(page(random) & 0xff_ffff_f000L, ParavirtGuest.ALL & ~(random.nextBoolean() ? Pte.W : 0));
            case 3 -> Pte.of(page(random) & 0xff_ffff_f000L, random.nextInt(1024));
            default -> random.nextLong();
        };
    }

    private static long argument(final Hypercall call, final int index, final Random random) {
        if (random.nextInt(8) == 0) {
            return random.nextBoolean() ? -1 : random.nextLong();
        }
        if (index >= call.arguments().size()) {
            return random.nextInt(200);
        }
        return switch (call.arguments().get(index)) {
            case "slot" -> page(random) + 8L * random.nextInt(512);
            case "entry" -> call == Hypercall.UPDATE ? entry(random) : ParavirtGuest.ENTRY;
            case "count", "length" -> random.nextInt(200);
            case "channel" -> random.nextInt(10);
            case "vcpu", "vcpus" -> random.nextInt(4);
            case "time" -> random.nextInt(1 << 16);
            default -> page(random);
        };
    }

    private static Lab lab(final PagingScheme paging, final ParavirtGuest guest) {
        final ParavirtGuest victim = innocent();
        final Lab lab = Lab.paravirt(paging, 2, 2, made -> List.of(() -> new VirtioBlock(DiskImage.blank(1 << 16), false, "disk")), victim.program, guest.program);
        for (int i = 0; i < 2; i++) {
            (i == 0 ? victim : guest).prepare(lab.guests.get(i));
            lab.guests.get(i).reset();
        }
        return lab;
    }

    private static String run(final Lab lab, final String what) {
        final Domain victim = lab.guests.getFirst();
        for (int i = 0; i < MOST_SLICES && victim.lifeCycle().isAlive(); i++) {
            final StopReason reason = lab.machine.run(SLICE, lab.machine.now() + SLICE);
            assertTrue(reason == StopReason.LIMIT || reason == StopReason.TIME || !victim.lifeCycle().isAlive(), what + ": the host goes on: " + reason);
        }
        assertEquals(LifeCycle.OFF, victim.lifeCycle(), what);
        // So that the other gets on, too.
        lab.machine.run(10 * SLICE, lab.machine.now() + 10 * SLICE);
        return victim.digest();
    }

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "NESTED"})
    void whateverAGuestAsksForItGetsNothingOfOthers(final PagingScheme paging) {
        final String expected = run(lab(paging, quiet()), "quiet");
        long granted = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final String what = paging + " seed " + seed;
            final Lab lab = lab(paging, hostile(seed));
            final Custody before = Custody.of(lab.hypervisor);
            final TraceBuffer trace = lab.trace();
            assertEquals(expected, run(lab, what), what + ": the innocent one, as it is beside a quiet one");
            granted += Lab.events(trace, EventKind.HYPERCALL).stream().filter(e -> e.vm() == 1 && e.arg(3) >= 0).count();
            final Custody after = Custody.of(lab.hypervisor);
            assertEquals(before.own(), after.own(), what + ": the VMM's own memory");
            assertTrue(after.freeClean(), what + ": memory that belongs to nobody");
            final Domain bad = lab.guests.get(1);
            if (bad.lifeCycle().isAlive()) {
                bad.stop();
            }
            lab.hypervisor.delete(bad);
            assertTrue(Custody.of(lab.hypervisor).freeClean(), what + ": and nothing is left of it");
        }
        assertTrue(granted > 10 * SEEDS, "some of what it asks for, it gets: " + granted);
    }
}
