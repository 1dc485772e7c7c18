// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.highlight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.eclipse.lsp4j.SemanticTokenModifiers;
import org.eclipse.lsp4j.SemanticTokenTypes;

/**
 * What a word is, as far as colours tell. Each style has a token type of its own; a language server whose legend lacks it falls back
 * on the standard type behind it. Those keep privileged instructions apart from all others.
 */
public enum Style {
    INSTRUCTION("instruction", SemanticTokenTypes.Function),
    /** An instruction that user programs may not execute, or one that names such a CSR. */
    PRIVILEGED("privileged", SemanticTokenTypes.Keyword, SemanticTokenModifiers.Modification),
    PSEUDO("pseudo", SemanticTokenTypes.Method),
    DIRECTIVE("directive", SemanticTokenTypes.Decorator),
    REGISTER("register", SemanticTokenTypes.Variable),
    CSR("csr", SemanticTokenTypes.Property),
    LABEL("label", SemanticTokenTypes.Event),
    CONSTANT("constant", SemanticTokenTypes.EnumMember),
    MACRO("macro", SemanticTokenTypes.Macro),
    PARAMETER("parameter", SemanticTokenTypes.Parameter),
    /** The function in {@code %hi(symbol)}. */
    FUNCTION("relocation", SemanticTokenTypes.Operator),
    /** A word that only means something to the operation before it, such as {@code rw} or {@code @progbits}. */
    WORD("word", SemanticTokenTypes.EnumMember),
    NUMBER("number", SemanticTokenTypes.Number),
    STRING("string", SemanticTokenTypes.String),
    COMMENT("comment", SemanticTokenTypes.Comment),
    /** A comment that the workbench acts on. */
    HINT("hint", SemanticTokenTypes.Comment, SemanticTokenModifiers.Documentation);

    private final String type;
    private final String[] ids;

    Style(String type, String... standard) {
        this.type = type;
        List<String> all = new ArrayList<>(List.of(type));
        Arrays.stream(standard).filter(id -> !id.equals(type)).forEach(all::add);
        this.ids = all.toArray(String[]::new);
    }

    /** Returns the token type, for the legend of a language server. */
    public String type() {
        return type;
    }

    /** Returns the token types in order of preference, and the modifiers. */
    String[] ids() {
        return ids.clone();
    }

    /** Returns the same for a place that gives a name its meaning. */
    String[] definitionIds() {
        String[] result = Arrays.copyOf(ids, ids.length + 1);
        result[ids.length] = SemanticTokenModifiers.Definition;
        return result;
    }
}
