// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.edit;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.DocumentCommand;
import org.eclipse.jface.text.IAutoEditStrategy;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.TextUtilities;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.server.Language;

/** Indents a new line like the one before it, one step more after what opens a block, one step less before what closes it. */
public final class Indenter implements IAutoEditStrategy {

    @Override
    public void customizeDocumentCommand(final IDocument document, final DocumentCommand command) {
        final Language language = Connector.connected(document).map(ConnectedDocument::language).orElse(null);
        if (language == null || command.length != 0 || command.text == null) {
            return;
        }
        try {
            if (TextUtilities.equals(document.getLegalLineDelimiters(), command.text) >= 0) {
                newLine(document, command, language);
            } else if (command.text.length() == 1 && language.dedentBefore().contains(command.text)) {
                close(document, command, language);
            }
        } catch (final BadLocationException e) {
            // The edit itself is wrong; the document will refuse it.
        }
    }

    private static void newLine(final IDocument document, final DocumentCommand command, final Language language)
            throws BadLocationException {
        final IRegion line = document.getLineInformationOfOffset(command.offset);
        final String before = document.get(line.getOffset(), command.offset - line.getOffset());
        final String after = document.get(command.offset, line.getOffset() + line.getLength() - command.offset);
        final String indentation = indentation(before);
        final String code = withoutComment(before, language).stripTrailing();
        final boolean opens = !code.isEmpty() && language.indentAfter().indexOf(code.charAt(code.length() - 1)) >= 0;
        final boolean closes = !after.isBlank() && language.dedentBefore().indexOf(after.stripLeading().charAt(0)) >= 0;
        final String delimiter = command.text;
        command.text = delimiter + indentation + (opens ? language.indent() : "");
        if (opens && closes) {
            command.caretOffset = command.offset + command.text.length();
            command.shiftsCaret = false;
            command.text += delimiter + indentation;
        }
    }

    private static void close(final IDocument document, final DocumentCommand command, final Language language)
            throws BadLocationException {
        final IRegion line = document.getLineInformationOfOffset(command.offset);
        final String before = document.get(line.getOffset(), command.offset - line.getOffset());
        if (before.isBlank() && before.endsWith(language.indent())) {
            command.offset -= language.indent().length();
            command.length = language.indent().length();
        }
    }

    private static String indentation(final String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }

    private static String withoutComment(final String line, final Language language) {
        final int comment = language.lineComment().isEmpty() ? -1 : line.indexOf(language.lineComment());
        return comment < 0 ? line : line.substring(0, comment);
    }
}
