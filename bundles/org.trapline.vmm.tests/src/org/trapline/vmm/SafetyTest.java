// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.trace.EventKind;
import org.trapline.trace.code.Lifecycle;
import org.trapline.vmm.paging.GuestMemory;

/** The VMM keeps control of the host, whatever a guest does. */
class SafetyTest {
    private static final long END = Platform.RAM_BASE + Lab.GUEST_MEMORY;

    private static byte[] neighbour(Lab lab) {
        final Bus bus = lab.machine.platform().bus();
        final GuestMemory victim = lab.guests.get(1).memory();
        return bus.dump(victim.hpa(), (int) victim.size());
    }

    private static Program endless() {
        return new Program().add(Instruction.JAL, 0, 0);
    }

    /** Makes the access, and records in a1 which trap it raised. */
    private static Program attempt(Instruction access, long address) {
        final Program program = new Program();
        program.li(Program.T1, Platform.RAM_BASE + 0x400).csrw(Csr.MTVEC, Program.T1).openMemory().li(Program.T5, address);
        if (access == Instruction.JALR) {
            program.add(Instruction.JALR, 0, 0, Program.T5);
        } else if (access == Instruction.LD) {
            program.add(access, Program.A0, 0, Program.T5);
        } else {
            program.add(access, Program.T5, 0, Program.T5);
        }
        program.powerOff();
        while (program.here() < Platform.RAM_BASE + 0x400) {
            program.add(Instruction.ADDI, 0, 0, 0);
        }
        return program.csrr(Program.A1, Csr.MCAUSE).powerOff();
    }

    private static void refuses(Way way, Instruction access, long address, Cause expected) {
        final Lab lab = Lab.of(way, attempt(access, address), endless());
        final byte[] before = neighbour(lab);
        lab.run(100_000);
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
        assertEquals(expected.value(), lab.x(0, Program.A1), access + " at 0x" + Long.toHexString(address));
        assertArrayEquals(before, neighbour(lab), "the neighbour's memory");
    }

    @ParameterizedTest
    @EnumSource
    void storesBehindTheGuestsMemoryRaiseAnAccessFault(Way way) {
        refuses(way, Instruction.SD, END, Cause.STORE_ACCESS_FAULT);
        refuses(way, Instruction.SD, END - 4, Cause.STORE_ACCESS_FAULT);
        refuses(way, Instruction.SD, END + Lab.GUEST_MEMORY, Cause.STORE_ACCESS_FAULT);
        refuses(way, Instruction.SD, 0x7fff_fff8L, Cause.STORE_ACCESS_FAULT);
        refuses(way, Instruction.SD, -8, Cause.STORE_ACCESS_FAULT);
        refuses(way, Instruction.SD, 1L << 40, Cause.STORE_ACCESS_FAULT);
    }

    @ParameterizedTest
    @EnumSource
    void loadsAndFetchesOutsideTheGuestsMemoryRaiseAnAccessFault(Way way) {
        refuses(way, Instruction.LD, END, Cause.LOAD_ACCESS_FAULT);
        refuses(way, Instruction.LD, 0x4000_0000L, Cause.LOAD_ACCESS_FAULT);
        refuses(way, Instruction.JALR, END, Cause.INSTRUCTION_ACCESS_FAULT);
        refuses(way, Instruction.JALR, Platform.UART_BASE, Cause.INSTRUCTION_ACCESS_FAULT);
    }

    @ParameterizedTest
    @EnumSource
    void aForgedPageTableReachesNothing(Way way) {
        final Program program = new Program();
        program.li(Program.T1, Platform.RAM_BASE + 0x400).csrw(Csr.MTVEC, Program.T1).openMemory();
        // A root table that maps the gigabyte with the VMM, the neighbour and this program identically, and another far above.
        program.li(Program.T5, Platform.RAM_BASE + 0x1000);
        program.li(Program.T1, Platform.RAM_BASE >> 2 | 0xcf).add(Instruction.SD, Program.T1, 16, Program.T5);
        program.li(Program.T1, 0x1_0000_0000L >> 2 | 0xcf).add(Instruction.SD, Program.T1, 32, Program.T5);
        program.csrw(Csr.SATP, 8L << 60 | Platform.RAM_BASE + 0x1000 >>> 12, Program.T0).add(Instruction.SFENCE_VMA, 0, 0).enter(1);
        program.li(Program.T5, END + 0x10_0000).add(Instruction.SD, Program.T5, 0, Program.T5).powerOff();
        while (program.here() < Platform.RAM_BASE + 0x400) {
            program.add(Instruction.ADDI, 0, 0, 0);
        }
        program.csrr(Program.A1, Csr.MCAUSE).powerOff();
        final Lab lab = Lab.of(way, program, endless());
        final byte[] before = neighbour(lab);
        lab.run(100_000);
        assertEquals(Cause.STORE_ACCESS_FAULT.value(), lab.x(0, Program.A1));
        assertArrayEquals(before, neighbour(lab), "the neighbour's memory");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheGuestWritesToItsCsrsStaysOffTheHart(Way way) {
        final Program program = new Program().openMemory().csrw(Csr.MSCRATCH, 0x1234, Program.T0).csrw(Csr.STVEC, 0x5678, Program.T0)
            .csrw(Csr.MIE, -1, Program.T0).powerOff();
        final Lab lab = Lab.of(way, program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(0x1234, lab.csr(0, Csr.MSCRATCH));
        assertEquals(0x5678, lab.csr(0, Csr.STVEC));
        assertEquals(0, lab.machine.platform().hart(0).state().read(Csr.MSCRATCH));
        assertEquals(0, lab.machine.platform().hart(0).state().read(Csr.STVEC));
    }

    @ParameterizedTest
    @EnumSource
    void aGuestThatKeepsTheProcessorLosesItAtTheEndOfItsQuantum(Way way) {
        final Program counter = new Program().add(Instruction.ADDI, Program.A0, Program.A0, 1).add(Instruction.JAL, 0, -4);
        final Program greedy = new Program().add(Instruction.CSRRCI, 0, Csr.MSTATUS.number(), 8).csrw(Csr.MIE, 0, Program.T0)
            .add(Instruction.JAL, 0, 0);
        final Lab lab = Lab.of(way, Lab.ISA, 1, 2_000, false, greedy, counter);
        assertEquals(StopReason.LIMIT, lab.run(200_000));
        final long native0 = lab.guests.get(0).vcpus().getFirst().nativeInstructions();
        final long native1 = lab.guests.get(1).vcpus().getFirst().nativeInstructions();
        assertTrue(Math.abs(native0 - native1) <= 4_000, "instructions of the two guests: " + native0 + ", " + native1);
    }

    @Test
    void aGuestThatTrapsForEverEndsNobodyElsesSleep() {
        // No handler, and none where the handler should be: no instruction ever retires. The other waits two seconds for its timer.
        final Program trapping = new Program().csrw(Csr.MTVEC, 0, Program.T0).add(Instruction.ECALL);
        final Program sleeping = new Program();
        final long jump = sleeping.here();
        sleeping.word(0);
        final long handler = sleeping.here();
        sleeping.powerOff();
        sleeping.patch(jump, Instruction.JAL, 0, sleeping.here() - jump);
        sleeping.csrw(Csr.MTVEC, handler, Program.T0).csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit(), Program.T0)
            .add(Instruction.CSRRSI, 0, Csr.MSTATUS.number(), 8)
            .li(Program.T0, Platform.CLINT_BASE + 0x4000).li(Program.T1, 20_000_000).add(Instruction.SD, Program.T1, 0, Program.T0)
            .add(Instruction.WFI).add(Instruction.JAL, 0, -4);
        final Lab lab = Lab.of(trapping, sleeping);
        assertEquals(StopReason.TRAP_LOOP, lab.run(), "once nobody else is there, nothing goes on");
        assertEquals(LifeCycle.OFF, lab.guests.get(1).lifeCycle(), "the sleeper has woken and ended");
    }

    @Test
    void aHostWithoutRoomRefusesADomain() {
        final Lab lab = Lab.of(endless());
        final IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
            () -> lab.hypervisor.create(new DomainConfig("huge", 7, Lab.ISA, 1, 64 << 20, false, true, c -> { })));
        assertTrue(refused.getMessage().contains("huge"), refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aResetGuestStartsAgainFromWhatWasLoaded(Way way) {
        // Overwrites its own first instruction, then asks for a reset; the second start must find it as it was loaded.
        final Program program = new Program();
        program.add(Instruction.ADDI, 0, 0, 0);
        program.li(Program.T5, Platform.RAM_BASE).add(Instruction.SW, 0, 0, Program.T5);
        program.li(Program.T0, Platform.FINISHER_BASE).li(Program.T1, 0x7777).add(Instruction.SW, Program.T1, 0, Program.T0);
        program.add(Instruction.JAL, 0, 0);
        final Lab lab = Lab.of(way, program);
        final var trace = lab.trace();
        assertEquals(StopReason.LIMIT, lab.run(2_000));
        final long resets = Lab.events(trace, EventKind.LIFECYCLE).stream()
            .filter(e -> e.arg(0) == Lifecycle.RESET.ordinal()).count();
        assertTrue(resets > 5, resets + " resets");
        assertEquals(LifeCycle.RUNNING, lab.guests.getFirst().lifeCycle());
    }
}
