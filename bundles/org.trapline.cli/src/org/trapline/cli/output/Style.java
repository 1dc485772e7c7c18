// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.output;

import java.util.Locale;
import java.util.function.BooleanSupplier;

import org.trapline.cli.Terminal;

/** Colours, or none: which of both is found out when the first text is shown. */
public final class Style {
    private static final String RESET = "\u001b[0m";

    private final BooleanSupplier wanted;
    private Boolean coloured;

    private Style(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

    /** When to use colours. */
    public enum When {
        AUTO, ALWAYS, NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a piece of text looks. */
    public enum Look {
        BOLD("1"), DIM("2"), ERROR("1;31"), WARNING("1;35"), GOOD("32"), BAD("31"), NAME("36");

        private final String code;

        Look(String code) {
            this.code = code;
        }
    }

    /** Returns the style for a terminal. */
    public static Style of(Terminal terminal, When when) {
        return new Style(() -> when == When.ALWAYS || when == When.AUTO && terminal.likesColour());
    }

    /** Returns the text with the codes that make it look so. */
    public String apply(Look look, String text) {
        if (coloured == null) {
            coloured = wanted.getAsBoolean();
        }
        return coloured && !text.isEmpty() ? "\u001b[" + look.code + "m" + text + RESET : text;
    }
}
