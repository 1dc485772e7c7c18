// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

/**
 * A place in a source where a target is named.
 *
 * @param offset      first character of the name
 * @param length      number of characters of the name
 * @param declaration whether this is where the name gets its meaning
 */
public record Occurrence(int offset, int length, boolean declaration) {

    /** Tells whether a caret at {@code offset} touches the name. */
    boolean touches(int caret) {
        return offset <= caret && caret <= offset + length;
    }
}
