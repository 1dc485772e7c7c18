// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Code;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.Rig;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;

class SbiFirmwareTest {
    private static final long KERNEL = Platform.RAM_BASE + 0x20_0000;

    private static Code kernel() {
        return Code.at(KERNEL);
    }

    /** Adds a call with up to three arguments. */
    private static Code call(Code code, SbiCall call, long... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            code.li(A0 + i, arguments[i]);
        }
        return code.li(A7, call.extension().number()).li(A6, call.function()).op(ECALL);
    }

    /** Runs a kernel that makes one call and switches off, having kept the results in s0 and s1. */
    private static Rig after(SbiCall call, long... arguments) {
        Code code = call(kernel(), call, arguments).op(ADDI, S0, A0, 0).op(ADDI, S1, A1, 0).pass();
        Rig rig = Rig.withFirmware(2, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        return rig;
    }

    private static void assertResult(long error, long value, Rig rig) {
        assertEquals(error, rig.x(S0), "error");
        assertEquals(value, rig.x(S1), "value");
    }

    @Test
    void theKernelStartsInSupervisorModeOnTheFirstHart() {
        Rig rig = Rig.withFirmware(2, kernel().op(WFI));
        assertEquals(Privilege.S, rig.hart().state().privilege());
        assertEquals(KERNEL, rig.hart().pc());
        assertEquals(0, rig.x(A0));
        assertEquals(rig.platform().deviceTreeAddress(), rig.x(A1));
        assertTrue(rig.platform().hart(1).isParked());
    }

    @Test
    void everyRowIsServedAndNoTwoAreTheSame() {
        Set<String> seen = new HashSet<>();
        for (SbiCall row : SbiCall.values()) {
            assertTrue(seen.add(row.extension() + "/" + row.function()), row.name());
            assertEquals(row, SbiCall.of(row.extension().number(), row.function()));
            assertFalse(row.doc().isBlank(), row.name());
        }
    }

    @Test
    void baseTellsVersionAndExtensions() {
        assertResult(0, 2 << 24, after(SbiCall.GET_SPEC_VERSION));
        assertResult(0, 1, after(SbiCall.PROBE_EXTENSION, SbiCall.Extension.HSM.number()));
        assertResult(0, 0, after(SbiCall.PROBE_EXTENSION, 0x1234_5678));
    }

    @Test
    void unknownCallsAreNotSupported() {
        Code code = kernel().li(A7, 0x1234_5678).op(ECALL).op(ADDI, S0, A0, 0).pass();
        Rig rig = Rig.withFirmware(1, code);
        rig.run();
        assertEquals(-2, rig.x(S0));
    }

    @Test
    void onlyTheResultRegistersChange() {
        Code code = kernel();
        for (int register = 1; register < 32; register++) {
            code.li(register, 1000 + register);
        }
        Rig rig = Rig.withFirmware(1, code.li(A7, 0x10).li(A6, 0).op(ECALL).op(JAL, 0, 0));
        rig.machine.run(100);
        for (int register = 1; register < 32; register++) {
            if (register != A0 && register != A1 && register != A6 && register != A7) {
                assertEquals(1000 + register, rig.x(register));
            }
        }
    }

    @Test
    void theTimerInterruptsSupervisorModeWhenItIsDueAndNotAgain() {
        Code code = kernel().csrw(Csr.STVEC, KERNEL + 0x200).csrw(Csr.SIE, Cause.SUPERVISOR_TIMER_INTERRUPT.bit());
        call(code, SbiCall.SET_TIMER, 500).op(CSRRSI, 0, Csr.SSTATUS.number(), 2).op(WFI).op(JAL, 0, -4).org(0x200);
        code.csrr(S0, Csr.SCAUSE).csrr(S1, Csr.TIME);
        call(code, SbiCall.SET_TIMER, -1).csrr(A2, Csr.SIP).pass();
        Rig rig = Rig.withFirmware(1, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(Cause.SUPERVISOR_TIMER_INTERRUPT.value(), rig.x(S0));
        assertEquals(500, rig.x(S1));
        assertEquals(0, rig.x(A2));
    }

    @Test
    void interProcessorInterruptsReachTheHartsOfTheMask() {
        Rig rig = after(SbiCall.SEND_IPI, 0b10, 0);
        assertEquals(0, rig.x(S0));
        assertEquals(0, rig.csr(Csr.SIP));
        rig.platform().hart(1).state().setPrivilege(Privilege.S);
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit(), rig.platform().hart(1).state().read(Csr.SIP));
    }

    @Test
    void hartsThatAreNotThereAreInvalid() {
        assertEquals(-3, after(SbiCall.SEND_IPI, 0b100, 0).x(S0));
        assertEquals(-3, after(SbiCall.SEND_IPI, 1, 7).x(S0));
        assertEquals(-3, after(SbiCall.SEND_IPI, 0b1000, -3).x(S0));
        assertEquals(-3, after(SbiCall.HART_START, 2, KERNEL, 0).x(S0));
        assertEquals(-3, after(SbiCall.HART_GET_STATUS, -1).x(S0));
        assertEquals(0, after(SbiCall.SEND_IPI, 0, -1).x(S0), "a base of -1 means all harts");
    }

    @Test
    void aStartedHartBeginsAsTheSpecificationSays() {
        Rig rig = after(SbiCall.HART_START, 1, KERNEL + 0x400, 77);
        assertResult(0, 0, rig);
        long[] x = rig.platform().hart(1).x();
        assertFalse(rig.platform().hart(1).isParked());
        assertEquals(1, x[A0]);
        assertEquals(77, x[A1]);
        assertEquals(Privilege.S, rig.platform().hart(1).state().privilege());
    }

    @Test
    void aHartCannotBeStartedTwiceNorWithoutMemory() {
        assertEquals(-6, after(SbiCall.HART_START, 0, KERNEL, 0).x(S0));
        assertEquals(-5, after(SbiCall.HART_START, 1, 0x10, 0).x(S0));
    }

    @Test
    void statusTellsStartedFromStopped() {
        assertResult(0, 0, after(SbiCall.HART_GET_STATUS, 0));
        assertResult(0, 1, after(SbiCall.HART_GET_STATUS, 1));
    }

    @Test
    void aStoppedHartStaysStoppedWhateverInterruptsCome() {
        Code code = kernel().csrw(Csr.SIE, -1);
        call(code, SbiCall.SET_TIMER, 10);
        Rig rig = Rig.withFirmware(1, call(code, SbiCall.HART_STOP).op(JAL, 0, 0));
        assertEquals(StopReason.WAITING, rig.run());
        assertTrue(rig.hart().isParked());
    }

    @Test
    void suspendWithoutRetentionResumesElsewhere() {
        Code code = kernel().csrw(Csr.SIE, Cause.SUPERVISOR_TIMER_INTERRUPT.bit());
        call(code, SbiCall.SET_TIMER, 700);
        call(code, SbiCall.HART_SUSPEND, 0x8000_0000L, KERNEL + 0x200, 5).org(0x200).csrr(S0, Csr.TIME).op(ADDI, S1, A1, 0).pass();
        Rig rig = Rig.withFirmware(1, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(700, rig.x(S0));
        assertEquals(5, rig.x(S1));
    }

    @Test
    void systemResetSwitchesOffWithTheReason() {
        Rig fine = Rig.withFirmware(1, call(kernel(), SbiCall.SYSTEM_RESET, 0, 0).op(JAL, 0, 0));
        assertEquals(StopReason.POWERED_OFF, fine.run());
        assertEquals(0, fine.machine.exitCode());
        Rig failed = Rig.withFirmware(1, call(kernel(), SbiCall.SYSTEM_RESET, 0, 1).op(JAL, 0, 0));
        assertEquals(StopReason.POWERED_OFF, failed.run());
        assertEquals(1, failed.machine.exitCode());
        assertEquals(-3, after(SbiCall.SYSTEM_RESET, 9, 0).x(S0));
    }

    @Test
    void theConsoleIsReachedByAllItsCalls() {
        Code code = kernel().li(T0, KERNEL + 0x800).li(T1, 'a' | 'b' << 8).op(SW, T1, 0, T0);
        call(code, SbiCall.CONSOLE_WRITE, 2, KERNEL + 0x800, 0).op(ADDI, S1, A1, 0);
        call(code, SbiCall.CONSOLE_WRITE_BYTE, 'c');
        call(code, SbiCall.LEGACY_CONSOLE_PUTCHAR, 'd').pass();
        Rig rig = Rig.withFirmware(1, code);
        rig.run();
        assertEquals("abcd", rig.printed.toString());
        assertEquals(2, rig.x(S1));
    }

    @Test
    void consoleBuffersMustBeMemory() {
        assertEquals(-3, after(SbiCall.CONSOLE_WRITE, 4, Platform.UART_BASE, 0).x(S0));
        assertEquals(-3, after(SbiCall.CONSOLE_WRITE, -1, KERNEL, 0).x(S0));
        assertEquals(-3, after(SbiCall.CONSOLE_WRITE, 4, KERNEL, 1).x(S0));
    }

    @Test
    void typedBytesAreRead() {
        Code code = call(kernel(), SbiCall.CONSOLE_READ, 8, KERNEL + 0x800, 0).op(ADDI, S1, A1, 0).li(T0, KERNEL + 0x800).op(LD, S0, 0, T0);
        call(code, SbiCall.LEGACY_CONSOLE_GETCHAR).op(ADDI, A2, A0, 0).pass();
        Rig rig = Rig.withFirmware(1, code);
        rig.platform().uart().write(2, 1, 1);
        rig.platform().uart().listen();
        rig.machine.type(new byte[] {'h', 'i'});
        rig.run();
        assertEquals(2, rig.x(S1));
        assertEquals('h' | 'i' << 8, rig.x(S0));
        assertEquals(-1, rig.x(A2));
    }

    @Test
    void remoteFencesTakeRangesAndAddressSpaces() {
        assertEquals(0, after(SbiCall.REMOTE_FENCE_I, 0b11, 0).x(S0));
        assertEquals(0, after(SbiCall.REMOTE_SFENCE_VMA, 0b11, 0, 0x1000).x(S0));
        assertEquals(0, after(SbiCall.REMOTE_SFENCE_VMA_ASID, 0b11, 0, 0).x(S0));
    }

    @Test
    void fencesOfGuestsNeedTheHypervisorExtension() {
        assertEquals(SbiServices.NOT_SUPPORTED, after(SbiCall.REMOTE_HFENCE_GVMA, 0b11, 0, 0).x(S0));
        for (SbiCall call : List.of(SbiCall.REMOTE_HFENCE_GVMA_VMID, SbiCall.REMOTE_HFENCE_GVMA, SbiCall.REMOTE_HFENCE_VVMA_ASID,
            SbiCall.REMOTE_HFENCE_VVMA)) {
            Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64imah_zicsr_zifencei"), Rig.RAM, value -> { }));
            Code code = call(kernel(), call, 1, 0, 0).op(ADDI, S0, A0, 0).pass();
            machine.bootFirmware(KERNEL, () -> code.load(machine.platform()));
            assertEquals(StopReason.POWERED_OFF, machine.run(1_000));
            assertEquals(0, machine.platform().hart(0).x()[S0], call.name());
        }
    }

    // Hart 1 reads a page through a translation that it has cached; hart 0 changes the table and, if asked to, has hart 1 fence it.
    private static StopReason remapped(SbiCall fence) {
        long root = Platform.RAM_BASE + 0x10_0000;
        long middle = root + 0x1000;
        long first = Platform.RAM_BASE >>> 12 << 10 | 0xcf;
        Code code = kernel().li(S0, root).li(S1, first).op(SD, S1, 16, S0).li(S1, middle >>> 12 << 10 | 1).op(SD, S1, 8, S0)
            .li(S0, middle).li(S1, first).op(SD, S1, 0, S0).li(S0, Platform.RAM_BASE + 0x30_0800).li(S1, 1).op(SD, S1, 0, S0);
        call(code, SbiCall.HART_START, 1, KERNEL + 0x400, 0);
        code.li(A2, 5_000).op(ADDI, A2, A2, -1).op(BNE, A2, 0, -4).li(S0, middle).li(S1, KERNEL >>> 12 << 10 | 0xcf).op(SD, S1, 0, S0);
        if (fence != null) {
            call(code, fence, 0b10, 0, 0x4000_0000);
        }
        code.op(JAL, 0, 0).org(0x400);
        code.csrw(Csr.SATP, 8L << 60 | root >>> 12).op(SFENCE_VMA, 0, 0).li(S0, 0x4010_0800).op(LD, A0, 0, S0).op(BEQ, A0, 0, -4);
        // The finisher lies outside the mapped memory.
        code.csrw(Csr.SATP, 0).pass();
        Rig rig = Rig.withFirmware(2, code);
        return rig.machine.run(200_000);
    }

    @Test
    void aRemoteFenceMakesAnotherHartSeeANewTranslation() {
        assertEquals(StopReason.LIMIT, remapped(null), "without a fence the cached one stays");
        assertEquals(StopReason.POWERED_OFF, remapped(SbiCall.REMOTE_SFENCE_VMA));
        assertEquals(StopReason.POWERED_OFF, remapped(SbiCall.REMOTE_SFENCE_VMA_ASID));
    }

    @Test
    void exceptionsOfTheKernelGoToTheKernel() {
        Code code = kernel().csrw(Csr.STVEC, KERNEL + 0x200).word(0).org(0x200).csrr(S0, Csr.SCAUSE).csrr(S1, Csr.SEPC).pass();
        Rig rig = Rig.withFirmware(1, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(Cause.ILLEGAL_INSTRUCTION.value(), rig.x(S0));
        assertTrue(rig.x(S1) > KERNEL && rig.x(S1) < KERNEL + 0x200);
    }

    @Test
    void exceptionsOfUserModeGoToTheKernelAndRememberTheMode() {
        Code code = kernel().csrw(Csr.STVEC, KERNEL + 0x200).csrw(Csr.SEPC, KERNEL + 0x100).csrw(Csr.SSTATUS, 0x20).op(SRET);
        code.org(0x100).li(T0, 0x10).op(LW, T1, 0, T0).org(0x200);
        code.csrr(S0, Csr.SCAUSE).csrr(S1, Csr.STVAL).csrr(A2, Csr.SSTATUS).pass();
        Rig rig = Rig.withFirmware(1, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(Cause.LOAD_ACCESS_FAULT.value(), rig.x(S0));
        assertEquals(0x10, rig.x(S1));
        assertEquals(0x20, rig.x(A2) & 0x122, "SPP is user, SPIE was SIE, SIE is off");
    }

    @Test
    void rv32GivesTimesInTwoRegisters() {
        for (String isa : List.of("rv32ima", "rv32ima_sstc")) {
            Code code = Code.at(KERNEL, Isa.parse(isa));
            call(code, SbiCall.SET_TIMER, -1, 0, 0).csrr(S0, Csr.SIP);
            call(code, SbiCall.SET_TIMER, 0, 1, 0).csrr(S1, Csr.SIP);
            call(code, SbiCall.SET_TIMER, 1, 0, 0).op(ADDI, 0, 0, 0).csrr(A3, Csr.SIP).op(JAL, 0, 0);
            Rig rig = Rig.withFirmware(isa, code);
            rig.machine.run(10_000);
            assertEquals(0, rig.x(S0) & Cause.SUPERVISOR_TIMER_INTERRUPT.bit(), isa);
            assertEquals(0, rig.x(S1) & Cause.SUPERVISOR_TIMER_INTERRUPT.bit(), isa);
            assertEquals(Cause.SUPERVISOR_TIMER_INTERRUPT.bit(), rig.x(A3) & Cause.SUPERVISOR_TIMER_INTERRUPT.bit(), isa);
        }
    }

    @Test
    void rv32GivesAddressesWithoutCopiesOfTheirSign() {
        Code code = Code.at(KERNEL, Isa.parse("rv32ima"));
        code.li(T0, 0x4f4b).li(T1, KERNEL + 0x800).op(SH, T0, 0, T1).op(ADDI, A3, A1, 0);
        call(code, SbiCall.CONSOLE_WRITE, 2, KERNEL + 0x800, 0).op(ADDI, S0, A1, 0);
        call(code, SbiCall.SYSTEM_RESET, 0, 0, 0);
        Rig rig = Rig.withFirmware("rv32ima", code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals("KO", rig.printed.toString());
        assertEquals(2, rig.x(S0));
        assertEquals((int) rig.platform().deviceTreeAddress(), rig.x(A3), "the device tree");
    }
}
