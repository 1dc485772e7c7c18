// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

import org.eclipse.emf.common.util.URI;
import org.trapline.lang.asm.syntax.NumericLabel;
import org.trapline.lang.asm.text.Block;

/** Something that a word of a source can stand for, and that may have several places: a definition and its uses. */
public sealed interface Target {

    /** Returns the name, as written in the definition. */
    String name();

    /**
     * A symbol.
     *
     * @param name its name
     * @param file the source that defines it, or null if none does
     */
    record SymbolTarget(String name, URI file) implements Target {
    }

    /**
     * A macro.
     *
     * @param name its name, as written where it is defined
     * @param file the source that defines it
     */
    record MacroTarget(String name, URI file) implements Target {
    }

    /** One definition of a numeric label. */
    record NumericTarget(NumericLabel label) implements Target {

        @Override
        public String name() {
            return label.getName();
        }
    }

    /**
     * A parameter of a macro or an iteration.
     *
     * @param name  its name
     * @param block what it is a parameter of
     */
    record ParameterTarget(String name, Block block) implements Target {
    }
}
