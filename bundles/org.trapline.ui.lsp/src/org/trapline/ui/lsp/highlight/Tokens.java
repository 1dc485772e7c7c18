// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.highlight;

import java.util.Arrays;
import java.util.List;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;

/**
 * The coloured stretches of a text, in order. Follows edits by itself until the server has looked at the new text.
 */
final class Tokens {
    private static final int LONGS = 5;

    private int[] starts = {};
    private int[] lengths = {};
    private TokenStyle[] styles = {};
    private int count;

    int count() {
        return count;
    }

    int start(final int index) {
        return starts[index];
    }

    int length(final int index) {
        return lengths[index];
    }

    TokenStyle style(final int index) {
        return styles[index];
    }

    /**
     * Takes a server's answer: five numbers a token, each relative to the token before it.
     *
     * @param types names of the types of token, by number
     */
    void load(final IDocument document, final List<Integer> data, final List<String> types) {
        final TokenStyle[] byNumber = types.stream().map(TokenStyle::of).toArray(TokenStyle[]::new);
        final int tokens = data.size() / LONGS;
        starts = new int[tokens];
        lengths = new int[tokens];
        styles = new TokenStyle[tokens];
        count = 0;
        int line = 0;
        int column = 0;
        for (int i = 0; i + LONGS <= data.size(); i += LONGS) {
            column = data.get(i) == 0 ? column + data.get(i + 1) : data.get(i + 1);
            line += data.get(i);
            final int type = data.get(i + 3);
            if (type < byNumber.length && byNumber[type] != null) {
                add(document, line, column, data.get(i + 2), byNumber[type]);
            }
        }
    }

    private void add(final IDocument document, final int line, final int column, final int length, final TokenStyle style) {
        try {
            final int start = document.getLineOffset(line) + column;
            if (start + length <= document.getLength() && (count == 0 || start >= starts[count - 1] + lengths[count - 1])) {
                starts[count] = start;
                lengths[count] = length;
                styles[count] = style;
                count++;
            }
        } catch (final BadLocationException e) {
            // The text is shorter by now; a newer answer is on its way.
        }
    }

    /** Returns the first token that ends behind an offset; {@link #count()} if there is none. */
    int firstEndingAfter(final int offset) {
        int low = 0;
        int high = count;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (starts[middle] + lengths[middle] > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * Follows an edit: tokens behind it move; a token around it, or growing at its end, takes the new text in if that stays on the line.
     *
     * @return the style the inserted text has got, or null
     */
    TokenStyle edit(final int offset, final int removed, final String inserted) {
        final boolean sameLine = inserted.indexOf('\n') < 0;
        TokenStyle taken = null;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int start = starts[i];
            int end = start + lengths[i];
            final int rest = Math.max(0, end - (offset + removed));
            if (start >= offset + removed) {
                start += inserted.length() - removed;
                end = start + lengths[i];
            } else if (start >= offset) {
                start = offset + inserted.length();
                end = start + rest;
            } else if (end > offset || end == offset && grows(styles[i], inserted)) {
                end = sameLine ? offset + inserted.length() + rest : offset;
                taken = sameLine ? styles[i] : null;
            }
            if (end > start) {
                starts[kept] = start;
                lengths[kept] = end - start;
                styles[kept++] = styles[i];
            }
        }
        Arrays.fill(styles, kept, styles.length, null);
        count = kept;
        return taken;
    }

    private static boolean grows(final TokenStyle style, final String inserted) {
        return style == TokenStyle.COMMENT || !inserted.isEmpty() && Character.isJavaIdentifierPart(inserted.charAt(0));
    }
}
