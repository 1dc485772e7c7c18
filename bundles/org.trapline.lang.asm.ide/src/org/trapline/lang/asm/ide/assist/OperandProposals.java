// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.assist;

import java.util.Arrays;
import java.util.List;

import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.xtext.resource.XtextResource;
import org.trapline.asm.Directive;
import org.trapline.asm.Directive.Group;
import org.trapline.isa.Operand.Kind;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.Operation;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Tokens;
import org.trapline.lang.asm.words.Usage;
import org.trapline.lang.asm.words.UsageOperand;
import org.trapline.lang.asm.words.Vocabulary;

/** Proposes what fits an operand, going by the mnemonic or directive before it and the place among the operands. */
final class OperandProposals {
    private final XtextResource resource;
    private final Tokens tokens;
    private final Caret caret;
    private final Clause clause;
    private final NameProposals names;
    private final Proposals proposals;

    OperandProposals(XtextResource resource, Tokens tokens, Caret caret, NameProposals names, Proposals proposals) {
        this.resource = resource;
        this.tokens = tokens;
        this.caret = caret;
        this.clause = caret.clause();
        this.names = names;
        this.proposals = proposals;
    }

    void add() {
        Directive directive = clause.directive();
        boolean macro = clause.statement() instanceof Operation operation && operation.getMacro() instanceof MacroDefinition definition && !definition.eIsProxy();
        List<Usage> usages = macro ? List.of() : Vocabulary.usages(clause.head().text());
        if (!usages.isEmpty()) {
            List<UsageOperand> operands = usages.stream().map(usage -> usage.operand(caret.slot())).filter(operand -> operand != null).distinct().toList();
            addFor(operands);
        } else if (directive != null) {
            addFor(directive);
        } else {
            names.addSymbols(resource, false, proposals);
            WordProposals.addRegisters(proposals, false);
        }
    }

    private void addFor(List<UsageOperand> operands) {
        boolean register = has(operands, Kind.REGISTER);
        boolean address = operands.stream().anyMatch(UsageOperand::isAddress);
        if (has(operands, Kind.CSR)) {
            WordProposals.addCsrs(proposals);
        }
        if (has(operands, Kind.FENCE_SET)) {
            WordProposals.addFenceSets(proposals);
        }
        if (register) {
            WordProposals.addRegisters(proposals, caret.slot().inside());
        }
        if (has(operands, Kind.FREGISTER)) {
            WordProposals.addFloatRegisters(proposals);
        }
        if (address) {
            names.addNumericLabels(resource, tokens, clause, proposals);
            names.addSymbols(resource, true, proposals);
        }
        boolean number = operands.stream().anyMatch(operand -> operand.operand() != null && !operand.isRegister() && !operand.is(Kind.CSR)
            && !operand.is(Kind.FENCE_SET) && !operand.is(Kind.OFFSET));
        if (number) {
            WordProposals.addFunctions(proposals);
            names.addSymbols(resource, false, proposals);
        }
    }

    private static boolean has(List<UsageOperand> operands, Kind kind) {
        return operands.stream().anyMatch(operand -> operand.is(kind));
    }

    private void addFor(Directive directive) {
        String[] operands = directive.operands().split(",");
        String wanted = operands.length == 0 ? "" : operands[Math.min(caret.slot().commas(), operands.length - 1)];
        if (directive.operands().contains("|")) {
            Arrays.stream(wanted.split("\\|")).map(String::strip).filter(word -> word.matches("@?[a-z]+"))
                .forEach(word -> proposals.add(word, CompletionItemKind.EnumMember, "for " + clause.word(), null));
        }
        if (directive.group() == Group.SECTIONS && caret.slot().commas() == 0) {
            for (Directive section : List.of(Directive.TEXT, Directive.DATA, Directive.RODATA, Directive.BSS)) {
                proposals.add(section.names().getFirst(), CompletionItemKind.Module, section.meaning(), null);
            }
        } else if (wanted.contains("symbol")) {
            names.addSymbols(resource, true, proposals);
        } else if (wanted.contains("expression") || wanted.contains("...") || directive.group() == Group.LOCATION || directive.group() == Group.DATA) {
            names.addSymbols(resource, false, proposals);
        }
    }
}
