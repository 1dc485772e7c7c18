// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.completion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Text with places to fill in, written as <code>li ${1:a0}, ${2|0,1|}$0</code>.
 *
 * @param text what is inserted, the places holding their defaults
 * @param stops the places, in the order in which they are visited; a number may occur more than once
 */
record Snippet(String text, List<Stop> stops) {
    /**
     * A place to fill in.
     * @param number places of one number are filled in together; 0 is where the caret ends
     * @param choices what may stand here; empty for anything
     */
    record Stop(int number, int offset, int length, List<String> choices) {
    }

    /** Reads a snippet. Variables ({@code $NAME}) are replaced by their default. */
    static Snippet parse(final String source) {
        return new Parser(source).parse();
    }

    /** Returns whether there is anything to fill in. */
    boolean hasStops() {
        return stops.stream().anyMatch(stop -> stop.number() > 0);
    }

    /** Returns where the caret goes at last. */
    int exit() {
        return stops.stream().filter(stop -> stop.number() == 0).mapToInt(Stop::offset).findFirst().orElse(text.length());
    }

    private static final class Parser {
        private final String source;
        private final StringBuilder text = new StringBuilder();
        private final List<Stop> stops = new ArrayList<>();
        private final Map<Integer, String> defaults = new HashMap<>();
        private int at;

        Parser(final String source) {
            this.source = source;
        }

        Snippet parse() {
            until('\0');
            stops.sort((a, b) -> Integer.compare(order(a), order(b)));
            return new Snippet(text.toString(), List.copyOf(stops));
        }

        private static int order(final Stop stop) {
            return stop.number() == 0 ? Integer.MAX_VALUE : stop.number();
        }

        private void until(final char end) {
            while (at < source.length() && (end == '\0' || source.charAt(at) != end)) {
                final char c = source.charAt(at);
                if (c == '\\' && at + 1 < source.length()) {
                    text.append(source.charAt(at + 1));
                    at += 2;
                } else if (c == '$' && at + 1 < source.length()) {
                    at++;
                    dollar();
                } else {
                    text.append(c);
                    at++;
                }
            }
        }

        private void dollar() {
            if (Character.isDigit(source.charAt(at))) {
                place(number());
            } else if (source.charAt(at) == '{') {
                at++;
                braces();
            } else if (Character.isJavaIdentifierStart(source.charAt(at))) {
                name();
            } else {
                text.append('$');
            }
        }

        private void braces() {
            if (at < source.length() && Character.isDigit(source.charAt(at))) {
                final int number = number();
                if (peek(':')) {
                    at++;
                    final int start = text.length();
                    until('}');
                    defaults.putIfAbsent(number, text.substring(start));
                    stops.add(new Stop(number, start, text.length() - start, List.of()));
                } else if (peek('|')) {
                    at++;
                    choices(number);
                } else {
                    place(number);
                }
            } else {
                name();
                if (peek(':')) {
                    at++;
                    until('}');
                }
            }
            while (at < source.length() && source.charAt(at) != '}') {
                at++;
            }
            at++;
        }

        private void choices(final int number) {
            final int end = source.indexOf("|}", at);
            final List<String> choices = List.of(source.substring(at, end < 0 ? source.length() : end).split(","));
            at = end < 0 ? source.length() : end + 1;
            defaults.putIfAbsent(number, choices.getFirst());
            stops.add(new Stop(number, text.length(), choices.getFirst().length(), choices));
            text.append(choices.getFirst());
        }

        private void place(final int number) {
            final String value = defaults.getOrDefault(number, "");
            stops.add(new Stop(number, text.length(), value.length(), List.of()));
            text.append(value);
        }

        private int number() {
            final int start = at;
            while (at < source.length() && Character.isDigit(source.charAt(at))) {
                at++;
            }
            return Integer.parseInt(source.substring(start, at));
        }

        private void name() {
            while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
                at++;
            }
        }

        private boolean peek(final char c) {
            return at < source.length() && source.charAt(at) == c;
        }
    }
}
