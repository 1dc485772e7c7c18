// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes become text as on a terminal. */
final class TerminalTextTest {
    private final TerminalText terminal = new TerminalText(1000);

    private void feed(final String text) {
        terminal.feed(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, quoteCharacter = '^', value = {
        "plain,plain",
        "a\\r\\nb,a\\nb",
        "loading 1%\\rloading 2%,loading 2%",
        "abc\\b\\bX,aXc",
        "a\\tb,a       b",
        "\\e[31mred\\e[0m,red",
        "old\\r\\e[Knew,new",
        "abc\\e[2DX,aXc",
        "gone\\e[2Jhere,here",
        "a\\ecb,ab",
        "a\\0\\7b,ab"})
    void controlsActOnTheLine(final String sent, final String shown) {
        feed(unescape(sent));
        assertEquals(unescape(shown), terminal.toString());
    }

    private static String unescape(final String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\b", "\b").replace("\\t", "\t").replace("\\e", "\u001b")
                .replace("\\0", "\0").replace("\\7", "\u0007");
    }

    @Test
    void aCharacterMayBeCutAnywhere() {
        for (final byte piece : "größer €".getBytes(StandardCharsets.UTF_8)) {
            terminal.feed(new byte[] {piece});
        }
        assertEquals("größer €", terminal.toString());
    }

    @Test
    void bytesThatAreNoTextAreShownAsSuch() {
        terminal.feed(new byte[] {'a', (byte) 0xff, 'b'});
        assertEquals("a\ufffdb", terminal.toString());
    }

    @Test
    void onlyWhatHasChangedIsTold() {
        feed("one\ntwo");
        assertEquals(new TerminalText.Change(false, 0, "one\ntwo"), terminal.takeChange());
        feed("\rT");
        assertEquals(new TerminalText.Change(false, 4, "Two"), terminal.takeChange());
        assertEquals("", terminal.takeChange().text());
    }

    @Test
    void oldTextIsForgottenAtALineAndTheRestStays() {
        for (int i = 0; i < 500; i++) {
            feed("line " + i + "\n");
        }
        assertTrue(terminal.toString().length() <= 1000);
        assertTrue(terminal.toString().startsWith("line "));
        assertTrue(terminal.toString().endsWith("line 499\n"));
        assertTrue(terminal.takeChange().allIsNew());
        assertFalse(terminal.takeChange().allIsNew());
    }

    @Test
    void anyBytesAreSurvived() {
        final Random random = new Random(11);
        final TerminalText any = new TerminalText(300);
        final StringBuilder mirror = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            final byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            any.feed(bytes);
            any.feed("\u001b[".getBytes(StandardCharsets.US_ASCII));
            final TerminalText.Change change = any.takeChange();
            mirror.setLength(change.allIsNew() ? 0 : change.offset());
            mirror.append(change.text());
            assertEquals(any.toString(), mirror.toString());
        }
    }

    @Test
    void aLineThatNeverEndsGoesOnBelowAndIsForgottenLikeOthers() {
        feed("a".repeat(5_000));
        assertTrue(terminal.toString().length() <= 2_500, "what is old is forgotten");
        assertTrue(terminal.toString().lines().allMatch(line -> line.length() <= 2_000));
    }

    @Test
    void ofWhatNobodyCouldReadTheLastPartIsKeptFromTheBeginningOfALine() {
        final Feed.Pending pending = new Feed.Pending(100);
        for (int i = 0; i < 1_000; i++) {
            pending.add(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
        }
        final String kept = new String(pending.take(), StandardCharsets.UTF_8);
        assertTrue(kept.startsWith("line ") && kept.endsWith("line 999\n"), kept);
        assertTrue(kept.length() >= 90 && kept.length() <= 200, "so much is kept: " + kept.length());
        assertEquals(0, pending.take().length, "it is taken once");
        pending.add("b".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        assertEquals("b".repeat(100), new String(pending.take(), StandardCharsets.UTF_8));
    }
}
