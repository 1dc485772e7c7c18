// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.hover;

import java.util.List;
import java.util.stream.Collectors;

import org.trapline.asm.Directive;
import org.trapline.asm.Modifier;
import org.trapline.asm.Pseudo;
import org.trapline.isa.Help;
import org.trapline.lang.asm.words.Usage;
import org.trapline.lang.asm.words.UsageOperand;
import org.trapline.lang.asm.words.Vocabulary;

/** Pages about mnemonics and directives in general. */
public final class MnemonicPage {

    private MnemonicPage() {
    }

    /** Returns the page of an instruction or of a form of a pseudo-instruction, and the other ways to use its mnemonic. */
    public static String of(Usage usage) {
        String page = usage.instruction() != null ? Help.of(usage.instruction()) : of(usage, usage.pseudo());
        List<Usage> others = Vocabulary.usages(usage.mnemonic()).stream().filter(other -> other != usage).toList();
        return others.isEmpty() ? page
            : page + "\nAlso " + others.stream().map(other -> "`" + other.text() + '`').collect(Collectors.joining(", ")) + '\n';
    }

    private static String of(Usage usage, Pseudo form) {
        StringBuilder page = new StringBuilder("**`" + usage.text() + "`** · pseudo-instruction\n\n`" + usage.meaning() + "`\n\n");
        if (form.isLoadImmediate()) {
            page.append("becomes as many of `lui`, `addi`, `addiw` and `slli` as the number needs\n\n");
        } else {
            page.append("```\n").append(String.join("\n", form.expansion())).append("\n```\n");
        }
        for (UsageOperand operand : usage.operands()) {
            page.append("- `").append(operand.name()).append("`: ").append(operand.meaning()).append('\n');
        }
        return page.toString();
    }

    /** Returns the page of a directive. */
    public static String of(Directive directive, String name) {
        String others = directive.names().stream().filter(other -> !other.equals(name)).map(other -> "`" + other + '`').collect(Collectors.joining(", "));
        String operands = directive.operands().isEmpty() ? "" : ' ' + directive.operands();
        return "**`" + name + operands + "`** · directive\n\n" + directive.meaning() + '\n' + (others.isEmpty() ? "" : "\nAlso " + others + '\n');
    }

    /** Returns the page of a modifier such as {@code %hi}. */
    public static String of(Modifier modifier) {
        return "**`" + modifier.text() + "(symbol)`** · modifier\n\n" + modifier.meaning() + '\n';
    }
}
