// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.kernel.Alu;
import org.trapline.isa.kernel.Amo;
import org.trapline.isa.kernel.Bits;
import org.trapline.isa.kernel.Branch;
import org.trapline.isa.kernel.Fp32;
import org.trapline.isa.kernel.Fp64;
import org.trapline.isa.kernel.FpConvert;
import org.trapline.isa.kernel.MulDiv;
import org.trapline.isa.kernel.Rv32;
import org.trapline.machine.kernel.CacheBlocks;
import org.trapline.machine.kernel.Control;
import org.trapline.machine.kernel.GuestMemory;
import org.trapline.machine.kernel.Memory;
import org.trapline.machine.kernel.Reservation;
import org.trapline.machine.kernel.Zicsr;

class OpTest {
    private static final List<Class<?>> KERNELS =
        List.of(Alu.class, MulDiv.class, Bits.class, Fp32.class, Fp64.class, FpConvert.class, Branch.class, Amo.class, Memory.class,
            Reservation.class, Zicsr.class, Control.class, GuestMemory.class, CacheBlocks.class);

    /** Rows that the engine executes: those whose extensions are implemented, without those that stand for others. */
    private static List<Instruction> executed(int xlen) {
        return Instruction.rows().stream().filter(row -> row.xlen().includes(xlen) && row.bytes() == 4
            && row.extensions().stream().allMatch(Extension::isImplemented)).toList();
    }

    private static Map<String, Integer> opcodes() throws IllegalAccessException {
        Map<String, Integer> opcodes = new HashMap<>();
        for (Field field : Op.class.getDeclaredFields()) {
            if (field.getType() == int.class && !field.getName().startsWith("FIRST_") && !field.getName().equals("SINK") && !field.getName().equals("FLOATS")) {
                opcodes.put(field.getName(), field.getInt(null));
            }
        }
        return opcodes;
    }

    @Test
    void everyExecutedRowHasAnOpcode() {
        for (Instruction row : executed(64)) {
            assertNotEquals(Op.ILLEGAL, Op.of(row), row.mnemonic());
        }
        for (Instruction row : executed(32)) {
            assertNotEquals(Op.ILLEGAL, Op.ofRv32(row), row.mnemonic() + " of RV32");
        }
    }

    @Test
    void opcodesAreDenseAndNoTwoAreTheSame() throws IllegalAccessException {
        Set<Integer> values = new HashSet<>(opcodes().values());
        assertEquals(opcodes().size(), values.size());
        for (int opcode = 0; opcode < values.size(); opcode++) {
            assertTrue(values.contains(opcode), "opcode " + opcode + " is missing");
        }
        assertTrue(values.size() <= 256, "an opcode has eight bits");
    }

    @Test
    void everyExecutedRowHasAKernelOfItsName() {
        Set<String> kernels = new HashSet<>();
        for (Class<?> holder : KERNELS) {
            Stream.of(holder.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName).forEach(kernels::add);
        }
        // A jump's meaning is where the block goes on, which is the engine's; it computes nothing.
        kernels.addAll(List.of("jal", "jalr"));
        for (Instruction row : executed(64)) {
            assertTrue(kernels.contains(row.kernel()), row.mnemonic() + " has no kernel");
        }
    }

    @Test
    void everyOpcodeOfRv32AloneHasAKernelOfItsName() throws IllegalAccessException {
        Set<String> kernels = new HashSet<>();
        Stream.of(Rv32.class.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers())).map(Method::getName).forEach(kernels::add);
        Set<String> own = new HashSet<>();
        opcodes().keySet().stream().filter(name -> name.endsWith("_RV32")).map(name -> name.replace("_RV32", "").toLowerCase()).forEach(own::add);
        assertEquals(own, kernels);
    }

    @Test
    void packedFieldsComeBack() {
        long op = Op.pack(Op.ADD, 31, 30, 29, Integer.MIN_VALUE);
        assertEquals(Op.ADD, Op.opcode(op));
        assertEquals(31, Op.rd(op));
        assertEquals(30, Op.rs1(op));
        assertEquals(29, Op.rs2(op));
        assertEquals(Integer.MIN_VALUE, Op.imm(op));
    }

    @Test
    void writesToX0GoToTheSink() {
        assertEquals(Op.SINK, Op.rd(Op.pack(Op.ADD, 0, 1, 2, 0)));
    }
}
