// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.completion;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.DocumentEvent;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IInformationControlCreator;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.contentassist.BoldStylerProvider;
import org.eclipse.jface.text.contentassist.ICompletionProposal;
import org.eclipse.jface.text.contentassist.ICompletionProposalExtension;
import org.eclipse.jface.text.contentassist.ICompletionProposalExtension2;
import org.eclipse.jface.text.contentassist.ICompletionProposalExtension3;
import org.eclipse.jface.text.contentassist.ICompletionProposalExtension5;
import org.eclipse.jface.text.contentassist.ICompletionProposalExtension6;
import org.eclipse.jface.text.contentassist.ICompletionProposalExtension7;
import org.eclipse.jface.text.contentassist.IContextInformation;
import org.eclipse.jface.viewers.StyledString;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.InsertReplaceEdit;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Point;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.Positions;
import org.trapline.ui.lsp.document.TextEdits;
import org.trapline.ui.lsp.markdown.MarkdownControl;
import org.trapline.ui.lsp.markdown.Markup;
import org.trapline.ui.lsp.outline.SymbolImages;

/** One completion that a server offers. */
final class ServerProposal implements ICompletionProposal, ICompletionProposalExtension, ICompletionProposalExtension2,
        ICompletionProposalExtension3, ICompletionProposalExtension5, ICompletionProposalExtension6, ICompletionProposalExtension7 {
    private static final long RESOLVE_TIMEOUT_MS = 2000;

    private final ConnectedDocument document;
    private CompletionItem item;
    private final int start;
    // What the server wants replaced behind the place where it was asked, such as the rest of a word.
    private final int replacedBehind;
    private final int askedAt;
    private final Set<String> whole;
    private boolean resolved;
    private int caret = -1;

    /** @param whole words that need no completion; where one of them is typed, nothing is offered any more */
    ServerProposal(final ConnectedDocument document, final CompletionItem item, final int askedAt, final Set<String> whole) {
        this.whole = whole;
        this.document = document;
        this.item = item;
        this.askedAt = askedAt;
        final Range range = range(item);
        if (range == null) {
            final IRegion word = Positions.word(document.document(), askedAt);
            start = word.getOffset();
            replacedBehind = 0;
        } else {
            start = Positions.offset(document.document(), range.getStart());
            replacedBehind = Math.max(0, Positions.offset(document.document(), range.getEnd()) - askedAt);
        }
    }

    private static Range range(final CompletionItem item) {
        final Either<TextEdit, InsertReplaceEdit> edit = item.getTextEdit();
        return edit == null ? null : edit.isLeft() ? edit.getLeft().getRange() : edit.getRight().getInsert();
    }

    /** Returns what an item puts into the text. */
    static String insertedText(final CompletionItem item) {
        final Either<TextEdit, InsertReplaceEdit> edit = item.getTextEdit();
        if (edit != null) {
            return edit.isLeft() ? edit.getLeft().getNewText() : edit.getRight().getNewText();
        }
        return item.getInsertText() == null ? item.getLabel() : item.getInsertText();
    }

    private String filterText() {
        return item.getFilterText() == null ? item.getLabel() : item.getFilterText();
    }

    private String typed(final IDocument text, final int offset) {
        try {
            return offset < start ? null : text.get(start, offset - start);
        } catch (final BadLocationException e) {
            return null;
        }
    }

    @Override
    public boolean validate(final IDocument text, final int offset, final DocumentEvent event) {
        final String typed = typed(text, offset);
        return typed != null && !whole.contains(typed) && Match.offset(filterText(), typed) >= 0;
    }

    @Override
    public boolean isValidFor(final IDocument text, final int offset) {
        return validate(text, offset, null);
    }

    @Override
    public void apply(final ITextViewer viewer, final char trigger, final int stateMask, final int offset) {
        try {
            final int length = offset - start + replacedBehind;
            caret = Insertion.insert(viewer, start, length, insertedText(item), item.getInsertTextFormat() == InsertTextFormat.Snippet);
            if (item.getAdditionalTextEdits() != null && !item.getAdditionalTextEdits().isEmpty()) {
                final int before = viewer.getDocument().getLength();
                TextEdits.apply(viewer.getDocument(), item.getAdditionalTextEdits());
                caret += viewer.getDocument().getLength() - before;
            }
        } catch (final BadLocationException e) {
            ILog.of(ServerProposal.class).warn("The completion " + item.getLabel() + " does not fit any more", e);
        }
    }

    @Override
    public void apply(final IDocument text) {
        throw new UnsupportedOperationException("a viewer is needed");
    }

    @Override
    public void apply(final IDocument text, final char trigger, final int offset) {
        throw new UnsupportedOperationException("a viewer is needed");
    }

    @Override
    public Point getSelection(final IDocument text) {
        return caret < 0 ? null : new Point(caret, 0);
    }

    @Override
    public String getDisplayString() {
        return item.getLabel();
    }

    @Override
    public StyledString getStyledDisplayString() {
        final StyledString label = new StyledString(item.getLabel());
        final String detail = detail();
        return detail.isEmpty() ? label : label.append("  " + detail, StyledString.QUALIFIER_STYLER);
    }

    private String detail() {
        final String description = item.getLabelDetails() == null ? null : item.getLabelDetails().getDescription();
        return description != null ? description : item.getDetail() == null ? "" : item.getDetail();
    }

    @Override
    public StyledString getStyledDisplayString(final IDocument text, final int offset, final BoldStylerProvider bold) {
        final StyledString label = getStyledDisplayString();
        final String typed = typed(text, offset);
        final int at = typed == null || typed.isEmpty() ? -1 : Match.offset(item.getLabel(), typed);
        if (at >= 0) {
            label.setStyle(at, typed.length(), bold.getBoldStyler());
        }
        return label;
    }

    @Override
    public Image getImage() {
        return item.getKind() == null ? null : SymbolImages.of(item.getKind());
    }

    @Override
    public Object getAdditionalProposalInfo(final IProgressMonitor monitor) {
        final boolean lacksDocs = item.getDocumentation() == null;
        if (lacksDocs && !resolved && document.server().can(c -> c.getCompletionProvider() != null
                && Boolean.TRUE.equals(c.getCompletionProvider().getResolveProvider()))) {
            final Optional<CompletionItem> full = Connector.await(document.ask(s -> s.resolveCompletionItem(item)), RESOLVE_TIMEOUT_MS);
            full.ifPresent(f -> item = f);
        }
        resolved = true;
        return getAdditionalProposalInfo();
    }

    @Override
    public String getAdditionalProposalInfo() {
        final String documentation = Markup.of(item.getDocumentation());
        return documentation.isBlank() ? null : documentation;
    }

    @Override
    public IInformationControlCreator getInformationControlCreator() {
        return MarkdownControl.creator(null);
    }

    @Override
    public CharSequence getPrefixCompletionText(final IDocument text, final int completionOffset) {
        return item.getInsertTextFormat() == InsertTextFormat.Snippet ? item.getLabel() : insertedText(item);
    }

    @Override
    public int getPrefixCompletionStart(final IDocument text, final int completionOffset) {
        return start;
    }

    @Override
    public char[] getTriggerCharacters() {
        final List<String> commit = item.getCommitCharacters();
        if (commit == null) {
            return null;
        }
        final StringBuilder characters = new StringBuilder();
        commit.forEach(characters::append);
        return characters.toString().toCharArray();
    }

    @Override
    public int getContextInformationPosition() {
        return askedAt;
    }

    @Override
    public IContextInformation getContextInformation() {
        return null;
    }

    @Override
    public void selected(final ITextViewer viewer, final boolean smartToggle) {
        // Nothing is previewed in the text.
    }

    @Override
    public void unselected(final ITextViewer viewer) {
        // Nothing was previewed in the text.
    }
}
