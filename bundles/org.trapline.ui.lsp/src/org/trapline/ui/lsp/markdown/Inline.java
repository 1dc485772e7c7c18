// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.markdown;

import java.util.ArrayList;
import java.util.List;

import org.trapline.ui.lsp.markdown.Markdown.Span;

/** Reads the marks inside a line of Markdown: emphasis, code and links. A mark that is not closed is text. */
final class Inline {
    private static final String ESCAPABLE = "\\`*_{}[]()#+-.!|<>~";

    private final String text;
    private final List<Span> spans = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private boolean bold;
    private boolean italic;
    private int at;

    private Inline(final String text) {
        this.text = text;
    }

    static List<Span> parse(final String text) {
        final Inline parser = new Inline(text);
        while (parser.at < text.length()) {
            parser.next();
        }
        parser.flush();
        return List.copyOf(parser.spans);
    }

    private void next() {
        final char c = text.charAt(at);
        final boolean taken = switch (c) {
            case '\\' -> escape();
            case '`' -> code();
            case '*', '_' -> emphasis(c);
            case '[' -> link();
            case '<' -> bareLink();
            case '&' -> entity();
            default -> false;
        };
        if (!taken) {
            plain.append(c);
            at++;
        }
    }

    private void flush() {
        if (!plain.isEmpty()) {
            spans.add(new Span(plain.toString(), bold, italic, false, null));
            plain.setLength(0);
        }
    }

    private boolean escape() {
        if (at + 1 < text.length() && ESCAPABLE.indexOf(text.charAt(at + 1)) >= 0) {
            plain.append(text.charAt(at + 1));
            at += 2;
            return true;
        }
        return false;
    }

    private boolean code() {
        int ticks = 1;
        while (at + ticks < text.length() && text.charAt(at + ticks) == '`') {
            ticks++;
        }
        final String fence = "`".repeat(ticks);
        final int end = text.indexOf(fence, at + ticks);
        if (end < 0) {
            return false;
        }
        flush();
        final String inner = text.substring(at + ticks, end);
        spans.add(new Span(ticks > 1 ? inner.strip() : inner, bold, italic, true, null));
        at = end + ticks;
        return true;
    }

    private boolean emphasis(final char mark) {
        final boolean strong = at + 1 < text.length() && text.charAt(at + 1) == mark;
        final String token = String.valueOf(mark).repeat(strong ? 2 : 1);
        final boolean open = strong ? bold : italic;
        if (open ? !closes(token) : !opens(token)) {
            return false;
        }
        flush();
        if (strong) {
            bold = !bold;
        } else {
            italic = !italic;
        }
        at += token.length();
        return true;
    }

    // An underscore inside a word, as in a_b_c, is no mark.
    private boolean opens(final String token) {
        final int after = at + token.length();
        final boolean insideWord = token.charAt(0) == '_' && at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
        return !insideWord && after < text.length() && !Character.isWhitespace(text.charAt(after)) && text.indexOf(token, after) > after;
    }

    private boolean closes(final String token) {
        final int after = at + token.length();
        final boolean insideWord = token.charAt(0) == '_' && after < text.length() && Character.isLetterOrDigit(text.charAt(after));
        return !insideWord && at > 0 && !Character.isWhitespace(text.charAt(at - 1));
    }

    private boolean link() {
        final int middle = text.indexOf("](", at);
        final int end = middle < 0 ? -1 : text.indexOf(')', middle);
        if (end < 0 || text.indexOf('[', at + 1) >= 0 && text.indexOf('[', at + 1) < middle) {
            return false;
        }
        flush();
        spans.add(new Span(text.substring(at + 1, middle).replace("`", ""), bold, italic, false, text.substring(middle + 2, end).strip()));
        at = end + 1;
        return true;
    }

    private boolean bareLink() {
        final int end = text.indexOf('>', at);
        final String target = end < 0 ? "" : text.substring(at + 1, end);
        if (!target.startsWith("https://") && !target.startsWith("http://")) {
            return false;
        }
        flush();
        spans.add(new Span(target, bold, italic, false, target));
        at = end + 1;
        return true;
    }

    private boolean entity() {
        for (final String[] known : new String[][] {{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&nbsp;", "\u00a0"}, {"&quot;", "\""}}) {
            if (text.startsWith(known[0], at)) {
                plain.append(known[1]);
                at += known[0].length();
                return true;
            }
        }
        return false;
    }
}
