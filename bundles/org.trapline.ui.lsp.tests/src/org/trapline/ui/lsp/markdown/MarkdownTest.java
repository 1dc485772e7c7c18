// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.markdown;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.ui.lsp.markdown.Markdown.Span;

/** Reading Markdown. */
final class MarkdownTest {

    private static Span plain(final String text) {
        return new Span(text, false, false, false, null);
    }

    @Test
    void blocksAreToldApart() {
        final Markdown markdown = Markdown.parse("""
                # Title
                one
                two

                - item
                  continued
                1. first

                ```
                code *as is*
                ```
                ---
                | a | b |
                |---|--:|
                | 1 | 2 |
                """);
        assertEquals(List.of(
                new Markdown.Heading(1, List.of(plain("Title"))),
                new Markdown.Paragraph(List.of(plain("one two"))),
                new Markdown.Item(0, "•", List.of(plain("item continued"))),
                new Markdown.Item(0, "1.", List.of(plain("first"))),
                new Markdown.Code("code *as is*"),
                new Markdown.Rule(),
                new Markdown.Table(List.of(List.of(List.of(plain("a")), List.of(plain("b"))),
                        List.of(List.of(plain("1")), List.of(plain("2")))))), markdown.blocks());
    }

    @Test
    void marksInALineStyleTheirText() {
        assertEquals(List.of(plain("a "), new Span("b", true, false, false, null), plain(" "), new Span("c", false, true, false, null),
                plain(" "), new Span("d*", false, false, true, null), plain(" "), new Span("e", false, false, false, "https://e.org")),
                Inline.parse("a **b** _c_ `d*` [e](https://e.org)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a * b", "snake_case_name", "2 ** 3", "`open", "[not a link", "a < b & c"})
    void aMarkWithoutItsPartnerIsText(final String text) {
        assertEquals(List.of(plain(text)), Inline.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*b*c", "x_1 [y](z) `q`", "# no heading", "<tag> & \\"})
    void escapedTextComesBackAsItWas(final String text) {
        assertEquals(List.of(new Markdown.Paragraph(List.of(plain(text)))), Markdown.parse(Markup.escape(text)).blocks());
    }
}
