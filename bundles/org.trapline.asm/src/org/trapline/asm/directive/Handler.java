// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import org.trapline.asm.text.Cursor;

/** Carries out a directive. */
@FunctionalInterface
interface Handler {
    /**
     * Carries out the directive.
     * @param operands stands after the directive's name
     */
    void run(Cursor operands);
}
