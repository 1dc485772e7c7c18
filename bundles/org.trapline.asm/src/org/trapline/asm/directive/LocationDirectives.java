// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.util.Map;

import org.trapline.asm.Directive;
import org.trapline.asm.Location;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.section.SectionBuilder;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.unit.Unit;

/** Directives that move the location counter. */
final class LocationDirectives {
    private static final int LARGEST_EXPONENT = 28;

    private final Unit unit;

    LocationDirectives(Unit unit) {
        this.unit = unit;
    }

    void register(Map<Directive, Handler> handlers) {
        handlers.put(Directive.ALIGN, operands -> align(operands, true, 1));
        handlers.put(Directive.P2ALIGNW, operands -> align(operands, true, 2));
        handlers.put(Directive.P2ALIGNL, operands -> align(operands, true, 4));
        handlers.put(Directive.BALIGN, operands -> align(operands, false, 1));
        handlers.put(Directive.BALIGNW, operands -> align(operands, false, 2));
        handlers.put(Directive.BALIGNL, operands -> align(operands, false, 4));
        handlers.put(Directive.ORG, this::org);
    }

    private void align(Cursor operands, boolean isExponent, int fillSize) {
        long alignment = alignment(operands, isExponent);
        Long fill = null;
        long most = 0;
        if (operands.acceptComma()) {
            if (!operands.atEnd() && operands.peek() != ',') {
                fill = unit.number(operands);
            }
            if (operands.acceptComma()) {
                most = unit.number(operands, 0, Long.MAX_VALUE, "the most bytes to skip");
            }
        }
        operands.expectEnd();
        if (fill != null && fill != 0) {
            unit.requireContents(operands);
        }
        SectionBuilder section = unit.section();
        if (section.isCode() && fill == null) {
            alignCode(operands, alignment, most);
        } else if (alignment > 1) {
            section.align(alignment, pattern(fill == null ? 0 : fill, fillSize), most);
        }
    }

    private long alignment(Cursor operands, boolean isExponent) {
        int start = operands.skipBlanks().position();
        long value = operands.atEnd() ? 0 : unit.number(operands);
        if (isExponent) {
            if (value < 0 || value > LARGEST_EXPONENT) {
                throw operands.errorSince(start, "the alignment 2 to the power of " + value + " is not possible", "an exponent in 0.." + LARGEST_EXPONENT);
            }
            return 1L << value;
        }
        if (value < 0 || Long.bitCount(value) > 1 || value > 1L << LARGEST_EXPONENT) {
            throw operands.errorSince(start, "the alignment " + value + " is not a power of two", "1, 2, 4, 8, ...");
        }
        return Math.max(1, value);
    }

    private void alignCode(Cursor operands, long alignment, long most) {
        SectionBuilder section = unit.section();
        int instruction = unit.code().instructionAlignment();
        if (alignment <= instruction) {
            // As GNU as, which trusts that code is aligned to instructions.
            section.requireAlignment(alignment);
            warnIfMisaligned(operands, alignment);
        } else if (unit.code().relax()) {
            section.alignCodeWhenLinking(alignment, instruction, operands.statement());
        } else {
            section.alignCode(alignment, most);
        }
    }

    private void warnIfMisaligned(Cursor operands, long alignment) {
        if (unit.section().isMisaligned(alignment)) {
            unit.diagnostics().warning(operands.statement(), operands.statement().location(),
                "in a section of instructions this does not align to " + alignment + ", though data before it has another length;"
                    + " write .balign " + alignment + ", 0 or keep data in .data or .rodata");
        }
    }

    private static byte[] pattern(long fill, int size) {
        byte[] pattern = new byte[size];
        for (int i = 0; i < size; i++) {
            pattern[i] = (byte) (fill >> 8 * i);
        }
        return pattern;
    }

    private void org(Cursor operands) {
        int start = operands.skipBlanks().position();
        Expression target = unit.expression(operands);
        Location place = operands.placeSince(start);
        long fill = operands.acceptComma() ? unit.number(operands) : 0;
        operands.expectEnd();
        if (fill != 0) {
            unit.requireContents(operands);
        }
        moveTo(operands, target, (byte) fill, place);
    }

    /** Moves the location counter forward, as {@code .org} and an assignment to {@code .} do. */
    void moveTo(Cursor operands, Expression target, byte fill, Location place) {
        if (target instanceof Constant(long offset) && (offset < 0 || offset > SectionBuilder.LARGEST)) {
            throw operands.errorSince(0, "the offset " + offset + " is not possible", "an offset in 0.." + SectionBuilder.LARGEST);
        }
        unit.section().appendOrg(target, fill, operands.statement(), place);
    }
}
