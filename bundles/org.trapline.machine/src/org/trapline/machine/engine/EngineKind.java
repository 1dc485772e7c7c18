// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.Locale;

/** The engines to choose from. What a machine does is the same on each. */
public enum EngineKind {
    /** Compiles what takes the time, in the background. */
    JIT,
    /** Only interprets. */
    INTERPRETER,
    /** Compiles at once whatever is executed twice, which is slow: for tests of what is compiled. */
    EAGER;

    /** Returns what makes such engines. */
    public Engines engines() {
        return switch (this) {
            case JIT -> Engines.jit();
            case INTERPRETER -> Engines.INTERPRETER;
            case EAGER -> Engines.eager();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
