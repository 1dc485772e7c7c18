// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Hstatus;
import org.trapline.machine.privileged.Mstatus;

/** Guests that are hypervisors themselves. */
class NestedGuestTest {
    private static final String ISA = "rv64ima_h_zicsr_zifencei";
    private static final int S = 1;
    private static final long SECOND_ROOT = Platform.RAM_BASE + 0x1_0000;
    /** Instructions from setting sepc to sret. */
    private static final int ENTRY = 2 * (1 + 2 * 5 + 1) + 1;
    /** Valid, readable, writable, executable, of user mode, accessed and dirty. */
    private static final long GIGAPAGE_FLAGS = 0xdf;

    /** A hypervisor that maps its guest's memory one to one, runs it until it traps, and switches off. */
    private static Program hypervisor(Program guest) {
        return hypervisor(new Program().openMemory().csrw(Csr.MEDELEG, -1, Program.T0), guest);
    }

    private static Program hypervisor(Program first, Program guest) {
        final Program program = new Program().append(first).enter(S);
        final long ppn = Platform.RAM_BASE >>> 12;
        program.li(Program.T0, SECOND_ROOT + 8 * (Platform.RAM_BASE >>> 30)).li(Program.T1, ppn << 10 | GIGAPAGE_FLAGS)
            .add(Instruction.SD, Program.T1, 0, Program.T0);
        program.csrw(Csr.HGATP, 8L << 60 | SECOND_ROOT >>> 12, Program.T0);
        program.csrw(Csr.HSTATUS, Hstatus.SPV | Hstatus.SPVP, Program.T0).csrw(Csr.SSTATUS, Mstatus.SPP, Program.T0);
        final long start = program.here() + 4L * ENTRY;
        final Program entry = new Program().csrw(Csr.SEPC, start, Program.T0)
            .csrw(Csr.STVEC, start + guest.bytes().length, Program.T0).add(Instruction.SRET);
        return program.append(entry).append(guest).powerOff();
    }

    private static Lab run(Way way, Program guest) {
        final Lab lab = Lab.of(way, Isa.parse(ISA), 1, HypervisorConfig.DEFAULT_QUANTUM, false, hypervisor(guest));
        assertEquals(StopReason.POWERED_OFF, lab.run());
        return lab;
    }

    @ParameterizedTest
    @EnumSource
    void aGuestCanRunAGuestOfItsOwn(Way way) {
        final Lab lab = run(way, new Program().csrw(Csr.SSCRATCH, 0x1234, Program.A0).csrr(Program.A1, Csr.SSCRATCH).add(Instruction.ECALL));
        assertEquals(Cause.ECALL_FROM_VS.value(), lab.csr(0, Csr.SCAUSE));
        assertEquals(0x1234, lab.x(0, Program.A1));
        assertEquals(0x1234, lab.csr(0, Csr.VSSCRATCH), "it was the inner guest's register");
    }

    @ParameterizedTest
    @EnumSource
    void theOuterGuestSeesWhatTheInnerOneMayNotDo(Way way) {
        final Lab lab = run(way, new Program().csrr(Program.A1, Csr.HSTATUS));
        assertEquals(Cause.VIRTUAL_INSTRUCTION.value(), lab.csr(0, Csr.SCAUSE));
    }

    @ParameterizedTest
    @EnumSource
    void theOuterGuestSeesWhatItsTablesRefuse(Way way) {
        final Lab lab = run(way, new Program().li(Program.A0, 0x1000).add(Instruction.LD, Program.A1, 0, Program.A0));
        assertEquals(Cause.LOAD_GUEST_PAGE_FAULT.value(), lab.csr(0, Csr.SCAUSE));
        assertEquals(0x1000 >> 2, lab.csr(0, Csr.HTVAL));
    }

    /** Counts down in a register; the addresses of its own table are those of memory. */
    private static Program counting(int times) {
        return new Program().li(Program.A0, times).add(Instruction.ADDI, Program.A0, Program.A0, -1).add(Instruction.BNE, Program.A0, 0, -4)
            .csrw(Csr.SSCRATCH, 5, Program.A1).add(Instruction.ECALL);
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAP_AND_EMULATE", "HARDWARE"})
    void theInnerGuestsCodeIsExecutedAndNotCarriedOut(Way way) {
        final Lab few = run(way, counting(10));
        final Lab many = run(way, counting(10_000));
        assertEquals(exits(few), exits(many));
        assertEquals(0, many.x(0, Program.A0));
        assertEquals(5, many.csr(0, Csr.VSSCRATCH));
    }

    private static long exits(Lab lab) {
        return lab.guests.getFirst().vcpus().getFirst().exits();
    }

    @ParameterizedTest
    @EnumSource
    void anInnerGuestsOwnTrapsAreItsOwn(Way way) {
        // The hypervisor hands breakpoints down; the inner guest's handler goes on behind them.
        final long handler = Platform.RAM_BASE + 0x8000;
        final Program skip = new Program().add(Instruction.ADDI, Program.A1, Program.A1, 1).csrr(Program.T6, Csr.SEPC)
            .add(Instruction.ADDI, Program.T6, Program.T6, 4).csrw(Csr.SEPC, Program.T6).add(Instruction.SRET);
        final Program guest = new Program().csrw(Csr.STVEC, handler, Program.T0).li(Program.A1, 0);
        for (int i = 0; i < 5; i++) {
            guest.add(Instruction.EBREAK);
        }
        final Program first = new Program().openMemory().csrw(Csr.MEDELEG, -1, Program.T0).csrw(Csr.HEDELEG, Cause.BREAKPOINT.bit(), Program.T0);
        for (int i = 0; i < skip.bytes().length; i += 4) {
            first.li(Program.T0, handler + i).li(Program.T1, LittleEndian.get(skip.bytes(), i, 4)).add(Instruction.SW, Program.T1, 0, Program.T0);
        }
        final Lab lab = Lab.of(way, Isa.parse(ISA), 1, HypervisorConfig.DEFAULT_QUANTUM, false, hypervisor(first, guest.add(Instruction.ECALL)));
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(5, lab.x(0, Program.A1));
        assertEquals(Cause.ECALL_FROM_VS.value(), lab.csr(0, Csr.SCAUSE));
        assertEquals(Cause.BREAKPOINT.value(), lab.csr(0, Csr.VSCAUSE));
    }

    private static final long INNER_ROOT = Platform.RAM_BASE + 0x2_0000;
    private static final int A = 20;

    /** Has the inner guest's table map its page 1 to a page of memory. */
    private static Program maps(final Program program, final int page) {
        return program.li(Program.T0, INNER_ROOT + 0x1000).li(Program.T1, Platform.RAM_BASE + 0x1000L * page >>> 12 << 10 | 0xcf)
            .add(Instruction.SD, Program.T1, 8, Program.T0);
    }

    /** Reads as the inner guest does. */
    private static Program reads(final Program program, final int rd) {
        return program.li(Program.A0, 0x1000).add(Instruction.HLV_D, rd, Program.A0);
    }

    /** A hypervisor whose guest has three levels of tables, in the last of which one page is switched. */
    private static Program switching() {
        final Program program = new Program().openMemory().csrw(Csr.MEDELEG, -1, Program.T0).enter(S);
        program.li(Program.T0, SECOND_ROOT + 8 * (Platform.RAM_BASE >>> 30)).li(Program.T1, Platform.RAM_BASE >>> 12 << 10 | GIGAPAGE_FLAGS)
            .add(Instruction.SD, Program.T1, 0, Program.T0);
        program.csrw(Csr.HGATP, 8L << 60 | SECOND_ROOT >>> 12, Program.T0).csrw(Csr.VSATP, 8L << 60 | INNER_ROOT >>> 12, Program.T0);
        program.csrw(Csr.HSTATUS, Hstatus.SPV | Hstatus.SPVP, Program.T0);
        program.li(Program.T0, INNER_ROOT).li(Program.T1, INNER_ROOT + 0x2000 >>> 12 << 10 | 1).add(Instruction.SD, Program.T1, 0, Program.T0);
        program.li(Program.T0, INNER_ROOT + 0x2000).li(Program.T1, INNER_ROOT + 0x1000 >>> 12 << 10 | 1).add(Instruction.SD, Program.T1, 0, Program.T0);
        for (int page = 0x40; page < 0x42; page++) {
            program.li(Program.T0, Platform.RAM_BASE + 0x1000L * page).li(Program.T1, page).add(Instruction.SD, Program.T1, 0, Program.T0);
        }
        return maps(program, 0x40);
    }

    @ParameterizedTest
    @EnumSource
    void whatAHypervisorHasNotFencedIsStaleAsOnAMachineOfItsOwn(Way way) {
        final Program program = reads(switching(), A);
        reads(maps(program, 0x41), A + 1);
        // A fence of its own translations is not about those of its guest.
        reads(program.add(Instruction.SFENCE_VMA, 0, 0), A + 2);
        reads(program.add(Instruction.HFENCE_VVMA, 0, 0), A + 3);
        reads(maps(program, 0x40), A + 4);
        reads(program.add(Instruction.HFENCE_GVMA, 0, 0), A + 5);
        final Isa isa = Isa.parse(ISA);
        final Lab lab = Lab.of(way, isa, 1, HypervisorConfig.DEFAULT_QUANTUM, false, program.powerOff());
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertArrayEquals(new long[] {0x40, 0x40, 0x40, 0x41, 0x41, 0x40}, Arrays.copyOfRange(lab.guestHart(0).x(), A, A + 6));
        final Machine bare = new Machine(MachineConfig.of(isa, Lab.GUEST_MEMORY, c -> { }));
        bare.boot(Platform.RAM_BASE, () -> bare.platform().bus().load(Platform.RAM_BASE, program.bytes()));
        assertEquals(StopReason.POWERED_OFF, bare.run(1_000_000));
        assertArrayEquals(Arrays.copyOf(bare.platform().hart(0).x(), 32), Arrays.copyOf(lab.guestHart(0).x(), 32), "as bare");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheInnerGuestHasFencedItsHypervisorSeesAnew(Way way) {
        // The inner guest runs at a gigabyte of its own, fences, and calls; its hypervisor goes on behind it.
        final Program program = reads(switching(), A);
        maps(program, 0x41);
        program.li(Program.T0, INNER_ROOT).li(Program.T1, Platform.RAM_BASE >>> 12 << 10 | 0xcf).add(Instruction.SD, Program.T1, 8 * (Platform.RAM_BASE >>> 30), Program.T0);
        program.csrw(Csr.SSTATUS, Mstatus.SPP, Program.T0);
        final long start = program.here() + 4L * ENTRY;
        program.append(new Program().csrw(Csr.SEPC, start, Program.T0).csrw(Csr.STVEC, start + 8, Program.T0).add(Instruction.SRET));
        program.add(Instruction.SFENCE_VMA, 0, 0).add(Instruction.ECALL);
        reads(program, A + 1);
        final Lab lab = Lab.of(way, Isa.parse(ISA), 1, HypervisorConfig.DEFAULT_QUANTUM, false, program.powerOff());
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(0x40, lab.x(0, A));
        assertEquals(0x41, lab.x(0, A + 1));
    }

    @Test
    void virtualAddressesOfAGuestAreNoLargerThanTheHosts() {
        final Lab lab = Lab.withIsa("rv64ima_sv39", new Program());
        final DomainConfig config = new DomainConfig("large", 1, Isa.parse("rv64ima"), 1, Lab.GUEST_MEMORY, false, true, c -> { });
        assertThrows(IllegalArgumentException.class, () -> lab.hypervisor.create(config));
    }
}
