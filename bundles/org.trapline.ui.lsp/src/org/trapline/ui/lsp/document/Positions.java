// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.document;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.Region;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** Offsets of a document, and lines and columns of the protocol. Places outside a document become its nearest place. */
public final class Positions {
    private Positions() {
    }

    /** Returns the place of an offset. */
    public static Position position(final IDocument document, final int offset) {
        try {
            final int inside = Math.clamp(offset, 0, document.getLength());
            final int line = document.getLineOfOffset(inside);
            return new Position(line, inside - document.getLineOffset(line));
        } catch (final BadLocationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the place of a region. */
    public static Range range(final IDocument document, final int offset, final int length) {
        return new Range(position(document, offset), position(document, offset + length));
    }

    /** Returns the offset of a place; a column behind a line's end means its end. */
    public static int offset(final IDocument document, final Position position) {
        if (position.getLine() >= document.getNumberOfLines()) {
            return document.getLength();
        }
        try {
            final IRegion line = document.getLineInformation(Math.max(0, position.getLine()));
            return line.getOffset() + Math.clamp(position.getCharacter(), 0, line.getLength());
        } catch (final BadLocationException e) {
            // Another thread made the document shorter in between.
            return document.getLength();
        }
    }

    /** Returns the region of a range. */
    public static IRegion region(final IDocument document, final Range range) {
        final int start = offset(document, range.getStart());
        return new Region(start, Math.max(0, offset(document, range.getEnd()) - start));
    }

    /** Returns the identifier around an offset, possibly empty. A dot belongs to it, as in {@code fence.i}, but not at its end. */
    public static IRegion word(final IDocument document, final int offset) {
        try {
            final IRegion line = document.getLineInformationOfOffset(Math.clamp(offset, 0, document.getLength()));
            final String text = document.get(line.getOffset(), line.getLength());
            int start = offset - line.getOffset();
            int end = start;
            while (start > 0 && isWord(text.charAt(start - 1))) {
                start--;
            }
            while (end < text.length() && isWord(text.charAt(end))) {
                end++;
            }
            while (end > start && text.charAt(end - 1) == '.') {
                end--;
            }
            return new Region(line.getOffset() + start, end - start);
        } catch (final BadLocationException e) {
            return new Region(offset, 0);
        }
    }

    private static boolean isWord(final char c) {
        return Character.isJavaIdentifierPart(c) || c == '.';
    }
}
