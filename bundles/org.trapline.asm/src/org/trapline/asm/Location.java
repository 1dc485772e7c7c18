// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

/**
 * A stretch of a source line.
 *
 * @param file   name of the file
 * @param line   line number from 1
 * @param column column of the first character, from 1
 * @param length number of characters, at least 1
 */
public record Location(String file, int line, int column, int length) {

    /** Returns {@code file:line:column}. */
    @Override
    public String toString() {
        return file + ':' + line + ':' + column;
    }
}
