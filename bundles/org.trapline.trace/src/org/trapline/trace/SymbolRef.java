// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

/**
 * A place relative to a symbol.
 * @param offset bytes from the symbol's address, not negative
 */
public record SymbolRef(String name, long offset) {

    /** Returns {@code name}, or {@code name+0x14}. */
    @Override
    public String toString() {
        return offset == 0 ? name : name + "+0x" + Long.toHexString(offset);
    }
}
