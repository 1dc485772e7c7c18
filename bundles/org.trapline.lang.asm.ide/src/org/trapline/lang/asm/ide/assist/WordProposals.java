// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.assist;

import java.util.List;

import org.eclipse.lsp4j.CompletionItemKind;
import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.Directive;
import org.trapline.asm.Modifier;
import org.trapline.isa.Csr;
import org.trapline.isa.Help;
import org.trapline.isa.Isa;
import org.trapline.isa.Registers;
import org.trapline.lang.asm.ide.hover.MnemonicPage;
import org.trapline.lang.asm.words.Usage;
import org.trapline.lang.asm.words.UsageOperand;
import org.trapline.lang.asm.words.Vocabulary;

/** Proposes words of the language itself. */
final class WordProposals {
    private static final Isa ISA = AssemblerOptions.defaults().isa();
    /** Where operands are lined up. */
    private static final int OPERAND_COLUMN = 8;
    private static final List<String> FENCE_SETS = List.of("rw", "r", "w", "iorw", "i", "o", "io", "ir", "ow");

    private WordProposals() {
    }

    /** Proposes what a statement can start with. */
    static void addHeads(Proposals proposals) {
        for (List<Usage> usages : Vocabulary.all()) {
            for (Usage usage : usages) {
                if (usage.isIn(ISA)) {
                    proposals.add(usage.text(), usage.mnemonic(), template(usage), !usage.operands().isEmpty(),
                        usage.pseudo() == null ? CompletionItemKind.Keyword : CompletionItemKind.Method, usage.meaning(), () -> MnemonicPage.of(usage));
                }
            }
        }
        for (Directive directive : Directive.values()) {
            for (String name : directive.names()) {
                String label = directive.operands().isEmpty() ? name : name + ' ' + directive.operands();
                String text = directive.operands().isEmpty() ? name : aligned(name);
                proposals.add(label, name, text, false, CompletionItemKind.Module, directive.meaning(), () -> MnemonicPage.of(directive, name));
            }
        }
        for (Snippet snippet : Snippet.values()) {
            proposals.add(snippet.title(), snippet.title(), snippet.text(), true, CompletionItemKind.Snippet, snippet.purpose(),
                () -> snippet.purpose() + "\n```\n" + Snippet.plain(snippet.text()) + "```\n");
        }
    }

    private static String aligned(String word) {
        return word + " ".repeat(Math.max(1, OPERAND_COLUMN - word.length()));
    }

    /** Returns what to insert for a usage: its operands are to be filled in. */
    static String template(Usage usage) {
        if (usage.operands().isEmpty()) {
            return usage.mnemonic();
        }
        StringBuilder text = new StringBuilder(aligned(usage.mnemonic()));
        int from = usage.mnemonic().length() + 1;
        int number = 1;
        for (UsageOperand operand : usage.operands()) {
            text.append(usage.text(), from, operand.start()).append("${").append(number++).append(':').append(operand.name()).append('}');
            from = operand.start() + operand.name().length();
        }
        return text.append(usage.text().substring(from)).toString();
    }

    /** Proposes the registers, those first that are likely in the place. */
    static void addRegisters(Proposals proposals, boolean isBase) {
        List<String> order = isBase
            ? List.of("sp", "a", "t", "s", "tp", "gp", "ra", "zero")
            : List.of("a", "t", "s", "zero", "ra", "sp", "tp", "gp");
        for (String wanted : order) {
            for (int number = 0; number < 32; number++) {
                String name = Registers.abiName(number);
                if (name.equals(wanted) || wanted.length() == 1 && name.matches(wanted + "\\d+")) {
                    int register = number;
                    proposals.add(name, CompletionItemKind.Variable, Registers.role(number), () -> Help.ofRegister(register));
                }
            }
        }
        for (int number = 0; number < 32; number++) {
            int register = number;
            proposals.add("x" + number, CompletionItemKind.Variable, Registers.abiName(number), () -> Help.ofRegister(register));
        }
    }

    /** Proposes the floating-point registers. */
    static void addFloatRegisters(Proposals proposals) {
        for (int number = 0; number < 32; number++) {
            int register = number;
            proposals.add(Registers.floatAbiName(number), CompletionItemKind.Variable, Registers.floatRole(number), () -> Help.ofFloatRegister(register));
        }
    }

    /** Proposes the CSRs. */
    static void addCsrs(Proposals proposals) {
        for (Csr csr : Csr.values()) {
            if (csr.isIn(ISA)) {
                proposals.add(csr.csrName(), CompletionItemKind.Property, csr.meaning(), () -> Help.of(csr));
            }
        }
    }

    /** Proposes sets of accesses that a fence orders. */
    static void addFenceSets(Proposals proposals) {
        FENCE_SETS.forEach(set -> proposals.add(set, CompletionItemKind.EnumMember, "accesses", null));
    }

    /** Proposes the functions that take a part of an address. */
    static void addFunctions(Proposals proposals) {
        for (Modifier modifier : Modifier.values()) {
            if (modifier.isWritten() && modifier.isSupported()) {
                proposals.add(modifier.text(), modifier.text(), modifier.text() + "(${1:symbol})", true, CompletionItemKind.Operator, modifier.meaning(),
                    () -> MnemonicPage.of(modifier));
            }
        }
    }
}
