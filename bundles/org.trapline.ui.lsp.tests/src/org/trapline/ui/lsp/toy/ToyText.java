// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/** A text as the toy's server knows it, changed by the edits it is told. */
final class ToyText {
    private static final Pattern WORD = Pattern.compile("#.*|[A-Za-z_][A-Za-z0-9_]*|\\d+|[={}]");

    /** @param isDefinition whether {@code =} follows */
    record Word(String text, Range range, boolean isDefinition) {
        boolean isName() {
            return Character.isLetter(text.charAt(0));
        }

        boolean isComment() {
            return text.startsWith("#");
        }
    }

    private String text;

    ToyText(final String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    void change(final TextDocumentContentChangeEvent change) {
        final int start = offset(change.getRange().getStart());
        final int end = offset(change.getRange().getEnd());
        text = text.substring(0, start) + change.getText() + text.substring(end);
    }

    String[] lines() {
        return text.split("\n", -1);
    }

    private int offset(final Position position) {
        int offset = 0;
        for (int line = 0; line < position.getLine(); line++) {
            offset = text.indexOf('\n', offset) + 1;
        }
        return offset + position.getCharacter();
    }

    List<Word> words() {
        final List<Word> words = new ArrayList<>();
        final String[] lines = lines();
        for (int line = 0; line < lines.length; line++) {
            final Matcher matcher = WORD.matcher(lines[line]);
            while (matcher.find()) {
                words.add(new Word(matcher.group(), new Range(new Position(line, matcher.start()), new Position(line, matcher.end())),
                        lines[line].substring(matcher.end()).stripLeading().startsWith("=")));
            }
        }
        return words;
    }

    Word wordAt(final Position position) {
        return words().stream().filter(w -> w.range().getStart().getLine() == position.getLine()
                && w.range().getStart().getCharacter() <= position.getCharacter()
                && position.getCharacter() <= w.range().getEnd().getCharacter()).findFirst().orElse(null);
    }
}
