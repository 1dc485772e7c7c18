// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.storage.DiskImage;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.vmm.os.Standing;
import org.trapline.vmm.schedule.Share;

/** A host whose operating system swaps, with guests of a VMM that is a process. */
final class SwapLab {
    static final long PAGE = 4096;
    /** Pages that {@link #touching} touches, beside its first sixteen. */
    static final int TOUCHED = 224;

    private static final long ROOT = Platform.RAM_BASE + 0x8000;
    private static final long FIRST = Platform.RAM_BASE + 0x1_0000;

    final Machine machine;
    final Hypervisor hypervisor;
    final List<Domain> guests = new ArrayList<>();
    private final Isa isa;

    SwapLab(final Way way, final long ram) {
        this(way, ram, 1);
    }

    SwapLab(final Way way, final long ram, final int harts) {
        isa = Lab.ISA;
        final DiskImage disk = DiskImage.blank(16 << 20);
        machine = new Machine(new MachineConfig(Isa.parse(Lab.ISA + way.extensions), harts, ram, c -> { }, 0, true, Set.of())
            .withVirtio(List.of(() -> new VirtioBlock(disk, false, "swap"))));
        final SupervisorTimer timer = new SupervisorTimer(machine.platform().mtimer());
        hypervisor = new Hypervisor(machine.platform(), timer::arm,
            HypervisorConfig.standard(0).with(way.technique, way.paging).withQuantum(5_000));
        hypervisor.setSwap(disk);
        hypervisor.setWhenAllEnded(() -> machine.powerOff(0));
        machine.platform().harts().forEach(hart -> hart.setResident(Privilege.M, (h, cause) -> timer.fired(h)));
    }

    /** Returns how much memory a host has on which so many page frames are left for its guests. */
    static long ram(final Way way, final int guests, final int frames) {
        final long each = way.paging.frames(Lab.GUEST_MEMORY) * PAGE + way.technique.memory(Lab.GUEST_MEMORY);
        final long needed = Hypervisor.OWN_MEMORY + guests * each + frames * PAGE;
        return needed + Platform.deviceTreeRoom(needed);
    }

    /** Adds a guest that may have so many pages in memory. */
    Domain add(final Program program, final long pages) {
        return add(program, pages, Share.EVEN);
    }

    Domain add(final Program program, final long pages, final Share share) {
        final Domain guest = hypervisor.create(new DomainConfig("guest" + guests.size(), guests.size(), isa, 1, Lab.GUEST_MEMORY, false, true, c -> { })
            .with(Standing.HOSTED).with(share).withResidentLimit(pages * PAGE));
        guest.load(Platform.RAM_BASE, program.bytes());
        guests.add(guest);
        return guest;
    }

    SwapLab boot() {
        machine.boot(Platform.RAM_BASE, hypervisor::boot);
        return this;
    }

    TraceBuffer trace() {
        final TraceBuffer trace = new TraceBuffer(1 << 18, new NameTable(word -> null));
        machine.setTrace(trace, 0);
        return trace;
    }

    /** A program with page tables of its own whose kernel goes through its memory several times, and adds up what it finds and leaves there. */
    static Program touching(final int passes) {
        final Program p = new Program();
        final long start = p.here();
        p.word(0);
        final long handler = p.here();
        p.powerOff();
        p.patch(start, Instruction.JAL, 0, p.here() - start);
        p.openMemory().csrw(Csr.MTVEC, handler, Program.T0);
        p.li(Program.T0, ROOT).li(Program.T1, Pte.of(ROOT + PAGE, Pte.V)).add(Instruction.SD, Program.T1, 16, Program.T0);
        p.li(Program.T0, ROOT + PAGE).li(Program.T1, Pte.of(ROOT + 2 * PAGE, Pte.V)).add(Instruction.SD, Program.T1, 0, Program.T0);
        p.li(Program.T0, ROOT + 2 * PAGE).li(Program.T1, Pte.of(Platform.RAM_BASE, Pte.V | Pte.R | Pte.W | Pte.X)).li(Program.A0, 512);
        p.add(Instruction.SD, Program.T1, 0, Program.T0).add(Instruction.ADDI, Program.T0, Program.T0, 8).add(Instruction.ADDI, Program.T1, Program.T1, 0x400)
            .add(Instruction.ADDI, Program.A0, Program.A0, -1).add(Instruction.BNE, Program.A0, 0, -16);
        p.csrw(Csr.SATP, 8L << 60 | ROOT >>> 12, Program.T0).add(Instruction.SFENCE_VMA, 0, 0).enter(1);
        p.li(Program.RA, passes).li(Program.SP, PAGE).li(Program.T6, FIRST + TOUCHED * PAGE);
        final long pass = p.here();
        p.li(Program.T5, FIRST);
        p.add(Instruction.LD, Program.A0, 0, Program.T5).add(Instruction.ADD, Program.A1, Program.A1, Program.A0)
            .add(Instruction.ADDI, Program.A1, Program.A1, 13).add(Instruction.SD, Program.A1, 0, Program.T5)
            .add(Instruction.ADD, Program.T5, Program.T5, Program.SP).add(Instruction.BLTU, Program.T5, Program.T6, -20);
        p.add(Instruction.ADDI, Program.RA, Program.RA, -1).add(Instruction.BNE, Program.RA, 0, pass - p.here());
        return p.add(Instruction.ECALL);
    }

    /** A program that never ends and goes through all its memory as fast as it can. */
    static Program greedy() {
        final Program p = new Program().li(Program.SP, PAGE).li(Program.T6, FIRST + TOUCHED * PAGE);
        final long pass = p.here();
        p.li(Program.T5, FIRST);
        p.add(Instruction.SD, Program.T5, 8, Program.T5).add(Instruction.ADD, Program.T5, Program.T5, Program.SP)
            .add(Instruction.BLTU, Program.T5, Program.T6, -8);
        return p.add(Instruction.JAL, 0, pass - p.here());
    }
}
