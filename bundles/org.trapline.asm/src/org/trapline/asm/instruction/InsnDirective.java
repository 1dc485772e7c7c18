// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trapline.asm.expression.Expression;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.text.Characters;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.unit.Unit;
import org.trapline.isa.Operand;

/** {@code .insn}: an instruction given by the fields of its encoding. */
public final class InsnDirective {
    /** Names of major opcodes. */
    private static final Map<String, Integer> OPCODES = opcodes();
    private static final int OPCODE_LIMIT = 0x7f;
    private static final List<String> FORMATS = List.of("r", "r4", "i", "s", "b", "sb", "u", "j", "uj");

    private final Unit unit;
    private final ArgumentParser arguments;

    /** Makes a directive that emits into a unit. */
    public InsnDirective(Unit unit) {
        this.unit = unit;
        this.arguments = new ArgumentParser(unit);
    }

    /** The map of the unprivileged manual, "RV32/64G Instruction Set Listings"; bits 1..0 are 11. */
    private static Map<String, Integer> opcodes() {
        String[] names = {
            "LOAD", "LOAD_FP", "CUSTOM_0", "MISC_MEM", "OP_IMM", "AUIPC", "OP_IMM_32", null,
            "STORE", "STORE_FP", "CUSTOM_1", "AMO", "OP", "LUI", "OP_32", null,
            "MADD", "MSUB", "NMSUB", "NMADD", "OP_FP", null, "CUSTOM_2", null,
            "BRANCH", "JALR", null, "JAL", "SYSTEM", null, "CUSTOM_3"};
        Map<String, Integer> map = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            if (names[i] != null) {
                map.put(names[i], i << 2 | 3);
            }
        }
        return map;
    }

    /** Carries out the directive; the cursor stands after its name. */
    public void run(Cursor cursor) {
        unit.requireContents(cursor);
        if (Characters.isDigit(cursor.peekSolid())) {
            raw(cursor);
            return;
        }
        int start = cursor.position();
        String format = cursor.name();
        if (!FORMATS.contains(format)) {
            throw cursor.errorSince(start, "unknown instruction format '" + format + "'", "r, r4, i, s, b, u or j");
        }
        int word = field(cursor, "opcode", OPCODE_LIMIT);
        if ((word & 3) != 3) {
            throw cursor.errorSince(start, "the opcode 0x" + Integer.toHexString(word) + " is not that of an instruction of 4 bytes",
                "an opcode whose two lowest bits are 1");
        }
        cursor.expect(',');
        switch (format) {
            case "r", "r4" -> r(cursor, word);
            case "i" -> i(cursor, word);
            case "s" -> s(cursor, word);
            case "b", "sb" -> b(cursor, word);
            case "u" -> u(cursor, word);
            default -> j(cursor, word);
        }
    }

    /** {@code .insn value} or {@code .insn length, value}. */
    private void raw(Cursor cursor) {
        int start = cursor.position();
        long value = unit.number(cursor);
        if (cursor.acceptComma()) {
            if (value != 4) {
                throw cursor.errorSince(start, "instructions of " + value + " bytes are not supported", "4");
            }
            value = unit.number(cursor);
        }
        cursor.expectEnd();
        if ((value & 3) != 3 || value != (value & 0xffff_ffffL)) {
            throw cursor.errorSince(start, "0x" + Long.toHexString(value) + " is no instruction of 4 bytes", "a number of 32 bits whose two lowest bits are 1");
        }
        unit.section().append(value, 4);
    }

    private int field(Cursor cursor, String what, int largest) {
        cursor.skipBlanks();
        if (largest == OPCODE_LIMIT && OPCODES.containsKey(cursor.peekName())) {
            return OPCODES.get(cursor.name());
        }
        return (int) unit.number(cursor, 0, largest, what);
    }

    private int register(Cursor cursor, Operand operand) {
        return operand.insert(arguments.parse(cursor, operand, operand.label()).value());
    }

    private int function3(Cursor cursor) {
        int function = field(cursor, "func3", 7) << 12;
        cursor.expect(',');
        return function;
    }

    private void r(Cursor cursor, int opcode) {
        int word = opcode | function3(cursor);
        int start = cursor.skipBlanks().position();
        int function = field(cursor, "func7", 0x7f);
        for (Operand operand : List.of(Operand.RD, Operand.RS1, Operand.RS2)) {
            cursor.expect(',');
            word |= register(cursor, operand);
        }
        if (cursor.acceptComma()) {
            // With a third source register, only two bits of the function are left, below it.
            if (function > 3) {
                throw cursor.errorSince(start, "func2 " + function + " is not in 0..3", "");
            }
            word |= (int) arguments.parse(cursor, Operand.RS2, "rs3").value() << 27;
        }
        cursor.expectEnd();
        unit.section().append(word | function << 25, 4);
    }

    private void i(Cursor cursor, int opcode) {
        int word = opcode | function3(cursor) | register(cursor, Operand.RD);
        cursor.expect(',');
        int start = cursor.position();
        boolean secondIsRegister = org.trapline.isa.Registers.number(cursor.peekName()) >= 0;
        Argument offset;
        if (secondIsRegister) {
            word |= register(cursor, Operand.RS1);
            cursor.expect(',');
            offset = arguments.parse(cursor, Operand.IMM12, "imm");
        } else {
            cursor.moveTo(start);
            offset = arguments.parse(cursor, Operand.LOAD_OFFSET, "offset");
            cursor.expect('(');
            word |= register(cursor, Operand.RS1);
            cursor.expect(')');
        }
        emit(cursor, word, offset, Operand.IMM12);
    }

    private void s(Cursor cursor, int opcode) {
        int word = opcode | function3(cursor) | register(cursor, Operand.RS2);
        cursor.expect(',');
        Argument offset = arguments.parse(cursor, Operand.STORE_OFFSET, "offset");
        cursor.expect('(');
        word |= register(cursor, Operand.RS1);
        cursor.expect(')');
        emit(cursor, word, offset, Operand.STORE_OFFSET);
    }

    private void b(Cursor cursor, int opcode) {
        int word = opcode | function3(cursor) | register(cursor, Operand.RS1);
        cursor.expect(',');
        word |= register(cursor, Operand.RS2);
        cursor.expect(',');
        jump(cursor, word, RelocationType.BRANCH);
    }

    private void u(Cursor cursor, int opcode) {
        int word = opcode | register(cursor, Operand.RD);
        cursor.expect(',');
        emit(cursor, word, arguments.parse(cursor, Operand.UPPER20, "imm"), Operand.UPPER20);
    }

    private void j(Cursor cursor, int opcode) {
        int word = opcode | register(cursor, Operand.RD);
        cursor.expect(',');
        jump(cursor, word, RelocationType.JAL);
    }

    private void jump(Cursor cursor, int word, RelocationType type) {
        Argument target = arguments.address(cursor, "a label");
        cursor.expectEnd();
        unit.section().appendInstruction(word, 4, type, target.expression(), false, cursor.statement(), target.location());
    }

    private void emit(Cursor cursor, int word, Argument argument, Operand operand) {
        cursor.expectEnd();
        Expression expression = argument.expression();
        if (expression == null) {
            unit.section().append(word | operand.insert(argument.value()), 4);
        } else {
            boolean relax = unit.code().relax();
            unit.section().appendInstruction(word, 4, argument.modifier().relocation(operand), expression, relax, cursor.statement(), argument.location());
        }
    }
}
