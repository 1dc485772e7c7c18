// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.action;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.eclipse.emf.ecore.EReference;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.scoping.IScopeProvider;
import org.trapline.asm.Directive;
import org.trapline.asm.Suggestions;
import org.trapline.isa.Csr;
import org.trapline.isa.Operand;
import org.trapline.isa.Registers;
import org.trapline.lang.asm.names.NameTables;
import org.trapline.lang.asm.syntax.SyntaxPackage;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.words.Usage;
import org.trapline.lang.asm.words.UsageOperand;
import org.trapline.lang.asm.words.Vocabulary;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Finds the known words that are most like one that is not known, among those that fit its place. */
@Singleton
class NearestWords {
    private static final int MOST = 3;

    @Inject
    private IScopeProvider scopes;

    /** Returns the words, nearest first; none if the one that is there is known or unlike all others. */
    List<String> nearest(XtextResource resource, Clause clause, Token token) {
        List<String> candidates = token == clause.head() ? heads(resource) : operands(resource, clause, token);
        List<String> result = new ArrayList<>();
        String next = candidates.contains(token.text()) ? null : Suggestions.nearest(token.text(), candidates);
        while (next != null && result.size() < MOST) {
            result.add(next);
            candidates.removeAll(result);
            next = Suggestions.nearest(token.text(), candidates);
        }
        return result;
    }

    private List<String> heads(XtextResource resource) {
        List<String> candidates = new ArrayList<>();
        Vocabulary.all().forEach(usages -> candidates.add(usages.getFirst().mnemonic()));
        Arrays.stream(Directive.values()).forEach(directive -> candidates.addAll(directive.names()));
        addNames(resource, SyntaxPackage.Literals.OPERATION__MACRO, candidates);
        return candidates;
    }

    private List<String> operands(XtextResource resource, Clause clause, Token token) {
        List<UsageOperand> wanted = new ArrayList<>();
        for (Usage usage : Vocabulary.usages(clause.head().text())) {
            UsageOperand operand = usage.operand(clause.slot(token.offset()));
            if (operand != null) {
                wanted.add(operand);
            }
        }
        List<String> candidates = new ArrayList<>();
        if (wanted.stream().anyMatch(operand -> operand.is(Operand.Kind.CSR))) {
            Arrays.stream(Csr.values()).map(Csr::csrName).forEach(candidates::add);
        } else if (!wanted.isEmpty() && wanted.stream().allMatch(operand -> operand.is(Operand.Kind.REGISTER))) {
            candidates.addAll(Registers.abiNames());
        } else {
            addNames(resource, SyntaxPackage.Literals.SYMBOL_REFERENCE__SYMBOL, candidates);
        }
        return candidates;
    }

    private void addNames(XtextResource resource, EReference reference, List<String> candidates) {
        scopes.getScope(NameTables.source(resource), reference).getAllElements()
            .forEach(description -> candidates.add(description.getName().getLastSegment()));
    }
}
