// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.assist;

import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.contentassist.ContentAssistService;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.lang.asm.ide.reference.Places;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/**
 * Proposes what can be written at the caret. What fits follows from the tables of instructions and directives and from the names in
 * scope, not from the grammar, to which almost everything is a word.
 */
@Singleton
public class AssistService extends ContentAssistService {
    @Inject
    private TokenTables tokenTables;

    @Inject
    private NameProposals names;

    @Override
    public CompletionList createCompletionList(Document document, XtextResource resource, CompletionParams params, CancelIndicator cancel) {
        if (resource == null || resource.getParseResult() == null) {
            return new CompletionList();
        }
        Tokens tokens = tokenTables.of(resource);
        int offset = Places.offset(tokens.lines(), params.getPosition());
        Caret caret = Caret.at(tokens, resource.getParseResult().getRootNode().getText(), offset);
        Proposals proposals = new Proposals(tokens.lines(), caret);
        switch (caret.place()) {
            case HEAD -> {
                names.addMacros(resource, proposals);
                WordProposals.addHeads(proposals);
            }
            case OPERAND -> new OperandProposals(resource, tokens, caret, names, proposals).add();
            case FUNCTION -> WordProposals.addFunctions(proposals);
            case PARAMETER -> names.addParameters(tokens, offset, proposals);
            case NONE -> {
            }
        }
        return new CompletionList(false, proposals.items());
    }
}
