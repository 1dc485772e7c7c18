// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

/**
 * A place in a section that depends on addresses.
 *
 * @param offset the place, from the section's start
 * @param type   what to put there
 * @param symbol index of the symbol in the object, or {@link #NO_SYMBOL}
 * @param addend number to add to the symbol's value
 */
public record Relocation(long offset, RelocationType type, int symbol, long addend) {
    /** The symbol index of a relocation without symbol: its value is the addend alone. */
    public static final int NO_SYMBOL = -1;
}
