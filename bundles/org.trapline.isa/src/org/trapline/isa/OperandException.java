// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

/** Says that an operand's value cannot be encoded; the message names the instruction, the operand and its range. */
public final class OperandException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Operand operand;

    OperandException(Operand operand, String message) {
        super(message);
        this.operand = operand;
    }

    /** Returns the operand at fault, or null if the number of operands is wrong. */
    public Operand operand() {
        return operand;
    }
}
