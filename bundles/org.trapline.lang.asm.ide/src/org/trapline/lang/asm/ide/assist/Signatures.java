// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.assist;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ParameterInformation;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Tuple;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.signatureHelp.ISignatureHelpService;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.asm.Directive;
import org.trapline.lang.asm.ide.assist.Caret.Place;
import org.trapline.lang.asm.ide.reference.Places;
import org.trapline.lang.asm.syntax.MacroDefinition;
import org.trapline.lang.asm.syntax.Operation;
import org.trapline.lang.asm.syntax.Parameter;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;
import org.trapline.lang.asm.words.Usage;
import org.trapline.lang.asm.words.UsageOperand;
import org.trapline.lang.asm.words.Vocabulary;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Shows the operands that the mnemonic, directive or macro before the caret wants, and which of them the caret is in. */
@Singleton
public class Signatures implements ISignatureHelpService {
    @Inject
    private TokenTables tokenTables;

    @Override
    public SignatureHelp getSignatureHelp(Document document, XtextResource resource, SignatureHelpParams params, CancelIndicator cancel) {
        if (resource == null || resource.getParseResult() == null) {
            return EMPTY;
        }
        Tokens tokens = tokenTables.of(resource);
        Caret caret = Caret.at(tokens, resource.getParseResult().getRootNode().getText(), Places.offset(tokens.lines(), params.getPosition()));
        if (caret.place() != Place.OPERAND) {
            return EMPTY;
        }
        Clause clause = caret.clause();
        if (clause.statement() instanceof Operation operation && operation.getMacro() instanceof MacroDefinition macro && !macro.eIsProxy()) {
            List<String> names = macro.getParameters().stream().map(Parameter::getName).toList();
            return one(macro.getName(), macro.getName() + ' ' + String.join(", ", names), "macro", caret.slot().commas());
        }
        List<Usage> usages = Vocabulary.usages(clause.head().text());
        if (!usages.isEmpty()) {
            return of(usages, usages.indexOf(Vocabulary.usage(clause)), caret);
        }
        Directive directive = clause.directive();
        return directive == null || directive.operands().isEmpty() ? EMPTY
            : one(clause.word(), clause.word() + ' ' + directive.operands(), directive.meaning(), caret.slot().commas());
    }

    private static SignatureHelp of(List<Usage> usages, int best, Caret caret) {
        List<SignatureInformation> signatures = new ArrayList<>();
        for (Usage usage : usages) {
            List<ParameterInformation> parameters = new ArrayList<>();
            for (UsageOperand operand : usage.operands()) {
                parameters.add(parameter(operand.start(), operand.start() + operand.name().length(), operand.meaning()));
            }
            SignatureInformation signature = new SignatureInformation(usage.text());
            signature.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, '`' + usage.meaning() + '`'));
            signature.setParameters(parameters);
            UsageOperand active = usage.operand(caret.slot());
            signature.setActiveParameter(active == null ? null : usage.operands().indexOf(active));
            signatures.add(signature);
        }
        int shown = best;
        for (int i = 0; i < usages.size() && signatures.get(shown).getActiveParameter() == null; i++) {
            shown = signatures.get(i).getActiveParameter() == null ? shown : i;
        }
        return new SignatureHelp(signatures, shown, signatures.get(shown).getActiveParameter());
    }

    /** Returns a signature whose parameters are separated by commas. */
    private static SignatureHelp one(String word, String label, String meaning, int active) {
        List<ParameterInformation> parameters = new ArrayList<>();
        int from = Math.min(word.length() + 1, label.length());
        while (from < label.length()) {
            int comma = label.indexOf(',', from);
            int end = comma < 0 ? label.length() : comma;
            parameters.add(parameter(from, from + label.substring(from, end).replaceFirst("[\\s\\[\\]]+$", "").length(), null));
            from = end + 1;
            while (from < label.length() && label.charAt(from) == ' ') {
                from++;
            }
        }
        SignatureInformation signature = new SignatureInformation(label.strip());
        signature.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, meaning));
        signature.setParameters(parameters);
        return new SignatureHelp(List.of(signature), 0, parameters.isEmpty() ? null : Math.min(active, parameters.size() - 1));
    }

    private static ParameterInformation parameter(int from, int to, String meaning) {
        ParameterInformation parameter = new ParameterInformation();
        parameter.setLabel(Either.forRight(Tuple.two(from, to)));
        if (meaning != null) {
            parameter.setDocumentation(new MarkupContent(MarkupKind.PLAINTEXT, meaning));
        }
        return parameter;
    }
}
