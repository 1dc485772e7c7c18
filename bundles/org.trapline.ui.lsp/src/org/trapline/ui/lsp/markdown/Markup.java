// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.markdown;

import java.util.List;
import java.util.stream.Collectors;

import org.eclipse.lsp4j.MarkedString;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** The several forms in which a server may send text for people, as Markdown. */
public final class Markup {
    private static final String MARKS = "\\`*_[]<>#";

    private Markup() {
    }

    /** Returns Markdown for a text that is either plain or says what it is. */
    public static String of(final Either<String, MarkupContent> content) {
        return content == null ? "" : content.isLeft() ? escape(content.getLeft()) : of(content.getRight());
    }

    /** Returns Markdown for a text that says what it is. */
    public static String of(final MarkupContent content) {
        return MarkupKind.MARKDOWN.equals(content.getKind()) ? content.getValue() : escape(content.getValue());
    }

    /** Returns Markdown for the contents of a hover. */
    public static String ofHover(final Either<List<Either<String, MarkedString>>, MarkupContent> contents) {
        if (contents == null) {
            return "";
        }
        if (contents.isRight()) {
            return of(contents.getRight());
        }
        return contents.getLeft().stream().map(part -> part.isLeft() ? part.getLeft()
                : "```\n" + part.getRight().getValue() + "\n```").filter(part -> !part.isBlank()).collect(Collectors.joining("\n\n"));
    }

    /** Returns Markdown that shows a text as it is, its line breaks included. */
    public static String escape(final String plain) {
        final StringBuilder escaped = new StringBuilder();
        for (final char c : plain.toCharArray()) {
            if (MARKS.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            if (c == '\n') {
                escaped.append("  ");
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
