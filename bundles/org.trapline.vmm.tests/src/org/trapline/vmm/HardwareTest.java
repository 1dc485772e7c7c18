// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.debug.Registers;
import org.trapline.machine.debug.Stop;
import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.platform.Platform;
import org.trapline.trace.EventKind;
import org.trapline.trace.Mode;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/** What a guest in VS and VU mode does by itself, and what comes to the VMM. */
class HardwareTest {
    private static final long ROOT = Platform.RAM_BASE + 0x1_0000;
    private static final int S = 1;
    private static final int U = 0;
    private static final long ALL_TO_S = 0xb1ff;
    private static final long TIMER = Cause.SUPERVISOR_TIMER_INTERRUPT.bit();

    /** A kernel in S mode whose trap handler counts in s1 and goes on behind the instruction that trapped. */
    private static Program kernel() {
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        program.add(Instruction.ADDI, 9, 9, 1).csrr(Program.T6, Csr.SEPC).add(Instruction.ADDI, Program.T6, Program.T6, 4)
            .csrw(Csr.SEPC, Program.T6).add(Instruction.SRET);
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        return program.openMemory().csrw(Csr.MEDELEG, ALL_TO_S, Program.T0).csrw(Csr.STVEC, handler, Program.T0);
    }

    private static long exits(Lab lab) {
        return lab.guests.getFirst().vcpus().getFirst().exits();
    }

    private static long emulated(Lab lab) {
        return lab.guests.getFirst().vcpus().getFirst().emulatedInstructions();
    }

    @Test
    void aHostWithoutTheHExtensionIsRefused() {
        final Machine machine = new Machine(MachineConfig.of(Lab.ISA, 32 << 20, c -> { }));
        for (final PagingScheme paging : CpuTechnique.HARDWARE.pagings()) {
            final HypervisorConfig config = HypervisorConfig.standard(0).with(CpuTechnique.HARDWARE, paging);
            final var refused = assertThrows(IllegalArgumentException.class, () -> new Hypervisor(machine.platform(), (hart, tick) -> { }, config));
            assertTrue(refused.getMessage().contains("needs the H extension of RV64, which the host's harts (isa " + Lab.ISA), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> HypervisorConfig.standard(0).with(CpuTechnique.HARDWARE, PagingScheme.DIRECT));
    }

    @Test
    void systemCallsAndFaultsOfProgramsReachTheirKernelWithoutAnExit() {
        final Program once = kernel().enter(S);
        once.add(Instruction.ADDI, 9, 0, 0);
        final Program many = kernel().enter(S);
        many.add(Instruction.ADDI, 9, 0, 0);
        for (final Program program : List.of(once, many)) {
            // To U mode without the VMM, too: sepc, then sret with SPP clear.
            program.add(Instruction.AUIPC, Program.T0, 0).add(Instruction.ADDI, Program.T0, Program.T0, 16).csrw(Csr.SEPC, Program.T0)
                .add(Instruction.SRET);
        }
        for (int i = 0; i < 100; i++) {
            many.add(Instruction.ECALL).word(0).add(Instruction.EBREAK);
        }
        final Lab first = Lab.of(Way.HARDWARE, once.powerOff());
        assertEquals(StopReason.POWERED_OFF, first.run());
        final Lab second = Lab.of(Way.HARDWARE, many.powerOff());
        assertEquals(StopReason.POWERED_OFF, second.run());
        assertEquals(300, second.x(0, 9), "traps");
        assertEquals(exits(first), exits(second));
        assertEquals(U, second.guestHart(0).state().mode());
        FidelityTest.compare(many, "traps");
    }

    @Test
    void registersOfTheKernelAreTheHartsOwn() {
        final Program program = kernel().enter(S);
        for (int i = 0; i < 50; i++) {
            program.csrw(Csr.SSCRATCH, 0x1234 + i, Program.A0).csrr(Program.A1, Csr.SSCRATCH).csrr(Program.A0, Csr.SSTATUS);
        }
        final Lab lab = Lab.of(Way.HARDWARE, program.powerOff());
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(0x1234 + 49, lab.x(0, Program.A1));
        assertEquals(0x1234 + 49, lab.csr(0, Csr.SSCRATCH), "the vCPU has it");
        final Lab short1 = Lab.of(Way.HARDWARE, kernel().enter(S).powerOff());
        short1.run();
        assertEquals(emulated(short1), emulated(lab));
    }

    @Test
    void theKernelsTablesAreItsOwnBusiness() {
        // Sv39 with a gigapage for RAM and one for the devices; then the RAM's is made invalid at va 0x40000000 and valid again.
        final Program program = kernel();
        program.li(Program.T5, ROOT).li(Program.T1, Platform.RAM_BASE >> 2 | 0xcf).add(Instruction.SD, Program.T1, 16, Program.T5);
        program.li(Program.T1, 0xcf).add(Instruction.SD, Program.T1, 0, Program.T5);
        program.csrw(Csr.SATP, 8L << 60 | ROOT >>> 12, Program.T0).enter(S).add(Instruction.ADDI, 9, 0, 0);
        for (int i = 0; i < 20; i++) {
            program.li(Program.A0, 0x4000_0000 + Platform.RAM_BASE - Platform.RAM_BASE).add(Instruction.LD, Program.A1, 0, Program.A0);
            program.li(Program.T1, Platform.RAM_BASE >> 2 | 0xcf).add(Instruction.SD, Program.T1, 8, Program.T5)
                .add(Instruction.SFENCE_VMA, 0, 0).add(Instruction.LD, Program.A1, 0, Program.A0);
            program.add(Instruction.SD, 0, 8, Program.T5).add(Instruction.SFENCE_VMA, 0, 0);
        }
        final Lab lab = Lab.of(Way.HARDWARE, program.powerOff());
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(20, lab.x(0, 9), "page faults the kernel has seen");
        assertFalse(Lab.events(trace, EventKind.VM_EXIT).stream().anyMatch(e -> e.arg(0) == Cause.LOAD_PAGE_FAULT.value()));
        FidelityTest.compare(program, "tables");
    }

    @Test
    void aDeviceIsReachedByAGuestPageFault() {
        final Program program = kernel().enter(S).li(Program.T0, Platform.UART_BASE).li(Program.T1, 'x').add(Instruction.SB, Program.T1, 0, Program.T0);
        final Lab lab = Lab.of(Way.HARDWARE, program.powerOff());
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals("x", lab.console.toString());
        final TraceEvent exit = Lab.events(trace, EventKind.VM_EXIT).stream().filter(e -> e.arg(1) == Platform.UART_BASE).findFirst().orElseThrow();
        assertEquals(Cause.STORE_GUEST_PAGE_FAULT.value(), exit.arg(0));
    }

    @Test
    void virtualMachineModeRunsWithoutPrivileges() {
        final Lab lab = Lab.of(Way.HARDWARE, new Program().csrw(Csr.MSCRATCH, 7, Program.T0).powerOff());
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(7, lab.csr(0, Csr.MSCRATCH));
        assertTrue(Lab.events(trace, EventKind.MODE).stream().anyMatch(e -> e.arg(2) == Mode.VU), "it ran in VU mode");
        assertFalse(Lab.events(trace, EventKind.MODE).stream().anyMatch(e -> e.arg(2) == Mode.VS));
    }

    @Test
    void theTimerOfAGuestsOwnComesWithoutAnExit() {
        final Isa isa = Isa.parse("rv64g_sstc");
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        // Each interrupt sets the next; the tenth is the last.
        program.add(Instruction.ADDI, 9, 9, 1).csrr(Program.T6, Csr.TIME).add(Instruction.ADDI, Program.T6, Program.T6, 50)
            .csrw(Csr.STIMECMP, Program.T6).add(Instruction.SRET);
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        program.openMemory().csrw(Csr.MIDELEG, TIMER, Program.T0).csrw(Csr.MENVCFG, 1L << 63, Program.T0).csrw(Csr.MCOUNTEREN, -1, Program.T0)
            .csrw(Csr.STVEC, handler, Program.T0).csrw(Csr.SIE, TIMER, Program.T0).enter(S);
        program.csrr(Program.T0, Csr.TIME).csrw(Csr.STIMECMP, Program.T0).add(Instruction.CSRRSI, 0, Csr.SSTATUS.number(), 2);
        program.li(Program.A0, 10).add(Instruction.BLT, 9, Program.A0, 0);
        final Lab lab = Lab.of(Way.HARDWARE, isa, 1, HypervisorConfig.DEFAULT_QUANTUM, false, program.powerOff());
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(10, lab.x(0, 9));
        assertEquals(List.of(), Lab.events(trace, EventKind.IRQ_INJECT));
        assertFalse(Lab.events(trace, EventKind.VM_EXIT).stream().anyMatch(e -> e.arg(0) == Cause.SUPERVISOR_TIMER_INTERRUPT.value()));
    }

    @Test
    void anInterruptOfADeviceIsMadePendingForTheKernel() {
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        program.csrr(Program.A0, Csr.SCAUSE).powerOff();
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        final long software = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit();
        program.openMemory().csrw(Csr.MIDELEG, software, Program.T0).csrw(Csr.STVEC, handler, Program.T0).csrw(Csr.SIE, software, Program.T0).enter(S);
        program.add(Instruction.CSRRSI, 0, Csr.SSTATUS.number(), 2);
        program.li(Program.T0, Platform.SSWI_BASE).li(Program.T1, 1).add(Instruction.SW, Program.T1, 0, Program.T0).add(Instruction.JAL, 0, 0);
        final Lab lab = Lab.of(Way.HARDWARE, program);
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT.value(), lab.x(0, Program.A0));
        assertEquals(1, Lab.events(trace, EventKind.IRQ_INJECT).size());
        assertEquals(0, Lab.events(trace, EventKind.REFLECT).size(), "the hart delivers it");
    }

    @Test
    void twoVcpusOnTwoHartsInterruptEachOther() {
        // Each writes the other's word of the SSWI and waits for its own, a hundred times.
        final Program program = new Program();
        final long software = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit();
        program.openMemory().csrw(Csr.MIDELEG, software, Program.T0).csrr(Program.A0, Csr.MHARTID).enter(S);
        program.li(Program.T5, Platform.SSWI_BASE).li(9, 100).li(Program.T1, 1);
        program.add(Instruction.SUB, Program.A1, Program.T1, Program.A0).add(Instruction.SLLI, Program.A1, Program.A1, 2)
            .add(Instruction.ADD, Program.A1, Program.A1, Program.T5);
        final long wait = program.here() + 8;
        program.add(Instruction.BNE, Program.A0, 0, 8);
        program.add(Instruction.SW, Program.T1, 0, Program.A1);
        assertEquals(wait, program.here());
        program.csrr(Program.T0, Csr.SIP).add(Instruction.ANDI, Program.T0, Program.T0, 2).add(Instruction.BEQ, Program.T0, 0, -8);
        program.add(Instruction.CSRRCI, 0, Csr.SIP.number(), 2).add(Instruction.SW, Program.T1, 0, Program.A1)
            .add(Instruction.ADDI, 9, 9, -1);
        program.add(Instruction.BNE, 9, 0, wait - program.here()).powerOff();
        final Lab lab = Lab.withVcpus(Way.HARDWARE, 2, program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
    }

    @Test
    void guestsTakeTurnsAndKeepTheirRegisters() {
        final Program[] guests = new Program[4];
        for (int i = 0; i < guests.length; i++) {
            guests[i] = kernel().enter(S).li(Program.A1, 100 + i).csrw(Csr.SSCRATCH, Program.A1).li(Program.A0, 5_000)
                .add(Instruction.ADDI, Program.A0, Program.A0, -1).add(Instruction.BNE, Program.A0, 0, -4).csrr(Program.A1, Csr.SSCRATCH).powerOff();
        }
        final Lab lab = Lab.of(Way.HARDWARE, Lab.ISA, 2, 1_000, false, guests);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        for (int i = 0; i < guests.length; i++) {
            assertEquals(100 + i, lab.x(i, Program.A1));
        }
    }

    @Test
    void anOnlookerSeesTheGuestsRegistersWhereverTheyAre() {
        final Program program = kernel();
        program.li(Program.T5, ROOT).li(Program.T1, Platform.RAM_BASE >> 2 | 0xcf).add(Instruction.SD, Program.T1, 16, Program.T5);
        final long handler = Platform.RAM_BASE + 4;
        program.enter(S).csrw(Csr.SSCRATCH, 77, Program.T0).csrw(Csr.SATP, 8L << 60 | ROOT >>> 12, Program.T0).add(Instruction.JAL, 0, 0);
        final Lab lab = Lab.of(Way.HARDWARE, program);
        lab.run(2_000);
        final Registers seen = new Registers(lab.guestHart(0));
        assertEquals(Privilege.S, seen.privilege());
        assertEquals(77, seen.csr(Csr.SSCRATCH));
        assertEquals(handler, seen.csr(Csr.STVEC));
        assertEquals(handler, seen.physical(handler));
        assertEquals(-1, seen.physical(Platform.UART_BASE), "not mapped");
        final String digest = lab.machine.digest();
        seen.csr(Csr.MSTATUS);
        assertEquals(digest, lab.machine.digest(), "looking changes nothing");
        seen.setCsr(Csr.SSCRATCH, 78);
        lab.hypervisor.stateChanged(lab.guests.getFirst().vcpus().getFirst());
        lab.run(100);
        assertEquals(78, seen.csr(Csr.SSCRATCH));
    }

    @Test
    void aTrapToTheGuestsOwnKernelStopsAtACatchOfTheGuest() {
        final Program program = kernel().enter(S).add(Instruction.ADDI, 9, 0, 0);
        final long trapped = program.here();
        final Lab lab = Lab.of(Way.HARDWARE, program.add(Instruction.EBREAK).powerOff());
        lab.guestHart(0).debug().setCatches(List.of(new TrapCatch(Cause.BREAKPOINT, null, null)));
        assertEquals(StopReason.TRAP, lab.run());
        final Stop.AfterTrap stop = assertInstanceOf(Stop.AfterTrap.class, lab.machine.lastStop());
        assertEquals(trapped, stop.pc());
        assertEquals(Privilege.S, stop.to());
        assertSame(lab.guestHart(0), stop.hart());
    }

    @Test
    void aGuestThatWaitsLeavesTheHart() {
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        program.csrr(Program.A0, Csr.MCAUSE).powerOff();
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        program.openMemory().csrw(Csr.MTVEC, handler, Program.T0).csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit(), Program.T0)
            .li(Program.T0, Platform.CLINT_BASE + 0x4000).li(Program.T1, 5_000).add(Instruction.SD, Program.T1, 0, Program.T0)
            .enter(S).add(Instruction.WFI).add(Instruction.JAL, 0, 0);
        final Lab lab = Lab.of(Way.HARDWARE, program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertTrue(lab.machine.now() >= 50_000, "time has passed: " + lab.machine.now() + " cycles");
        assertTrue(lab.machine.instret() < 1_000, "but nobody has worked: " + lab.machine.instret() + " instructions");
        assertEquals(Cause.MACHINE_TIMER_INTERRUPT.value(), lab.x(0, Program.A0));
    }

    @Test
    void nothingOfTheHostIsWithinReach() {
        // The guest believes to have more memory than it has.
        final Program program = kernel().enter(S).li(Program.T0, Platform.RAM_BASE + Lab.GUEST_MEMORY).add(Instruction.LD, Program.A0, 0, Program.T0)
            .add(Instruction.SD, Program.A0, 0, Program.T0).powerOff();
        FidelityTest.compare(program, "beyond");
        final Lab lab = Lab.of(Way.HARDWARE, program);
        final byte[] before = lab.machine.platform().bus().dump(Platform.RAM_BASE, 1 << 20);
        lab.run();
        assertEquals(Set.of(LifeCycle.OFF), Set.of(lab.guests.getFirst().lifeCycle()));
        assertEquals(2, lab.x(0, 9), "both accesses fault");
        assertEquals(0, Arrays.compare(before, lab.machine.platform().bus().dump(Platform.RAM_BASE, 1 << 20)));
    }
}
