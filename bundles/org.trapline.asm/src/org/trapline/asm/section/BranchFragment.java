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

/**
 * A branch or jump whose length depends on how far its target is. A compressed one may need its full form; a branch whose target is out of
 * reach becomes the opposite branch over a jump.
 */
final class BranchFragment extends Fragment {
    // Bit 12 tells a condition from its opposite: beq and bne, blt and bge, bltu and bgeu.
    private static final int OPPOSITE = 1 << 12;
    private static final int SHORT_OPPOSITE = Instruction.C_BEQZ.match() ^ Instruction.C_BNEZ.match();
    private static final int COMPRESSED = 2;
    private static final int PLAIN = 4;
    private static final int COMPRESSED_OVER_JUMP = 6;
    private static final int PLAIN_OVER_JUMP = 8;
    private static final int MOST_SHRINKING_ROUNDS = 100;

    private final Object section;
    private final int word;
    private final int shortWord;
    private final boolean isJump;
    private final Expression target;
    private final Statement statement;
    private final Location location;
    private int size;
    private int updates;

    /**
     * @param word      the instruction with an offset of zero
     * @param shortWord its compressed form with an offset of zero, or -1
     * @param isJump    whether it has no condition
     */
    BranchFragment(Object section, int word, int shortWord, boolean isJump, Expression target, Statement statement, Location location) {
        this.section = section;
        this.word = word;
        this.shortWord = shortWord;
        this.isJump = isJump;
        this.target = target;
        this.statement = statement;
        this.location = location;
        this.size = shortWord != -1 ? COMPRESSED : PLAIN;
    }

    @Override
    long size() {
        return size;
    }

    @Override
    boolean update(Evaluator evaluator) {
        int old = size;
        int wanted = sizeFor(evaluator.reduce(target));
        // At last it no longer shrinks, so that layout comes to an end.
        size = ++updates > MOST_SHRINKING_ROUNDS ? Math.max(size, wanted) : wanted;
        return size != old;
    }

    private int sizeFor(Value value) {
        SourceSymbol symbol = value.plus();
        boolean isHere = value.isAddress() && symbol.label() != null && symbol.declaredBinding() != Binding.WEAK
            && symbol.label().section() == section;
        if (!isHere) {
            return isJump ? PLAIN : PLAIN_OVER_JUMP;
        }
        Point label = symbol.label();
        long distance = label.offset() + value.constant() - start();
        if (shortWord != -1 && reaches(isJump ? Operand.C_JUMP_OFFSET : Operand.C_BRANCH_OFFSET, distance)) {
            return COMPRESSED;
        }
        if (isJump || reaches(Operand.BRANCH_OFFSET, distance)) {
            return PLAIN;
        }
        return shortWord != -1 ? COMPRESSED_OVER_JUMP : PLAIN_OVER_JUMP;
    }

    /** Odd distances are reported when linking. */
    private static boolean reaches(Operand operand, long distance) {
        return distance >= operand.min() && distance <= operand.max() + 1;
    }

    @Override
    void write(SectionWriter writer) {
        switch (size) {
            case COMPRESSED -> {
                writer.put(start(), shortWord, 2);
                fix(writer, start(), isJump ? RelocationType.RVC_JUMP : RelocationType.RVC_BRANCH);
            }
            case PLAIN -> {
                writer.put(start(), word, 4);
                fix(writer, start(), isJump ? RelocationType.JAL : RelocationType.BRANCH);
            }
            case COMPRESSED_OVER_JUMP -> {
                writer.put(start(), shortWord ^ SHORT_OPPOSITE | Operand.C_BRANCH_OFFSET.insert(size), 2);
                jump(writer, start() + 2);
            }
            default -> {
                writer.put(start(), word ^ OPPOSITE | Operand.BRANCH_OFFSET.insert(size), 4);
                jump(writer, start() + 4);
            }
        }
    }

    private void jump(SectionWriter writer, long offset) {
        writer.put(offset, Instruction.JAL.match(), 4);
        fix(writer, offset, RelocationType.JAL);
    }

    private void fix(SectionWriter writer, long offset, RelocationType type) {
        writer.fix(offset, new Fixup(0, 0, type, target, false, statement, location));
    }

    Statement statement() {
        return statement;
    }
}
