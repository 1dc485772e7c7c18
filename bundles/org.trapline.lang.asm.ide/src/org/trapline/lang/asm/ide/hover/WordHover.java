// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.hover;

import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.hover.IHoverService;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.asm.Modifier;
import org.trapline.isa.Csr;
import org.trapline.isa.Help;
import org.trapline.isa.Operand;
import org.trapline.isa.Registers;
import org.trapline.lang.asm.assembly.Assemblies;
import org.trapline.lang.asm.assembly.Assembly;
import org.trapline.lang.asm.ide.reference.Occurrences;
import org.trapline.lang.asm.ide.reference.Places;
import org.trapline.lang.asm.ide.reference.Target;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.Operation;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.Token.Kind;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;
import org.trapline.lang.asm.words.Usage;
import org.trapline.lang.asm.words.UsageOperand;
import org.trapline.lang.asm.words.Vocabulary;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Finds the page for the word under the pointer. */
@Singleton
public class WordHover implements IHoverService {
    @Inject
    private TokenTables tokenTables;

    @Inject
    private Assemblies assemblies;

    @Inject
    private Occurrences occurrences;

    @Inject
    private SymbolPages symbolPages;

    @Override
    public Hover hover(Document document, XtextResource resource, HoverParams params, CancelIndicator cancel) {
        if (resource == null || resource.getParseResult() == null) {
            return EMPTY_HOVER;
        }
        Tokens tokens = tokenTables.of(resource);
        int caret = Places.offset(tokens.lines(), params.getPosition());
        Token token = tokens.touchedBy(caret);
        Clause clause = token == null || token.kind().isComment() ? null : tokens.clauseAt(token.offset());
        String page = clause == null ? null : page(resource, tokens, clause, token, caret);
        return page == null ? EMPTY_HOVER
            : new Hover(new MarkupContent(MarkupKind.MARKDOWN, page.strip()), Places.range(tokens.lines(), token.offset(), token.end()));
    }

    private String page(XtextResource resource, Tokens tokens, Clause clause, Token token, int caret) {
        Target target = occurrences.targetAt(resource, caret);
        if (target != null && token != clause.head()) {
            return symbolPages.of(target, resource);
        }
        return token == clause.head() ? headPage(resource, tokens, clause, target) : operandPage(tokens, clause, token);
    }

    private String headPage(XtextResource resource, Tokens tokens, Clause clause, Target target) {
        Assembly assembly = assemblies.of(resource);
        AssembledPage assembled = new AssembledPage(assembly, tokens, clause);
        if (clause.statement() instanceof Operation operation && operation.getMacro() instanceof MacroDefinition macro && !macro.eIsProxy()) {
            return symbolPages.of(target, resource) + assembled.bytes();
        }
        if (target != null) {
            return symbolPages.of(target, resource);
        }
        Usage usage = Vocabulary.usage(clause);
        if (usage != null) {
            return MnemonicPage.of(usage) + privilege(usage, clause) + assembled.bytes();
        }
        return clause.directive() == null ? null : MnemonicPage.of(clause.directive(), clause.word()) + assembled.bytes();
    }

    /** Says that a program in user mode does not get away with this, which is what makes virtual machines possible. */
    private static String privilege(Usage usage, Clause clause) {
        return Vocabulary.isPrivileged(usage, clause) ? "\n**Privileged**: a user program that executes this traps.\n" : "";
    }

    private static String operandPage(Tokens tokens, Clause clause, Token token) {
        Usage usage = Vocabulary.usage(clause);
        UsageOperand operand = usage == null ? null : usage.operand(clause.slot(token.offset()));
        String role = operand == null ? "" : "\n\n`" + operand.name() + "` of `" + usage.text() + "`: " + operand.meaning() + '\n';
        if (token.kind() == Kind.NUMBER || token.kind() == Kind.CHARACTER) {
            return NumberPage.of(tokens, clause, token, role);
        }
        if (token.kind() != Kind.WORD) {
            return null;
        }
        Csr csr = operand != null && operand.is(Operand.Kind.CSR) ? Csr.named(token.text()) : null;
        if (csr != null) {
            return Help.of(csr);
        }
        Modifier modifier = modifier(clause, token);
        if (modifier != null) {
            return MnemonicPage.of(modifier);
        }
        String register = operand == null && clause.directive() != null ? null : registerPage(token.text());
        return register == null ? null : register + role;
    }

    private static String registerPage(String name) {
        int number = Registers.number(name);
        int floatNumber = Registers.floatNumber(name);
        return number >= 0 ? Help.ofRegister(number) : floatNumber >= 0 ? Help.ofFloatRegister(floatNumber) : null;
    }

    /** Returns the modifier that a word right behind a percent sign is, or null. */
    private static Modifier modifier(Clause clause, Token token) {
        boolean behindPercent = clause.operands().stream().anyMatch(before -> before.is("%") && before.end() == token.offset());
        return behindPercent ? Modifier.named(token.text()) : null;
    }
}
