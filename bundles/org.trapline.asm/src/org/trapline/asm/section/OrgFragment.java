// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import org.trapline.asm.Location;
import org.trapline.asm.expression.Evaluator;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.Value;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;

/** Padding up to a given offset. */
final class OrgFragment extends Fragment {
    private final Object section;
    private final Expression target;
    private final byte fill;
    private final Statement statement;
    private final Location location;
    private long size;

    OrgFragment(Object section, Expression target, byte fill, Statement statement, Location location) {
        this.section = section;
        this.target = target;
        this.fill = fill;
        this.statement = statement;
        this.location = location;
    }

    @Override
    long size() {
        return size;
    }

    @Override
    boolean update(Evaluator evaluator) {
        long old = size;
        // Going backwards is reported once all offsets are final.
        size = Math.max(0, offset(evaluator) - start());
        return size != old;
    }

    private long offset(Evaluator evaluator) {
        Value value = evaluator.reduce(target);
        if (value.isConstant()) {
            return value.constant();
        }
        if (value.isAddress() && value.plus().label() != null && value.plus().label().section() == section) {
            return value.plus().label().offset() + value.constant();
        }
        throw new SyntaxException(location, ".org needs a number or a place in the current section");
    }

    @Override
    void write(SectionWriter writer) {
        if (offset(writer.evaluator()) < start()) {
            writer.error(statement, location, ".org would move the location counter backwards, from 0x" + Long.toHexString(start())
                + " to 0x" + Long.toHexString(offset(writer.evaluator())));
        }
        if (fill != 0) {
            AlignFragment.writePattern(writer, start(), size, new byte[] {fill});
        }
    }

    Statement statement() {
        return statement;
    }
}
