// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.edit;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.text.TextSelection;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.texteditor.ITextEditor;
import org.trapline.ui.lsp.connector.Connector;

/** Turns the selected lines into comments, or back if they all are. */
public final class ToggleComment extends AbstractHandler {

    @Override
    public Object execute(final ExecutionEvent event) {
        if (HandlerUtil.getActiveEditor(event) instanceof final ITextEditor editor && editor.isEditable()
                && editor.getSelectionProvider().getSelection() instanceof final ITextSelection selection) {
            Connector.connected(editor).filter(d -> !d.language().lineComment().isEmpty())
                    .ifPresent(d -> toggle(editor, d.document(), selection, d.language().lineComment()));
        }
        return null;
    }

    private static void toggle(final ITextEditor editor, final IDocument document, final ITextSelection selection, final String mark) {
        try {
            final int first = selection.getStartLine();
            final int last = lastLine(document, selection);
            final boolean off = allComments(document, first, last, mark);
            final int start = document.getLineOffset(first);
            final int end = document.getLineOffset(last) + document.getLineLength(last);
            final StringBuilder text = new StringBuilder();
            final int column = off ? 0 : leastIndentation(document, first, last);
            for (int line = first; line <= last; line++) {
                final String content = document.get(document.getLineOffset(line), document.getLineLength(line));
                text.append(off ? uncommented(content, mark) : commented(content, mark, column));
            }
            document.replace(start, end - start, text.toString());
            final int shift = text.length() - (end - start);
            final boolean oneLine = selection.getLength() == 0;
            editor.getSelectionProvider().setSelection(oneLine
                    ? new TextSelection(Math.max(start, selection.getOffset() + shift), 0) : new TextSelection(start, text.length()));
        } catch (final BadLocationException e) {
            ILog.of(ToggleComment.class).error("The selection does not fit its document", e);
        }
    }

    // A selection that ends at the beginning of a line does not mean that line.
    private static int lastLine(final IDocument document, final ITextSelection selection) throws BadLocationException {
        final int last = selection.getEndLine();
        final boolean endsAtStart = selection.getLength() > 0
                && document.getLineOffset(last) == selection.getOffset() + selection.getLength();
        return endsAtStart && last > selection.getStartLine() ? last - 1 : last;
    }

    private static boolean allComments(final IDocument document, final int first, final int last, final String mark)
            throws BadLocationException {
        boolean any = false;
        for (int line = first; line <= last; line++) {
            final String text = text(document, line).stripLeading();
            if (!text.isEmpty() && !text.startsWith(mark)) {
                return false;
            }
            any |= !text.isEmpty();
        }
        return any;
    }

    private static int leastIndentation(final IDocument document, final int first, final int last) throws BadLocationException {
        int least = Integer.MAX_VALUE;
        for (int line = first; line <= last; line++) {
            final String text = text(document, line);
            if (!text.isBlank()) {
                least = Math.min(least, text.length() - text.stripLeading().length());
            }
        }
        return least == Integer.MAX_VALUE ? 0 : least;
    }

    private static String text(final IDocument document, final int line) throws BadLocationException {
        final IRegion region = document.getLineInformation(line);
        return document.get(region.getOffset(), region.getLength());
    }

    private static String commented(final String line, final String mark, final int column) {
        return line.isBlank() ? line : line.substring(0, column) + mark + " " + line.substring(column);
    }

    private static String uncommented(final String line, final String mark) {
        final int at = line.indexOf(mark);
        if (at < 0) {
            return line;
        }
        final int behind = at + mark.length();
        return line.substring(0, at) + line.substring(line.startsWith(" ", behind) ? behind + 1 : behind);
    }
}
