// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.unit;

import org.trapline.isa.Extension;
import org.trapline.isa.Isa;

/**
 * What {@code .option} changes.
 *
 * @param isa   the instructions that may be used
 * @param relax whether the linker may shorten code
 */
public record CodeOptions(Isa isa, boolean relax) {

    /** Returns the same options for another instruction set. */
    public CodeOptions withIsa(Isa newIsa) {
        return new CodeOptions(newIsa, relax);
    }

    /** Returns the same options with or without relaxation. */
    public CodeOptions withRelax(boolean newRelax) {
        return new CodeOptions(isa, newRelax);
    }

    /** Returns the number of bytes that instructions are aligned to. */
    public int instructionAlignment() {
        return isa.has(Extension.C) ? 2 : 4;
    }
}
