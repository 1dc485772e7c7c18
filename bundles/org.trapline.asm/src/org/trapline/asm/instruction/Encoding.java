// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.Modifier;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.section.SectionBuilder;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;
import org.trapline.isa.Extension;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.isa.OperandException;

/**
 * An instruction with its operands.
 *
 * @param row          the instruction
 * @param arguments    the operands, in the order of its format, the ordering suffix as a number at its place
 * @param compressible whether a compressed form may stand for it
 */
record Encoding(Instruction row, List<Argument> arguments, boolean compressible) {

    /** Makes an instruction whose operands are all numbers. */
    static Encoding of(Instruction row, Statement statement, long... values) {
        List<Argument> arguments = new ArrayList<>();
        for (long value : values) {
            arguments.add(Argument.number(value, statement.location()));
        }
        return new Encoding(row, arguments, true);
    }

    /** Appends the instruction to the current section. */
    void emit(Unit unit, Statement statement, Compressor compressor) {
        List<Operand> operands = row.format().operands();
        long[] values = new long[arguments.size()];
        Argument open = null;
        Operand openOperand = null;
        for (int i = 0; i < values.length; i++) {
            Argument argument = arguments.get(i);
            values[i] = argument.value();
            if (argument.expression() != null) {
                open = argument;
                openOperand = operands.get(i);
            }
        }
        int word = encode(statement, values);
        boolean compress = compressible && unit.code().isa().has(Extension.C);
        int shortWord = compress ? compressor.compress(unit.code().isa(), row, values) : -1;
        if (open == null) {
            append(unit.section(), word, shortWord);
        } else if (open.modifier() == null) {
            emitJump(unit, statement, word, shortWord, open, openOperand);
        } else {
            emitPart(unit, statement, word, open, openOperand);
        }
    }

    private int encode(Statement statement, long[] values) {
        try {
            return row.encode(values);
        } catch (OperandException impossible) {
            throw new SyntaxException(statement.location(), impossible.getMessage());
        }
    }

    private void append(SectionBuilder section, int word, int shortWord) {
        section.append(shortWord != -1 ? shortWord : word, shortWord != -1 ? 2 : row.bytes());
    }

    private void emitJump(Unit unit, Statement statement, int word, int shortWord, Argument open, Operand operand) {
        boolean isBranch = row.format() == Format.B;
        if (isBranch || shortWord != -1) {
            unit.section().appendJump(word, shortWord, !isBranch, open.expression(), statement, open.location());
            return;
        }
        RelocationType type = switch (operand) {
            case C_JUMP_OFFSET -> RelocationType.RVC_JUMP;
            case C_BRANCH_OFFSET -> RelocationType.RVC_BRANCH;
            default -> RelocationType.JAL;
        };
        unit.section().appendInstruction(word, row.bytes(), type, open.expression(), false, statement, open.location());
    }

    private void emitPart(Unit unit, Statement statement, int word, Argument open, Operand operand) {
        if (open.expression() instanceof Constant(long number) && (open.modifier() == Modifier.HI || open.modifier() == Modifier.LO)) {
            long part = open.modifier() == Modifier.HI ? RelocationType.upper(number) : RelocationType.lower(number);
            unit.section().append(word | operand.insert(part), row.bytes());
            return;
        }
        RelocationType type = open.modifier().relocation(operand);
        unit.section().appendInstruction(word, row.bytes(), type, open.expression(), unit.code().relax(), statement, open.location());
    }
}
