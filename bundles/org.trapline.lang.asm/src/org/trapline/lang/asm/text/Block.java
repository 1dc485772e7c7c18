// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.trapline.asm.Directive;
import org.trapline.asm.Directive.Group;
import org.trapline.lang.asm.syntax.Iteration;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.Parameter;

/**
 * A stretch of source between a directive that opens and one that closes.
 *
 * @param kind   what sort of block
 * @param opener the opening statement
 * @param closer the closing statement, or null if the source ends first
 */
public record Block(Kind kind, Clause opener, Clause closer) {

    /** The sorts of blocks. */
    public enum Kind {
        MACRO(Directive.ENDM),
        REPETITION(Directive.ENDR),
        CONDITION(Directive.ENDIF);

        private final Directive closer;

        Kind(Directive closer) {
            this.closer = closer;
        }

        /** Returns the directive that closes the block. */
        public Directive closer() {
            return closer;
        }

        private static Kind openedBy(Directive directive) {
            return switch (directive) {
                case MACRO -> MACRO;
                case REPT, IRP, IRPC -> REPETITION;
                case ELSE, ELSEIF, ENDIF -> null;
                default -> directive.group() == Group.CONDITIONS ? CONDITION : null;
            };
        }
    }

    /** Returns the offset behind the block. */
    public int end() {
        return closer == null ? Integer.MAX_VALUE : closer.end();
    }

    /** Tells whether a place is between the two statements. */
    public boolean contains(int offset) {
        return offset >= opener.end() && (closer == null || offset <= closer.offset());
    }

    /** Returns the parameters that stand for something else in each copy of the block. */
    public List<Parameter> parameters() {
        return switch (opener.statement()) {
            case MacroDefinition macro -> macro.getParameters();
            case Iteration iteration -> iteration.getParameters();
            default -> List.of();
        };
    }

    /** Returns the blocks among the statements, by the place where they open. A block that is closed by another's end ends with it. */
    static List<Block> in(List<Clause> clauses) {
        List<Block> result = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        for (Clause clause : clauses) {
            Directive directive = clause.directive();
            Kind kind = directive == null ? null : Kind.openedBy(directive);
            if (kind != null) {
                open.push(result.size());
                result.add(new Block(kind, clause, null));
            } else if (directive != null) {
                close(clause, directive, open, result);
            }
        }
        return result;
    }

    private static void close(Clause clause, Directive directive, Deque<Integer> open, List<Block> blocks) {
        boolean closes = open.stream().anyMatch(index -> blocks.get(index).kind.closer == directive);
        while (closes && !open.isEmpty()) {
            int index = open.pop();
            Block block = blocks.get(index);
            closes = block.kind.closer != directive;
            blocks.set(index, new Block(block.kind, block.opener, clause));
        }
    }
}
