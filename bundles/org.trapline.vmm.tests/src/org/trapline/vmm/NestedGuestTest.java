// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
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

    @Test
    void virtualAddressesOfAGuestAreNoLargerThanTheHosts() {
        final Lab lab = Lab.withIsa("rv64ima_sv39", new Program());
        final DomainConfig config = new DomainConfig("large", 1, Isa.parse("rv64ima"), 1, Lab.GUEST_MEMORY, false, true, c -> { });
        assertThrows(IllegalArgumentException.class, () -> lab.hypervisor.create(config));
    }
}
