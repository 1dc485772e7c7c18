// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ST;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.RGB;

/** Lays Markdown out in a text widget, in the widget's own colours. */
public final class MarkdownText {
    private static final int INDENT_PX = 18;
    private static final int COLUMN_GAP = 2;

    /**
     * Lines that share an indentation.
     * @param hanging what stands before the text of the first line, so that the others begin under it; empty for nothing
     */
    private record Indent(int start, int end, int pixels, String hanging) {
    }

    private final StyledText widget;
    private final StringBuilder text = new StringBuilder();
    private final List<StyleRange> styles = new ArrayList<>();
    private final List<Indent> indents = new ArrayList<>();
    private final Font codeFont;
    private final Font codeBoldFont;

    private MarkdownText(final StyledText widget) {
        this.widget = widget;
        this.codeFont = JFaceResources.getFont(JFaceResources.TEXT_FONT);
        this.codeBoldFont = JFaceResources.getFontRegistry().getBold(JFaceResources.TEXT_FONT);
    }

    /** Replaces a widget's text by Markdown. What a click on a link does, {@link #onLink} says. */
    public static void show(final StyledText widget, final Markdown markdown) {
        final MarkdownText layout = new MarkdownText(widget);
        layout.blocks(markdown.blocks());
        layout.apply();
    }

    /** Calls back with the target when a link in that widget is clicked. */
    public static void onLink(final StyledText widget, final Consumer<String> listener) {
        widget.addListener(SWT.MouseUp, event -> linkAt(widget, event.x, event.y).ifPresent(listener));
        widget.addListener(SWT.MouseMove, event -> widget.setCursor(
                linkAt(widget, event.x, event.y).isPresent() ? widget.getDisplay().getSystemCursor(SWT.CURSOR_HAND) : null));
    }

    private static Optional<String> linkAt(final StyledText widget, final int x, final int y) {
        final int offset = widget.getOffsetAtPoint(new org.eclipse.swt.graphics.Point(x, y));
        final StyleRange style = offset < 0 || offset >= widget.getCharCount() ? null : widget.getStyleRangeAtOffset(offset);
        return style != null && style.data instanceof final String target ? Optional.of(target)
                : Optional.empty();
    }

    private void blocks(final List<Markdown.Block> blocks) {
        Markdown.Block before = null;
        for (final Markdown.Block block : blocks) {
            if (before != null) {
                final boolean tight = before instanceof Markdown.Item && block instanceof Markdown.Item;
                text.append(tight || before instanceof Markdown.Heading ? "\n" : "\n\n");
            }
            block(block);
            before = block;
        }
    }

    private void block(final Markdown.Block block) {
        final int start = text.length();
        switch (block) {
            case final Markdown.Heading heading -> {
                spans(heading.text());
                style(start, text.length()).fontStyle = SWT.BOLD;
            }
            case final Markdown.Paragraph paragraph -> spans(paragraph.text());
            case final Markdown.Item item -> {
                text.append(item.marker()).append(' ');
                spans(item.text());
                indents.add(new Indent(start, text.length(), INDENT_PX * (item.depth() + 1), item.marker() + " "));
            }
            case final Markdown.Code code -> {
                text.append(code.text());
                style(start, text.length()).font = codeFont;
                indents.add(new Indent(start, text.length(), INDENT_PX / 2, ""));
            }
            case final Markdown.Table table -> table(table);
            case final Markdown.Rule rule -> {
                text.append("─".repeat(24));
                style(start, text.length()).foreground = faint();
            }
        }
    }

    private void spans(final List<Markdown.Span> spans) {
        for (final Markdown.Span span : spans) {
            span(span, false);
        }
    }

    private void span(final Markdown.Span span, final boolean fixedWidth) {
        final int start = text.length();
        text.append(span.text());
        final StyleRange style = style(start, text.length());
        if (span.code() || fixedWidth) {
            style.font = span.bold() ? codeBoldFont : codeFont;
        }
        style.fontStyle = (span.bold() ? SWT.BOLD : SWT.NORMAL) | (span.italic() ? SWT.ITALIC : SWT.NORMAL);
        if (span.link() != null) {
            style.underline = true;
            style.underlineStyle = SWT.UNDERLINE_LINK;
            style.data = span.link();
        }
    }

    // A table is set in a fixed-width font, its columns padded.
    private void table(final Markdown.Table table) {
        final int columns = table.rows().stream().mapToInt(List::size).max().orElse(0);
        final int[] widths = new int[columns];
        for (final List<List<Markdown.Span>> row : table.rows()) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], length(row.get(c)));
            }
        }
        final int start = text.length();
        for (int r = 0; r < table.rows().size(); r++) {
            if (r > 0) {
                text.append('\n');
            }
            row(table.rows().get(r), widths, r == 0);
        }
        final StyleRange all = new StyleRange();
        all.start = start;
        all.length = text.length() - start;
        all.font = codeFont;
        styles.add(0, all);
        indents.add(new Indent(start, text.length(), INDENT_PX / 2, ""));
    }

    private void row(final List<List<Markdown.Span>> row, final int[] widths, final boolean head) {
        for (int c = 0; c < row.size(); c++) {
            for (final Markdown.Span span : row.get(c)) {
                span(new Markdown.Span(span.text(), span.bold() || head, span.italic(), true, span.link()), true);
            }
            if (c + 1 < row.size()) {
                final int padding = text.length();
                text.append(" ".repeat(widths[c] - length(row.get(c)) + COLUMN_GAP));
                style(padding, text.length()).font = codeFont;
            }
        }
    }

    private static int length(final List<Markdown.Span> spans) {
        return spans.stream().mapToInt(span -> span.text().length()).sum();
    }

    private StyleRange style(final int start, final int end) {
        final StyleRange style = new StyleRange();
        style.start = start;
        style.length = end - start;
        styles.add(style);
        return style;
    }

    private void apply() {
        widget.setText(text.toString());
        for (final StyleRange style : styles) {
            if (style.length > 0) {
                widget.setStyleRange(style);
            }
        }
        for (final Indent indent : indents) {
            indent(indent);
        }
    }

    private void indent(final Indent indent) {
        final int first = widget.getLineAtOffset(indent.start());
        final int last = widget.getLineAtOffset(Math.max(indent.start(), indent.end() - 1));
        final int hanging = width(indent.hanging());
        for (int line = first; line <= last; line++) {
            widget.setLineIndent(line, 1, indent.pixels());
            widget.setLineWrapIndent(line, 1, indent.pixels() + hanging);
        }
    }

    private int width(final String words) {
        final GC gc = new GC(widget);
        try {
            gc.setFont(widget.getFont());
            return words.isEmpty() ? 0 : gc.textExtent(words).x;
        } finally {
            gc.dispose();
        }
    }

    private Color faint() {
        final RGB front = widget.getForeground().getRGB();
        final RGB back = widget.getBackground().getRGB();
        return new Color((front.red + back.red) / 2, (front.green + back.green) / 2, (front.blue + back.blue) / 2);
    }

    /** Makes a widget fit to show Markdown in. */
    public static StyledText create(final org.eclipse.swt.widgets.Composite parent, final int style) {
        final StyledText widget = new StyledText(parent, style | SWT.READ_ONLY | SWT.WRAP | SWT.MULTI);
        widget.setCaret(null);
        widget.setKeyBinding(SWT.MOD1 | 'A', ST.SELECT_ALL);
        widget.setMargins(6, 4, 6, 4);
        widget.setLineSpacing(2);
        return widget;
    }
}
