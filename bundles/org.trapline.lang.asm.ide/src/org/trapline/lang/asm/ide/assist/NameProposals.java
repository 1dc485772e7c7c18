// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.assist;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.IEObjectDescription;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.scoping.IScopeProvider;
import org.trapline.lang.asm.names.NameTable;
import org.trapline.lang.asm.names.NameTables;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.NumericLabel;
import org.trapline.lang.asm.syntax.Parameter;
import org.trapline.lang.asm.syntax.Source;
import org.trapline.lang.asm.syntax.SyntaxPackage;
import org.trapline.lang.asm.text.Block;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Tokens;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Proposes names that are defined somewhere: symbols, macros, parameters, numeric labels. */
@Singleton
class NameProposals {
    @Inject
    private IScopeProvider scopes;

    @Inject
    private NameTables nameTables;

    /** Proposes the macros in scope. */
    void addMacros(XtextResource resource, Proposals proposals) {
        Source source = NameTables.source(resource);
        for (IEObjectDescription description : scopes.getScope(source, SyntaxPackage.Literals.OPERATION__MACRO).getAllElements()) {
            String name = description.getName().getLastSegment();
            MacroDefinition macro = nameTables.of(resource).macro(name);
            List<String> parameters = macro == null ? List.of() : macro.getParameters().stream().map(Parameter::getName).toList();
            StringBuilder text = new StringBuilder(name);
            for (int i = 0; i < parameters.size(); i++) {
                text.append(i == 0 ? " " : ", ").append("${").append(i + 1).append(':').append(parameters.get(i)).append('}');
            }
            String label = parameters.isEmpty() ? name : name + ' ' + String.join(", ", parameters);
            proposals.add(label, name, text.toString(), !parameters.isEmpty(), CompletionItemKind.Function,
                macro == null ? "macro of " + description.getEObjectURI().trimFragment().lastSegment() : "macro", null);
        }
    }

    /** Proposes the symbols in scope, labels or constants first. */
    void addSymbols(XtextResource resource, boolean labelsFirst, Proposals proposals) {
        Source source = NameTables.source(resource);
        List<IEObjectDescription> later = new ArrayList<>();
        for (IEObjectDescription description : scopes.getScope(source, SyntaxPackage.Literals.SYMBOL_REFERENCE__SYMBOL).getAllElements()) {
            boolean constant = description.getEClass() == SyntaxPackage.Literals.CONSTANT;
            if (constant == labelsFirst) {
                later.add(description);
            } else {
                add(description, resource, proposals);
            }
        }
        later.forEach(description -> add(description, resource, proposals));
    }

    private static void add(IEObjectDescription description, XtextResource resource, Proposals proposals) {
        boolean constant = description.getEClass() == SyntaxPackage.Literals.CONSTANT;
        boolean own = description.getEObjectURI().trimFragment().equals(resource.getURI());
        proposals.add(description.getName().getLastSegment(), constant ? CompletionItemKind.Constant : CompletionItemKind.Reference,
            (constant ? "constant" : "label") + (own ? "" : " of " + description.getEObjectURI().trimFragment().lastSegment()), null);
    }

    /** Proposes the nearest numeric labels in both directions. */
    void addNumericLabels(XtextResource resource, Tokens tokens, Clause place, Proposals proposals) {
        NameTable names = nameTables.of(resource);
        Set<String> numbers = new LinkedHashSet<>();
        tokens.clauses().stream().filter(clause -> clause.statement() instanceof NumericLabel).forEach(clause -> numbers.add(clause.head().text()));
        for (String number : numbers) {
            for (String reference : List.of(number + 'b', number + 'f')) {
                NumericLabel label = names.numericLabel(reference, place.statement());
                if (label != null) {
                    int line = tokens.lines().line(NodeModelUtils.findActualNodeFor(label).getOffset()) + 1;
                    proposals.add(reference, CompletionItemKind.Reference, "label " + number + ": in line " + line, null);
                }
            }
        }
    }

    /** Proposes the parameters of the macros and iterations around a place. */
    void addParameters(Tokens tokens, int offset, Proposals proposals) {
        for (Block block : tokens.blocks().reversed()) {
            if (block.contains(offset)) {
                block.parameters().forEach(parameter -> proposals.add('\\' + parameter.getName(), CompletionItemKind.TypeParameter,
                    "parameter of " + block.opener().word(), null));
            }
        }
        proposals.add("\\@", CompletionItemKind.TypeParameter, "number of this expansion", null);
        proposals.add("\\()", CompletionItemKind.TypeParameter, "ends a parameter's name", null);
    }
}
