// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.highlight;

import java.util.List;

import org.eclipse.swt.SWT;

/** How tokens look: the kinds of token in the protocol that share a colour, and the font style. The colours are the theme's. */
enum TokenStyle {
    COMMENT("comment", SWT.ITALIC, "comment"),
    KEYWORD("keyword", SWT.BOLD, "keyword", "modifier"),
    OPERATION("operation", SWT.BOLD, "function", "method"),
    DIRECTIVE("directive", SWT.NORMAL, "macro", "decorator"),
    STRING("string", SWT.NORMAL, "string", "regexp"),
    NUMBER("number", SWT.NORMAL, "number"),
    REGISTER("register", SWT.NORMAL, "variable", "parameter"),
    SYMBOL("symbol", SWT.NORMAL, "namespace", "event", "label"),
    TYPE("type", SWT.NORMAL, "type", "class", "struct", "interface", "typeParameter", "enum"),
    CONSTANT("constant", SWT.NORMAL, "property", "enumMember"),
    OPERATOR("operator", SWT.NORMAL, "operator");

    private static final String PREFIX = "org.trapline.ui.lsp.color.";

    private final String color;
    private final int fontStyle;
    private final List<String> tokenTypes;

    TokenStyle(final String color, final int fontStyle, final String... tokenTypes) {
        this.color = PREFIX + color;
        this.fontStyle = fontStyle;
        this.tokenTypes = List.of(tokenTypes);
    }

    /** Returns the style for a type of token in the protocol, or null for plain text. */
    static TokenStyle of(final String tokenType) {
        for (final TokenStyle style : values()) {
            if (style.tokenTypes.contains(tokenType)) {
                return style;
            }
        }
        return null;
    }

    static boolean isColor(final String id) {
        return id.startsWith(PREFIX);
    }

    /** Returns the id of the theme's colour. */
    String color() {
        return color;
    }

    int fontStyle() {
        return fontStyle;
    }
}
