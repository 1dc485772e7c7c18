// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.text;

import org.trapline.asm.Location;

/**
 * One use of a macro or repeat block.
 *
 * @param name   the macro's name, or the directive such as {@code .rept}
 * @param call   the statement that caused the expansion
 * @param number how many macro expansions came before it in this program: the value of {@code \@}
 */
public record Expansion(String name, Statement call, int number) {

    /** Returns where the expansion was asked for. */
    public Location location() {
        return call.location();
    }

    /** Returns how many expansions this one stands in, itself included. */
    public int depth() {
        int depth = 0;
        for (Expansion e = this; e != null; e = e.call.expansion()) {
            depth++;
        }
        return depth;
    }
}
