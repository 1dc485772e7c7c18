// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.completion;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.contentassist.ContextInformation;
import org.eclipse.jface.text.contentassist.ContextInformationValidator;
import org.eclipse.jface.text.contentassist.ICompletionProposal;
import org.eclipse.jface.text.contentassist.IContentAssistProcessor;
import org.eclipse.jface.text.contentassist.IContextInformation;
import org.eclipse.jface.text.contentassist.IContextInformationValidator;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;

/** Asks the server for completions and signatures. The editor asks on a background thread, which may wait. */
public final class CompletionProcessor implements IContentAssistProcessor {
    private static final long TIMEOUT_MS = 5000;
    private static final ICompletionProposal[] NONE = {};

    private volatile String failure;

    @Override
    public ICompletionProposal[] computeCompletionProposals(final ITextViewer viewer, final int offset) {
        failure = null;
        final Optional<ConnectedDocument> document = Connector.connected(viewer.getDocument());
        if (document.isEmpty()) {
            return NONE;
        }
        final boolean byItself = Connector.current().assist().isByItself(viewer);
        if (byItself && !isBehindWord(viewer.getDocument(), offset)) {
            return NONE;
        }
        final CompletionParams params = new CompletionParams(document.get().identifier(), document.get().position(offset));
        final Optional<Either<List<CompletionItem>, CompletionList>> answer =
                Connector.await(document.get().ask(s -> s.completion(params)), TIMEOUT_MS);
        if (answer.isEmpty()) {
            failure = document.get().language().id() + ": the language server gave no answer";
            return NONE;
        }
        final List<CompletionItem> items = answer.get().isLeft() ? answer.get().getLeft() : answer.get().getRight().getItems();
        final Set<String> whole = byItself ? items.stream().map(ServerProposal::insertedText).collect(Collectors.toSet()) : Set.of();
        return items.stream().sorted(Comparator.comparing(CompletionProcessor::sortKey))
                .map(item -> new ServerProposal(document.get(), item, offset, whole))
                .filter(p -> p.validate(viewer.getDocument(), offset, null)).toArray(ICompletionProposal[]::new);
    }

    // On an empty line one wants to write, not to choose.
    private static boolean isBehindWord(final IDocument document, final int offset) {
        try {
            return offset > 0 && !Character.isWhitespace(document.getChar(offset - 1));
        } catch (final BadLocationException e) {
            return false;
        }
    }

    private static String sortKey(final CompletionItem item) {
        return item.getSortText() == null ? item.getLabel() : item.getSortText();
    }

    @Override
    public IContextInformation[] computeContextInformation(final ITextViewer viewer, final int offset) {
        final Optional<ConnectedDocument> document = Connector.connected(viewer.getDocument())
                .filter(d -> d.server().can(c -> c.getSignatureHelpProvider() != null));
        if (document.isEmpty()) {
            return new IContextInformation[0];
        }
        final SignatureHelpParams params = new SignatureHelpParams(document.get().identifier(), document.get().position(offset));
        final Optional<SignatureHelp> help = Connector.await(document.get().ask(s -> s.signatureHelp(params)), TIMEOUT_MS);
        return help.stream().flatMap(h -> h.getSignatures().stream())
                .map(signature -> new ContextInformation(signature.getLabel(), signature.getLabel())).toArray(IContextInformation[]::new);
    }

    @Override
    public char[] getCompletionProposalAutoActivationCharacters() {
        return new char[] {'.', '%'};
    }

    @Override
    public char[] getContextInformationAutoActivationCharacters() {
        return null;
    }

    @Override
    public String getErrorMessage() {
        return failure;
    }

    @Override
    public IContextInformationValidator getContextInformationValidator() {
        return new ContextInformationValidator(this);
    }
}
