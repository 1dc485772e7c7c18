// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.Program.A1;
import static org.trapline.vmm.Program.T0;
import static org.trapline.vmm.Program.T1;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.vmm.technique.CpuTechnique;

/** A guest that is to have fewer extensions than its host's harts: which it can be kept from using, by experiment. */
class WithheldExtensionTest {
    private static final Isa HOST = Isa.parse("rv64gc_zba_zbb_zbc_zbs_zicond_zawrs_zicbom_zicboz_svinval_sstc_h");
    private static final long TRAPPED = Platform.RAM_BASE + 0x400;
    private static final int U = 0;
    private static final int S = 1;
    private static final int M = 3;
    private static final int NO_TRAP = -1;

    private static Isa without(final Extension withheld) {
        final Set<Extension> left = EnumSet.copyOf(HOST.extensions());
        left.removeIf(each -> each == withheld || each.requires().contains(withheld));
        left.removeIf(each -> !left.containsAll(each.requires()));
        return new Isa(Long.SIZE, left);
    }

    /** Executes an instruction in a mode; a1 has what it trapped with. */
    private static Program in(final int mode, final Instruction instruction) {
        final Program program = new Program().csrw(Csr.MTVEC, TRAPPED, T0).openMemory().li(A1, NO_TRAP);
        program.li(T0, Mstatus.FS).add(Instruction.CSRRS, 0, Csr.MSTATUS.number(), T0).csrw(Csr.MENVCFG, -1, T0);
        program.add(Instruction.JAL, 0, Platform.RAM_BASE + 0x600 - program.here());
        while (program.here() < TRAPPED) {
            program.add(Instruction.ADDI, 0, 0, 0);
        }
        program.add(Instruction.BGE, A1, 0, 8).csrr(A1, Csr.MCAUSE).powerOff();
        while (program.here() < Platform.RAM_BASE + 0x600) {
            program.add(Instruction.ADDI, 0, 0, 0);
        }
        program.li(10, Platform.RAM_BASE + 0x8000).li(8, Platform.RAM_BASE + 0x8000).enter(mode);
        final int word = instruction.encode(instruction.format().operands().stream().mapToLong(WithheldExtensionTest::operand).toArray());
        return program.word(instruction.bytes() == 2 ? word & 0xffff | 0x0001_0000 : word).add(Instruction.ECALL);
    }

    private static long operand(final Operand operand) {
        return switch (operand.kind()) {
            case REGISTER, FREGISTER -> operand.name().contains("RD") ? 12 : operand.name().contains("RS1") ? 10 : 9;
            case IMMEDIATE, UPPER -> 16;
            case SHAMT, ZIMM -> 5;
            case DISPLACEMENT, ORDERING, ROUNDING -> 0;
            case OFFSET -> 4;
            case CSR -> Csr.CYCLE.number();
            case FENCE_SET -> 0xf;
        };
    }

    private static long bare(final Isa isa, final Program program) {
        final Machine machine = new Machine(MachineConfig.of(isa, Lab.GUEST_MEMORY, c -> { }));
        machine.boot(Platform.RAM_BASE, () -> machine.platform().bus().load(Platform.RAM_BASE, program.bytes()));
        machine.run(10_000);
        return machine.platform().hart(0).x()[A1];
    }

    @ParameterizedTest
    @EnumSource
    void exactlyWhatIsToldShowsThrough(final Way way) {
        final List<String> wrong = new ArrayList<>();
        for (final Extension withheld : HOST.extensions()) {
            final Isa guest = without(withheld);
            if (!guest.has(Extension.ZICSR) || !guest.has(Extension.U) || !guest.has(Extension.S)) {
                continue;
            }
            final Set<Extension> shows = EnumSet.noneOf(Extension.class);
            for (final Instruction instruction : Instruction.rows()) {
                if (HOST.has(instruction) && !guest.has(instruction)) {
                    final Program program = in(U, instruction);
                    final Lab lab = Lab.withIsas(way, HOST, guest, program);
                    lab.run(10_000);
                    if (bare(guest, program) != lab.x(0, A1)) {
                        shows.addAll(instruction.extensions());
                    }
                }
            }
            // What an instruction needs beside, the guest may have.
            shows.removeAll(guest.extensions());
            if (!shows.equals(CpuTechnique.showsThrough(HOST, guest))) {
                wrong.add("without " + withheld + ": " + shows + ", told are " + CpuTechnique.showsThrough(HOST, guest));
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** A kernel's instructions are read before they are executed, so that what its harts are not to know is refused, whether it would trap or not. */
    @ParameterizedTest
    @ValueSource(ints = {S, M})
    void nothingShowsToAKernelThatIsTranslated(final int mode) {
        final List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (final Extension withheld : CpuTechnique.showsThrough(HOST, Isa.parse("rv64i"))) {
            final Isa guest = without(withheld);
            for (final Instruction instruction : Instruction.rows()) {
                if (HOST.has(instruction) && !guest.has(instruction)) {
                    final Program program = in(mode, instruction);
                    final Lab lab = Lab.withIsas(Way.BINARY_TRANSLATION, HOST, guest, program);
                    lab.run(10_000);
                    if (bare(guest, program) != lab.x(0, A1) || lab.x(0, A1) != Cause.ILLEGAL_INSTRUCTION.code()) {
                        wrong.add("without " + withheld + ": " + instruction + " " + lab.x(0, A1));
                    }
                    tried++;
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(tried > 100, tried + " instructions");
    }
}
