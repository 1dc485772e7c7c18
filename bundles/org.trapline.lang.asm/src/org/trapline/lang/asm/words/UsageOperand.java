// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.words;

import org.trapline.isa.Operand;
import org.trapline.lang.asm.text.Clause.Slot;

/**
 * An operand in one way to use a mnemonic.
 *
 * @param name    what it is called there, such as {@code rs1}
 * @param operand the operand of an instruction that it ends up in, or null for the address of a symbol
 * @param slot    where it is written
 * @param start   first character of the name in the usage's text
 */
public record UsageOperand(String name, Operand operand, Slot slot, int start) {

    /** Tells whether a symbol or label is expected. */
    public boolean isAddress() {
        return operand == null || operand.kind() == Operand.Kind.OFFSET;
    }

    /** Tells whether an operand of some kind is expected. */
    public boolean is(Operand.Kind kind) {
        return operand != null && operand.kind() == kind;
    }

    /** Tells whether a register is expected. */
    public boolean isRegister() {
        return is(Operand.Kind.REGISTER) || is(Operand.Kind.FREGISTER);
    }

    /** Returns in a few words what the operand is for. */
    public String meaning() {
        return operand == null ? "a symbol, or an address" : operand.meaning();
    }
}
