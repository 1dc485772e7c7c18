// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** When somebody who looks at a console sees what a guest has printed. */
class ConsoleTest {
    private static final int PATIENCE = 10;

    private final List<String> pieces = new ArrayList<>();
    private final Console console = new Console(null);

    ConsoleTest() {
        console.connect(bytes -> pieces.add(new String(bytes, StandardCharsets.UTF_8)), () -> { });
    }

    private void print(String text) {
        text.chars().forEach(console::put);
    }

    private void pass(int slices) {
        for (int i = 0; i < slices; i++) {
            console.flushAfter(PATIENCE);
        }
    }

    @Test
    void aLineIsHandedOnAsAWholeUnlessThereIsAPauseInIt() {
        print("half ");
        pass(PATIENCE - 1);
        print("a line\n");
        assertEquals(List.of("half a line\n"), pieces);
        print("login: ");
        pass(PATIENCE + 1);
        assertEquals(List.of("half a line\n", "login: "), pieces);
    }

    @Test
    void aLineThatNeverEndsIsSeenAllTheSame() {
        for (int slice = 0; slice < 1_000; slice++) {
            print(".");
            pass(1);
        }
        assertTrue(String.join("", pieces).length() > 800, () -> pieces.size() + " pieces");
        assertTrue(pieces.size() < 100, "in pieces of some length");
    }
}
