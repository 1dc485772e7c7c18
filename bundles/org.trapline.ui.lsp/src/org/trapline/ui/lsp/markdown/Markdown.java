// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown text as blocks: headings, paragraphs, lists, tables, code and rules. Raw HTML, images and footnotes are shown as
 * they are written.
 *
 * @param blocks from top to bottom
 */
public record Markdown(List<Block> blocks) {
    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.*?)\\s*#*");
    private static final Pattern RULE = Pattern.compile("(?:-\\s*){3,}|(?:\\*\\s*){3,}|(?:_\\s*){3,}");
    private static final Pattern ITEM = Pattern.compile("(\\s*)([-*+]|\\d+[.)])\\s+(.*)");
    private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+).*");
    private static final Pattern TABLE_RULE = Pattern.compile("\\s*\\|?\\s*:?-+:?\\s*(\\|\\s*:?-+:?\\s*)*\\|?\\s*");

    /** A part of the text that stands by itself. */
    public sealed interface Block {
    }

    /** @param level 1 to 6 */
    public record Heading(int level, List<Span> text) implements Block {
    }

    /** Running text. */
    public record Paragraph(List<Span> text) implements Block {
    }

    /**
     * An item of a list.
     * @param depth how many lists it is in, from 0
     * @param marker a bullet or the number as written
     */
    public record Item(int depth, String marker, List<Span> text) implements Block {
    }

    /** Text to be shown as it is, in a fixed-width font. */
    public record Code(String text) implements Block {
    }

    /** @param rows the first is the head */
    public record Table(List<List<List<Span>>> rows) implements Block {
    }

    /** A line across. */
    public record Rule() implements Block {
    }

    /**
     * A piece of text in one style.
     * @param link where it leads to, or null
     */
    public record Span(String text, boolean bold, boolean italic, boolean code, String link) {
    }

    /** Reads a text; whatever it contains, something is shown. */
    public static Markdown parse(final String text) {
        return new Parser(text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1)).parse();
    }

    private static final class Parser {
        private final String[] lines;
        private final List<Block> blocks = new ArrayList<>();
        private final StringBuilder paragraph = new StringBuilder();
        private int at;

        Parser(final String[] lines) {
            this.lines = lines;
        }

        Markdown parse() {
            while (at < lines.length) {
                block(lines[at]);
            }
            endParagraph();
            return new Markdown(List.copyOf(blocks));
        }

        private void block(final String line) {
            final Matcher heading = HEADING.matcher(line);
            final Matcher item = ITEM.matcher(line);
            if (line.isBlank()) {
                endParagraph();
                at++;
            } else if (FENCE.matcher(line).matches()) {
                endParagraph();
                fence(FENCE.matcher(line).replaceFirst("$1"));
            } else if (heading.matches()) {
                endParagraph();
                blocks.add(new Heading(heading.group(1).length(), Inline.parse(heading.group(2))));
                at++;
            } else if (RULE.matcher(line.strip()).matches()) {
                endParagraph();
                blocks.add(new Rule());
                at++;
            } else if (item.matches()) {
                endParagraph();
                item(item.group(1).length() / 2, item.group(2), item.group(3));
            } else if (paragraph.isEmpty() && line.startsWith("    ")) {
                indentedCode();
            } else if (at + 1 < lines.length && line.contains("|") && TABLE_RULE.matcher(lines[at + 1]).matches()) {
                endParagraph();
                table();
            } else {
                continueParagraph(line);
            }
        }

        // Two spaces or a backslash at the end of a line keep the line break.
        private void continueParagraph(final String line) {
            if (!paragraph.isEmpty() && paragraph.charAt(paragraph.length() - 1) != '\n') {
                paragraph.append(' ');
            }
            final boolean breaks = line.endsWith("  ") || line.endsWith("\\");
            paragraph.append((line.endsWith("\\") ? line.substring(0, line.length() - 1) : line).strip());
            if (breaks) {
                paragraph.append('\n');
            }
            at++;
        }

        private void endParagraph() {
            if (!paragraph.isEmpty()) {
                blocks.add(new Paragraph(Inline.parse(paragraph.toString().stripTrailing())));
                paragraph.setLength(0);
            }
        }

        private void fence(final String fence) {
            final List<String> code = new ArrayList<>();
            for (at++; at < lines.length && !lines[at].strip().startsWith(fence); at++) {
                code.add(lines[at]);
            }
            at++;
            blocks.add(new Code(String.join("\n", code)));
        }

        private void indentedCode() {
            final List<String> code = new ArrayList<>();
            for (; at < lines.length && (lines[at].startsWith("    ") || lines[at].isBlank()); at++) {
                code.add(lines[at].isBlank() ? "" : lines[at].substring(4));
            }
            blocks.add(new Code(String.join("\n", code).stripTrailing()));
        }

        private void item(final int depth, final String marker, final String text) {
            final StringBuilder all = new StringBuilder(text.strip());
            for (at++; at < lines.length && continuesItem(lines[at]); at++) {
                all.append(' ').append(lines[at].strip());
            }
            blocks.add(new Item(depth, Character.isDigit(marker.charAt(0)) ? marker : "•", Inline.parse(all.toString())));
        }

        private static boolean continuesItem(final String line) {
            return line.startsWith(" ") && !line.isBlank() && !ITEM.matcher(line).matches() && !FENCE.matcher(line).matches();
        }

        private void table() {
            final List<List<List<Span>>> rows = new ArrayList<>();
            rows.add(row(lines[at]));
            for (at += 2; at < lines.length && lines[at].contains("|"); at++) {
                rows.add(row(lines[at]));
            }
            blocks.add(new Table(List.copyOf(rows)));
        }

        private static List<List<Span>> row(final String line) {
            String inner = line.strip();
            inner = inner.startsWith("|") ? inner.substring(1) : inner;
            inner = inner.endsWith("|") && !inner.endsWith("\\|") ? inner.substring(0, inner.length() - 1) : inner;
            final List<List<Span>> cells = new ArrayList<>();
            for (final String cell : inner.split("(?<!\\\\)\\|", -1)) {
                cells.add(Inline.parse(cell.strip().replace("\\|", "|")));
            }
            return List.copyOf(cells);
        }
    }
}
