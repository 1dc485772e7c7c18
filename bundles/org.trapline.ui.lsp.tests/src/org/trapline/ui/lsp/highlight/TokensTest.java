// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.highlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.jface.text.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens follow edits until the server answers. */
final class TokensTest {
    private final Tokens tokens = new Tokens();

    // add a0 # sum
    // 0   4  7
    @BeforeEach
    void load() {
        tokens.load(new Document("add a0 # sum\n"), List.of(0, 0, 3, 0, 0, 0, 4, 2, 1, 0, 0, 3, 5, 2, 0),
                List.of("function", "variable", "comment"));
    }

    private List<String> shown() {
        final List<String> shown = new ArrayList<>();
        for (int i = 0; i < tokens.count(); i++) {
            shown.add(tokens.style(i) + " " + tokens.start(i) + "+" + tokens.length(i));
        }
        return shown;
    }

    @Test
    void positionsAreRelativeToTheTokenBefore() {
        assertEquals(List.of("OPERATION 0+3", "REGISTER 4+2", "COMMENT 7+5"), shown());
    }

    @Test
    void textBeforeTokensMovesThem() {
        assertNull(tokens.edit(0, 0, "  "));
        assertEquals(List.of("OPERATION 2+3", "REGISTER 6+2", "COMMENT 9+5"), shown());
    }

    @Test
    void aWordGrowsAtItsEnd() {
        assertEquals(TokenStyle.OPERATION, tokens.edit(3, 0, "i"));
        assertEquals(List.of("OPERATION 0+4", "REGISTER 5+2", "COMMENT 8+5"), shown());
    }

    @Test
    void aBlankEndsAWordButNotAComment() {
        assertNull(tokens.edit(6, 0, " "));
        assertEquals(TokenStyle.COMMENT, tokens.edit(13, 0, " of"));
        assertEquals(List.of("OPERATION 0+3", "REGISTER 4+2", "COMMENT 8+8"), shown());
    }

    @Test
    void aNewLineEndsAComment() {
        assertNull(tokens.edit(9, 0, "\n"));
        assertEquals("COMMENT 7+2", shown().getLast());
    }

    @Test
    void removedTokensAreGoneAndCutOnesAreShorter() {
        tokens.edit(2, 6, "");
        assertEquals(List.of("OPERATION 0+2", "COMMENT 2+4"), shown());
    }
}
