// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentLayoutTest {

    @Test
    void longLinesAreBrokenBetweenWordsAndLoseTheDotThere() {
        List<String> pieces = ContentLayout.broken("no machine of its own · a zone of this kernel · at most 0.25 cores · 8 MiB · 32 processes", TextStyle.BODY);
        assertEquals(2, pieces.size());
        pieces.forEach(piece -> assertTrue(TextMetrics.width(piece, TextStyle.BODY) <= ContentLayout.MOST_TEXT, piece));
        pieces.forEach(piece -> assertTrue(!piece.startsWith("·") && !piece.endsWith("·"), piece));
    }

    @Test
    void aWordThatIsTooLongStaysWhole() {
        String word = "rv64ima_zicsr_zifencei_and_a_great_many_other_extensions_with_long_names";
        assertEquals(List.of(word), ContentLayout.broken(word, TextStyle.BODY));
    }
}
