// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.document;

import java.util.Comparator;
import java.util.List;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.text.edits.MalformedTreeException;
import org.eclipse.text.edits.MultiTextEdit;
import org.eclipse.text.edits.ReplaceEdit;
import org.eclipse.text.undo.DocumentUndoManagerRegistry;
import org.eclipse.text.undo.IDocumentUndoManager;

/** Edits as a server sends them, made on a document. */
public final class TextEdits {
    private TextEdits() {
    }

    /**
     * Makes the edits as one change that is undone at once.
     *
     * @throws BadLocationException if they do not fit the document; it is unchanged then
     */
    public static void apply(final IDocument document, final List<? extends TextEdit> edits) throws BadLocationException {
        final MultiTextEdit all = toEdit(document, edits);
        final IDocumentUndoManager undo = DocumentUndoManagerRegistry.getDocumentUndoManager(document);
        if (undo != null) {
            undo.beginCompoundChange();
        }
        try {
            all.apply(document);
        } finally {
            if (undo != null) {
                undo.endCompoundChange();
            }
        }
    }

    /**
     * Returns the edits in the platform's terms, without those that change nothing.
     *
     * @throws BadLocationException if two of them overlap
     */
    public static MultiTextEdit toEdit(final IDocument document, final List<? extends TextEdit> edits) throws BadLocationException {
        final MultiTextEdit all = new MultiTextEdit();
        try {
            // A stable sort: insertions at one place stay in the order they came in.
            edits.stream().sorted(Comparator.comparingInt(e -> Positions.offset(document, e.getRange().getStart()))).forEach(edit -> {
                final IRegion region = Positions.region(document, edit.getRange());
                if (!changesNothing(document, region, edit.getNewText())) {
                    all.addChild(new ReplaceEdit(region.getOffset(), region.getLength(), edit.getNewText()));
                }
            });
        } catch (final MalformedTreeException e) {
            throw new BadLocationException("edits overlap: " + e.getMessage());
        }
        return all;
    }

    private static boolean changesNothing(final IDocument document, final IRegion region, final String text) {
        try {
            return region.getLength() == text.length() && document.get(region.getOffset(), region.getLength()).equals(text);
        } catch (final BadLocationException e) {
            return false;
        }
    }
}
