// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import org.trapline.asm.Location;
import org.trapline.asm.expression.Evaluator;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.text.Statement;

/** A pattern repeated a number of times. */
final class SpaceFragment extends Fragment {
    private final Expression count;
    private final byte[] pattern;
    private final Statement statement;
    private final Location location;
    private long repetitions;

    SpaceFragment(Expression count, byte[] pattern, Statement statement, Location location) {
        this.count = count;
        this.pattern = pattern;
        this.statement = statement;
        this.location = location;
        this.repetitions = count instanceof Constant(long number) ? number : 0;
    }

    @Override
    long size() {
        return repetitions * pattern.length;
    }

    @Override
    boolean isFixed() {
        return count instanceof Constant;
    }

    @Override
    boolean update(Evaluator evaluator) {
        if (isFixed()) {
            return false;
        }
        long old = repetitions;
        repetitions = Math.max(0, Math.min(evaluator.number(count, location), SectionBuilder.LARGEST));
        return repetitions != old;
    }

    @Override
    void write(SectionWriter writer) {
        if (!isFixed() && writer.evaluator().number(count, location) < 0) {
            writer.error(statement, location, "the size is negative: " + writer.evaluator().number(count, location));
        }
        boolean isZero = true;
        for (byte b : pattern) {
            isZero &= b == 0;
        }
        if (!isZero) {
            AlignFragment.writePattern(writer, start(), size(), pattern);
        }
    }

    Statement statement() {
        return statement;
    }
}
