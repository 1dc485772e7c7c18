// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.TextUtilities;
import org.eclipse.jface.text.contentassist.CompletionProposal;
import org.eclipse.jface.text.contentassist.ICompletionProposal;
import org.eclipse.jface.text.link.LinkedModeModel;
import org.eclipse.jface.text.link.LinkedModeUI;
import org.eclipse.jface.text.link.LinkedPosition;
import org.eclipse.jface.text.link.LinkedPositionGroup;
import org.eclipse.jface.text.link.ProposalPosition;
import org.eclipse.ui.texteditor.link.EditorLinkedModeUI;

/** Puts a snippet into a document and lets the user walk through its places with Tab. */
final class Insertion {
    private Insertion() {
    }

    /**
     * Replaces a region.
     * @return where the caret goes
     */
    static int insert(final ITextViewer viewer, final int offset, final int length, final String source, final boolean isSnippet)
            throws BadLocationException {
        final IDocument document = viewer.getDocument();
        final String indented = source.replace("\n", TextUtilities.getDefaultLineDelimiter(document) + indentation(document, offset));
        final Snippet snippet = isSnippet ? Snippet.parse(indented) : new Snippet(indented, List.of());
        document.replace(offset, length, snippet.text());
        if (snippet.hasStops()) {
            walk(viewer, offset, snippet);
        }
        return offset + snippet.exit();
    }

    private static String indentation(final IDocument document, final int offset) throws BadLocationException {
        final IRegion line = document.getLineInformationOfOffset(offset);
        final String before = document.get(line.getOffset(), offset - line.getOffset());
        return before.substring(0, before.length() - before.stripLeading().length());
    }

    private static void walk(final ITextViewer viewer, final int offset, final Snippet snippet) throws BadLocationException {
        final TreeMap<Integer, LinkedPositionGroup> groups = new TreeMap<>();
        int sequence = 0;
        for (final Snippet.Stop stop : snippet.stops()) {
            if (stop.number() > 0) {
                groups.computeIfAbsent(stop.number(), n -> new LinkedPositionGroup())
                        .addPosition(position(viewer.getDocument(), offset, stop, sequence++));
            }
        }
        final LinkedModeModel model = new LinkedModeModel();
        for (final LinkedPositionGroup group : groups.values()) {
            model.addGroup(group);
        }
        model.forceInstall();
        final LinkedModeUI ui = new EditorLinkedModeUI(model, viewer);
        ui.setExitPosition(viewer, offset + snippet.exit(), 0, Integer.MAX_VALUE);
        ui.setCyclingMode(LinkedModeUI.CYCLE_NEVER);
        ui.enter();
    }

    private static LinkedPosition position(final IDocument document, final int offset, final Snippet.Stop stop, final int sequence) {
        final int start = offset + stop.offset();
        if (stop.choices().isEmpty()) {
            return new LinkedPosition(document, start, stop.length(), sequence);
        }
        final List<ICompletionProposal> choices = new ArrayList<>();
        for (final String choice : stop.choices()) {
            choices.add(new CompletionProposal(choice, start, stop.length(), choice.length()));
        }
        return new ProposalPosition(document, start, stop.length(), sequence, choices.toArray(ICompletionProposal[]::new));
    }
}
