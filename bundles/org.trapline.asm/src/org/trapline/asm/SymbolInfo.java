// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.List;

/**
 * A symbol as an editor sees it.
 *
 * @param name       the name
 * @param kind       what it is
 * @param definition where it is defined, or null if it is not in this source
 * @param references where it is used, the directives about it included
 */
public record SymbolInfo(String name, Kind kind, Location definition, List<Location> references) {

    /** What a symbol is. */
    public enum Kind {
        /** An address in a section. */
        LABEL,
        /** A number or expression given by {@code .equ} and its kin. */
        EQUATE,
        /** Memory given by {@code .comm}. */
        COMMON,
        /** A symbol of another file. */
        UNDEFINED
    }

    /** Copies the list. */
    public SymbolInfo {
        references = List.copyOf(references);
    }
}
