// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

import org.trapline.asm.Location;

/**
 * A place in a section that depends on addresses.
 *
 * @param offset   the place, from the section's start
 * @param type     what to put there
 * @param symbol   index of the symbol in the object, or {@link #NO_SYMBOL}
 * @param addend   number to add to the symbol's value
 * @param location the place of the expression in the source, or null if it is not known
 */
public record Relocation(long offset, RelocationType type, int symbol, long addend, Location location) {
    /** The symbol index of a relocation without symbol: its value is the addend alone. */
    public static final int NO_SYMBOL = -1;
}
