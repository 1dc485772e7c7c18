// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Extension;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.kernel.Rv32;

class KernelsTest {
    private static final Set<Format> WITHOUT_KERNEL = Set.of(Format.J, Format.JALR, Format.AMO, Format.LR);
    private static final Set<Format> ACCESSES = Set.of(Format.LOAD, Format.STORE, Format.FLOAD, Format.FSTORE);
    private static final Set<Format> LEFT_TO_THE_ENGINE =
        Set.of(Format.CSR, Format.CSR_IMM, Format.FENCE, Format.SFENCE, Format.CBO, Format.HLV, Format.HSV, Format.NULLARY);

    private final Kernels kernels = new Kernels();

    private static List<Instruction> compiled() {
        return Instruction.rows().stream().filter(row -> row.xlen().includes(64) && row.bytes() == 4
            && row.extensions().stream().allMatch(Extension::isImplemented) && !LEFT_TO_THE_ENGINE.contains(row.format())).toList();
    }

    @Test
    void everyCompiledRowHasItsKernel() {
        for (Instruction row : compiled()) {
            assertTrue(kernels.of(row) != null || WITHOUT_KERNEL.contains(row.format()) || ACCESSES.contains(row.format()), row.mnemonic());
        }
    }

    @Test
    void whatRv32ComputesInItsOwnWayHasItsOwnKernel() {
        for (Method method : Rv32.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                Instruction row = Instruction.rows().stream().filter(any -> any.kernel().equals(method.getName())).findFirst().orElseThrow();
                assertNotSame(kernels.of(new Step(row, false, 0, 0, 0, 0, 0, 0, Numbers.PLAIN)), kernels.of(new Step(row, true, 0, 0, 0, 0, 0, 0, Numbers.PLAIN)), row.mnemonic());
                assertNotNull(kernels.of(new Step(row, true, 0, 0, 0, 0, 0, 0, Numbers.PLAIN)), row.mnemonic());
            }
        }
    }

    @Test
    void whatIsOneBytecodeIsCopied() {
        for (Instruction row : List.of(Instruction.ADD, Instruction.ADDI, Instruction.ADDW, Instruction.SRLIW, Instruction.BLT, Instruction.BGEU,
                Instruction.SLTU, Instruction.MUL, Instruction.ANDN)) {
            assertTrue(kernels.of(row).isCopied(), row.mnemonic());
        }
    }
}
