// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import org.trapline.asm.Location;
import org.trapline.asm.expression.Evaluator;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.object.Leb128;
import org.trapline.asm.text.Statement;

/** A number in base 128, as DWARF has them. */
final class Leb128Fragment extends Fragment {
    private final Expression value;
    private final boolean signed;
    private final Statement statement;
    private final Location location;
    private int size = 1;

    Leb128Fragment(Expression value, boolean signed, Statement statement, Location location) {
        this.value = value;
        this.signed = signed;
        this.statement = statement;
        this.location = location;
    }

    @Override
    long size() {
        return size;
    }

    @Override
    boolean update(Evaluator evaluator) {
        int old = size;
        // Never shrinks, so that layout comes to an end.
        size = Math.max(size, Leb128.encode(evaluator.number(value, location), signed).length);
        return size != old;
    }

    @Override
    void write(SectionWriter writer) {
        byte[] bytes = Leb128.encode(writer.evaluator().number(value, location), signed);
        for (int i = 0; i < size; i++) {
            int last = i < bytes.length ? bytes[i] & 0x7f : signed && bytes[bytes.length - 1] >= 0x40 ? 0x7f : 0;
            writer.put(start() + i, i < size - 1 ? last | 0x80 : last, 1);
        }
    }

    Statement statement() {
        return statement;
    }
}
