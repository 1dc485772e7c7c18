// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

final class EscapeTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private int quits;
    private final Escape escape = new Escape(() -> quits++, new PrintStream(said, true, StandardCharsets.UTF_8));

    private String typed(String keys) {
        byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
        return new String(escape.filter(bytes, bytes.length), StandardCharsets.UTF_8);
    }

    @Test
    void everythingElseIsForTheGuest() {
        assertEquals("x\u0003ä\n", typed("x\u0003ä\n"));
    }

    @Test
    void controlAAndXEndTheRunThoughTheyComeOneByOne() {
        assertEquals("ls", typed("ls\u0001"));
        assertEquals(0, quits);
        assertEquals("", typed("x"));
        assertEquals(1, quits);
        assertEquals("x", typed("x"));
    }

    @Test
    void controlATwiceIsTypedOnce() {
        assertEquals("a\u0001b", typed("a\u0001\u0001b"));
        assertEquals("\u0001", typed("\u0001a"));
    }

    @Test
    void anyOtherKeyTellsWhatThereIs() {
        assertEquals("", typed("\u0001h"));
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("Ctrl-A x"));
    }
}
