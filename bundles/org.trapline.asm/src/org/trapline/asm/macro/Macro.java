// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.macro;

import java.util.List;

import org.trapline.asm.Location;
import org.trapline.asm.text.Statement;

/**
 * A macro.
 *
 * @param name       its name as it was defined; calls may use other case
 * @param parameters its parameters
 * @param body       its statements
 * @param definition the place of its name
 */
public record Macro(String name, List<Parameter> parameters, List<Statement> body, Location definition) {

    /** What a parameter demands. */
    public enum Kind {
        /** An argument may be left out. */
        OPTIONAL,
        /** An argument must be given. */
        REQUIRED,
        /** The argument is all that is left of the call. */
        VARIABLE
    }

    /**
     * A parameter.
     *
     * @param name         its name
     * @param kind         what it demands
     * @param defaultValue its value if no argument is given
     */
    public record Parameter(String name, Kind kind, String defaultValue) {
    }

    /** Copies the lists. */
    public Macro {
        parameters = List.copyOf(parameters);
        body = List.copyOf(body);
    }
}
