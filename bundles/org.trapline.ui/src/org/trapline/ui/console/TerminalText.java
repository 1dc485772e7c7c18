// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.console;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text on a simple terminal: lines, carriage return, backspace, tabs, and of the control sequences those that move on the line,
 * erase, or clear. Colours are dropped. Very old text is forgotten.
 */
final class TerminalText {
    private static final int ESCAPE = 0x1b;
    private static final int TAB = 8;
    /** A longer one goes on below, as on a terminal, which is only narrower. */
    private static final int LONGEST_LINE = 2_000;

    private final int capacity;
    private final StringBuilder text = new StringBuilder();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer undecoded = ByteBuffer.allocate(8192).flip();
    private final StringBuilder sequence = new StringBuilder();
    private boolean inSequence;
    private int lineStart;
    private int caret;
    private int changedFrom;
    private boolean forgot;

    /** @param capacity characters to keep; a quarter of them is forgotten when they are exceeded */
    TerminalText(final int capacity) {
        this.capacity = capacity;
    }

    /** Takes bytes as the guest has sent them; a character may be cut anywhere. */
    void feed(final byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            undecoded.compact();
            final int taken = Math.min(undecoded.remaining(), bytes.length - at);
            undecoded.put(bytes, at, taken).flip();
            at += taken;
            decode();
        }
        forgetOld();
    }

    private void decode() {
        final CharBuffer characters = CharBuffer.allocate(undecoded.remaining());
        decoder.decode(undecoded, characters, false);
        characters.flip();
        while (characters.hasRemaining()) {
            take(characters.get());
        }
    }

    private void take(final char c) {
        if (inSequence) {
            sequence(c);
            return;
        }
        switch (c) {
            case '\n' -> newLine();
            case '\r' -> caret = lineStart;
            case '\b' -> caret = Math.max(lineStart, caret - 1);
            case '\t' -> tab();
            case ESCAPE -> {
                inSequence = true;
                sequence.setLength(0);
            }
            default -> {
                if (c >= ' ' && c != 0x7f) {
                    put(c);
                }
            }
        }
    }

    private void newLine() {
        touch(text.length());
        text.append('\n');
        lineStart = text.length();
        caret = lineStart;
    }

    private void tab() {
        final int blanks = TAB - (caret - lineStart) % TAB;
        for (int i = 0; i < blanks; i++) {
            put(' ');
        }
    }

    private void put(final char c) {
        if (caret - lineStart >= LONGEST_LINE) {
            newLine();
        }
        touch(caret);
        if (caret < text.length()) {
            text.setCharAt(caret, c);
        } else {
            text.append(c);
        }
        caret++;
    }

    private void touch(final int offset) {
        changedFrom = Math.min(changedFrom, offset);
    }

    // ESC [ parameters final, or ESC and one character.
    private void sequence(final char c) {
        sequence.append(c);
        if (sequence.charAt(0) != '[') {
            inSequence = false;
        } else if (sequence.length() > 1 && c >= '@' && c <= '~') {
            inSequence = false;
            execute(c, sequence.substring(1, sequence.length() - 1));
        }
    }

    private void execute(final char command, final String parameters) {
        switch (command) {
            case 'K' -> eraseInLine(number(parameters, 0));
            case 'J' -> {
                if (number(parameters, 0) >= 2) {
                    clear();
                }
            }
            case 'C' -> moveTo(caret + number(parameters, 1));
            case 'D' -> caret = Math.max(lineStart, caret - number(parameters, 1));
            case 'G' -> moveTo(lineStart + number(parameters, 1) - 1);
            default -> { }
        }
    }

    private static int number(final String parameters, final int missing) {
        int value = 0;
        for (int i = 0; i < parameters.length() && i < 4; i++) {
            if (!Character.isDigit(parameters.charAt(i))) {
                return i == 0 ? missing : value;
            }
            value = value * 10 + parameters.charAt(i) - '0';
        }
        return parameters.isEmpty() ? missing : value;
    }

    private void moveTo(final int offset) {
        final int target = Math.max(lineStart, offset);
        while (text.length() < target) {
            touch(text.length());
            text.append(' ');
        }
        caret = target;
    }

    private void eraseInLine(final int what) {
        if (what == 0) {
            touch(caret);
            text.setLength(caret);
        } else {
            touch(lineStart);
            for (int i = lineStart; i < (what == 2 ? text.length() : Math.min(caret + 1, text.length())); i++) {
                text.setCharAt(i, ' ');
            }
        }
    }

    /** Forgets all text. */
    void clear() {
        text.setLength(0);
        lineStart = 0;
        caret = 0;
        changedFrom = 0;
        forgot = true;
    }

    private void forgetOld() {
        if (text.length() > capacity) {
            final int newline = text.indexOf("\n", text.length() - capacity * 3 / 4);
            final int cut = newline >= 0 && newline < lineStart ? newline + 1 : Math.min(lineStart, text.length() - capacity * 3 / 4);
            text.delete(0, cut);
            lineStart -= cut;
            caret -= cut;
            changedFrom = 0;
            forgot = true;
        }
    }

    /** What has changed: from {@code offset} on, the text is now {@code text}; before it, nothing has, unless all is new. */
    record Change(boolean allIsNew, int offset, String text) {
    }

    /** Returns what has changed since the last time this was asked. */
    Change takeChange() {
        final Change change = forgot ? new Change(true, 0, text.toString()) : new Change(false, changedFrom, text.substring(changedFrom));
        forgot = false;
        changedFrom = text.length();
        return change;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
