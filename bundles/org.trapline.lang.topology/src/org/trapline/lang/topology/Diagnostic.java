// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology;

import java.nio.file.Path;

/**
 * Something a configuration's author should know.
 * @param file the configuration
 * @param line from 1; 0 if it concerns the file as a whole
 * @param column from 1; 0 if it concerns the file as a whole
 * @param length in characters
 * @param severity whether the configuration can be used all the same
 * @param code which rule it is, the name of a {@link org.trapline.lang.topology.validation.Rule} or a code of Xtext's own
 * @param message for people
 */
public record Diagnostic(Path file, int line, int column, int length, Severity severity, String code, String message) {

    /** Whether a configuration can be used all the same. */
    public enum Severity {
        /** It cannot. */
        ERROR,
        /** It can, but is probably not what was meant. */
        WARNING,
        /** It can. */
        INFO
    }

    /** The form compilers use: {@code file:line:column: error: message}. */
    @Override
    public String toString() {
        String where = line == 0 ? file.toString() : file + ":" + line + ":" + column;
        return where + ": " + severity.name().toLowerCase(java.util.Locale.ROOT) + ": " + message;
    }
}
