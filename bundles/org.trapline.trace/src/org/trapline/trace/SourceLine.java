// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

/**
 * A line of a source file.
 * @param file the path as the assembler was given it
 * @param line counted from 1
 */
public record SourceLine(String file, int line) {

    /** Returns the file's name without its folders, and the line: {@code hello.s:42}. */
    public String shortText() {
        int slash = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
        return file.substring(slash + 1) + ":" + line;
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
