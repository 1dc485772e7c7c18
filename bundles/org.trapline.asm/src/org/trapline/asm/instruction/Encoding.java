// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.Modifier;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.isa.OperandException;

/**
 * An instruction with its operands.
 *
 * @param row       the instruction
 * @param arguments the operands, in the order of its format, the ordering suffix as a number at its place
 */
record Encoding(Instruction row, List<Argument> arguments) {

    /** Makes an instruction whose operands are all numbers. */
    static Encoding of(Instruction row, Statement statement, long... values) {
        List<Argument> arguments = new ArrayList<>();
        for (long value : values) {
            arguments.add(Argument.number(value, statement.location()));
        }
        return new Encoding(row, arguments);
    }

    /** Appends the instruction to the current section. */
    void emit(Unit unit, Statement statement) {
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
        if (open == null) {
            unit.section().append(word, row.bytes());
        } else {
            emit(unit, statement, word, open, openOperand);
        }
    }

    private int encode(Statement statement, long[] values) {
        try {
            return row.encode(values);
        } catch (OperandException impossible) {
            throw new SyntaxException(statement.location(), impossible.getMessage());
        }
    }

    private void emit(Unit unit, Statement statement, int word, Argument open, Operand operand) {
        if (open.modifier() == null && row.format() == Format.B) {
            unit.section().appendBranch(word, open.expression(), statement, open.location());
            return;
        }
        if (open.expression() instanceof Constant(long number) && (open.modifier() == Modifier.HI || open.modifier() == Modifier.LO)) {
            long part = open.modifier() == Modifier.HI ? RelocationType.upper(number) : RelocationType.lower(number);
            unit.section().append(word | operand.insert(part), row.bytes());
            return;
        }
        RelocationType type = open.modifier() == null ? RelocationType.JAL : open.modifier().relocation(operand);
        boolean relax = open.modifier() != null && unit.code().relax();
        unit.section().appendInstruction(word, type, open.expression(), relax, statement, open.location());
    }
}
