// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.outline;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.Directive;
import org.trapline.asm.Directive.Group;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.Tokens;

/**
 * A stretch of source that goes to one section.
 *
 * @param name   the section's name as written, or the directive that goes back to another section
 * @param opener the directive
 * @param end    the offset behind its last statement
 */
record Region(String name, Clause opener, int end) {

    /** Returns the regions of a source, in order. What comes before the first section directive is in none. */
    static List<Region> of(Tokens tokens) {
        List<Region> result = new ArrayList<>();
        Clause opener = null;
        int end = 0;
        for (Clause clause : tokens.clauses()) {
            if (isSwitch(clause)) {
                if (opener != null) {
                    result.add(new Region(name(opener), opener, end));
                }
                opener = clause;
            }
            end = clause.end();
        }
        if (opener != null) {
            result.add(new Region(name(opener), opener, end));
        }
        return result;
    }

    private static boolean isSwitch(Clause clause) {
        Directive directive = clause.directive();
        return directive != null && directive.group() == Group.SECTIONS;
    }

    private static String name(Clause opener) {
        boolean named = opener.directive() == Directive.SECTION || opener.directive() == Directive.PUSHSECTION;
        StringBuilder name = new StringBuilder();
        for (Token token : named ? opener.operand(0) : List.<Token>of()) {
            name.append(token.text());
        }
        return name.isEmpty() ? opener.head().text() : name.toString();
    }
}
