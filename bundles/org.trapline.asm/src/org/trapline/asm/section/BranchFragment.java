// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import org.trapline.asm.Location;
import org.trapline.asm.expression.Evaluator;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.Point;
import org.trapline.asm.expression.SourceSymbol;
import org.trapline.asm.expression.Value;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.object.Symbol.Binding;
import org.trapline.asm.text.Statement;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;

/** A conditional branch. If its target may be out of reach it becomes the opposite branch over a jump. */
final class BranchFragment extends Fragment {
    // Bit 12 tells a condition from its opposite: beq and bne, blt and bge, bltu and bgeu.
    private static final int OPPOSITE = 1 << 12;
    private static final int SHORT = 4;
    private static final int LONG = 8;

    private final Object section;
    private final int word;
    private final Fixup target;
    private int size = SHORT;

    /** @param word the branch with an offset of zero */
    BranchFragment(Object section, int word, Expression target, Statement statement, Location location) {
        this.section = section;
        this.word = word;
        this.target = new Fixup(0, 0, RelocationType.BRANCH, target, false, statement, location);
    }

    @Override
    long size() {
        return size;
    }

    @Override
    boolean update(Evaluator evaluator) {
        if (size == LONG || isNear(evaluator.reduce(target.value()))) {
            return false;
        }
        size = LONG;
        return true;
    }

    private boolean isNear(Value value) {
        SourceSymbol symbol = value.plus();
        if (!value.isAddress() || symbol.label() == null || symbol.declaredBinding() == Binding.WEAK) {
            return false;
        }
        Point label = symbol.label();
        long distance = label.offset() + value.constant() - start();
        return label.section() == section && distance >= Operand.BRANCH_OFFSET.min() && distance <= Operand.BRANCH_OFFSET.max() + 1;
    }

    @Override
    void write(SectionWriter writer) {
        if (size == SHORT) {
            writer.put(start(), word, 4);
            writer.fix(start(), target);
            return;
        }
        writer.put(start(), word ^ OPPOSITE | Operand.BRANCH_OFFSET.insert(LONG), 4);
        writer.put(start() + 4, Instruction.JAL.match(), 4);
        writer.fix(start() + 4,
            new Fixup(0, 0, RelocationType.JAL, target.value(), false, target.statement(), target.location()));
    }

    Statement statement() {
        return target.statement();
    }
}
