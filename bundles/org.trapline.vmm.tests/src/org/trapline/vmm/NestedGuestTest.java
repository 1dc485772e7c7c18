// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.StopReason;
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
        final Program program = new Program().openMemory();
        program.csrw(Csr.MEDELEG, -1, Program.T0).enter(S);
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

    private static Lab run(Program guest) {
        final Lab lab = Lab.withIsa(ISA, hypervisor(guest));
        assertEquals(StopReason.POWERED_OFF, lab.run());
        return lab;
    }

    @Test
    void aGuestCanRunAGuestOfItsOwn() {
        final Lab lab = run(new Program().csrw(Csr.SSCRATCH, 0x1234, Program.A0).csrr(Program.A1, Csr.SSCRATCH).add(Instruction.ECALL));
        assertEquals(Cause.ECALL_FROM_VS.value(), lab.csr(0, Csr.SCAUSE));
        assertEquals(0x1234, lab.x(0, Program.A1));
        assertEquals(0x1234, lab.csr(0, Csr.VSSCRATCH), "it was the inner guest's register");
    }

    @Test
    void theOuterGuestSeesWhatTheInnerOneMayNotDo() {
        final Lab lab = run(new Program().csrr(Program.A1, Csr.HSTATUS));
        assertEquals(Cause.VIRTUAL_INSTRUCTION.value(), lab.csr(0, Csr.SCAUSE));
    }

    @Test
    void theOuterGuestSeesWhatItsTablesRefuse() {
        final Lab lab = run(new Program().li(Program.A0, 0x1000).add(Instruction.LD, Program.A1, 0, Program.A0));
        assertEquals(Cause.LOAD_GUEST_PAGE_FAULT.value(), lab.csr(0, Csr.SCAUSE));
        assertEquals(0x1000 >> 2, lab.csr(0, Csr.HTVAL));
    }

    @Test
    void virtualAddressesOfAGuestAreNoLargerThanTheHosts() {
        final Lab lab = Lab.withIsa("rv64ima_sv39", new Program());
        final DomainConfig config = new DomainConfig("large", 1, Isa.parse("rv64ima"), 1, Lab.GUEST_MEMORY, false, true, c -> { });
        assertThrows(IllegalArgumentException.class, () -> lab.hypervisor.create(config));
    }
}
