// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trapline.ui.lsp.completion.Snippet.Stop;

/** Reading snippets. */
final class SnippetTest {

    @Test
    void placesHoldTheirDefaultsAndTheCaretEndsAtZero() {
        final Snippet snippet = Snippet.parse("li ${1:a0}, ${2|0,1|}$0 # $1");
        assertEquals("li a0, 0 # a0", snippet.text());
        assertEquals(List.of(new Stop(1, 3, 2, List.of()), new Stop(1, 11, 2, List.of()), new Stop(2, 7, 1, List.of("0", "1")),
                new Stop(0, 8, 0, List.of())), snippet.stops());
        assertEquals(8, snippet.exit());
    }

    @Test
    void withoutPlacesTheCaretEndsBehindTheText() {
        final Snippet snippet = Snippet.parse("ret");
        assertFalse(snippet.hasStops());
        assertEquals(3, snippet.exit());
    }

    @Test
    void escapedMarksAndVariablesAreNoPlaces() {
        assertEquals("cost $5 } file", Snippet.parse("cost \\$5 \\} $TM_NAME${TM_FILE:file}").text());
    }

    @Test
    void anUnfinishedSnippetIsStillText() {
        assertEquals("a b", Snippet.parse("a ${1:b").text());
    }

    @Test
    void candidatesFitByTheirBeginningOrThatOfAPart() {
        assertEquals(0, Match.offset("mtvec", "MT"));
        assertEquals(5, Match.offset("trap_handler", "hand"));
        assertEquals(-1, Match.offset("mtvec", "vec"));
    }
}
