// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the language that {@link TraceFilter} describes, from left to right, and stops at the first mistake. */
final class FilterParser {
    private static final String OPERATOR_STARTS = "=!<>";

    private final String text;
    private int at;

    FilterParser(String text) {
        this.text = text;
    }

    /** Returns the alternatives; one of them has to hold. */
    List<FilterTerm.All> parse() throws FilterException {
        List<FilterTerm.All> alternatives = new ArrayList<>();
        List<FilterTerm> terms = new ArrayList<>();
        skipSpace();
        while (at < text.length()) {
            int start = at;
            FilterTerm term = term();
            if (term != null) {
                terms.add(term);
            } else {
                skipSpace();
                if (terms.isEmpty() || at == text.length()) {
                    throw new FilterException("'or' stands between two conditions", start, 2);
                }
                alternatives.add(FilterTerm.All.of(terms));
                terms.clear();
            }
            skipSpace();
        }
        alternatives.add(FilterTerm.All.of(terms));
        return List.copyOf(alternatives);
    }

    /** Returns a condition, or null for the word {@code or}. */
    private FilterTerm term() throws FilterException {
        if (text.charAt(at) == '!') {
            int start = at++;
            skipSpace();
            FilterTerm term = at < text.length() ? term() : null;
            if (term == null) {
                throw new FilterException("a condition is expected after '!'", start, 1);
            }
            return new FilterTerm.Not(term);
        }
        int start = at;
        if (isQuote(text.charAt(at))) {
            return new FilterTerm.Contains(quoted().toLowerCase(Locale.ROOT));
        }
        String word = word(OPERATOR_STARTS);
        int end = at;
        skipSpace();
        String operator = operator();
        if (!operator.isEmpty()) {
            return comparison(word, start, end, operator);
        }
        at = end;
        if (word.equals("or")) {
            return null;
        }
        return new FilterTerm.Contains(word.toLowerCase(Locale.ROOT));
    }

    private FilterTerm comparison(String word, int start, int end, String operator) throws FilterException {
        if (word.isEmpty()) {
            throw new FilterException("a key is expected before '" + operator + "'", start, operator.length());
        }
        FilterKey key = FilterKeys.all().get(word.toLowerCase(Locale.ROOT));
        if (key == null) {
            throw new FilterException("there is no key '" + word + "'" + Nearest.hint(word, FilterKeys.all().keySet())
                + "; a text to search for that contains '" + operator + "' needs quotes", start, end - start);
        }
        List<ValuePattern> values = new ArrayList<>();
        do {
            skipSpace();
            values.add(operator.startsWith("<") || operator.startsWith(">") ? limit(key, operator) : value(key, operator));
        } while (acceptComma());
        return FilterTerm.Compare.of(key, operator.equals("!="), List.copyOf(values));
    }

    private ValuePattern limit(FilterKey key, String operator) throws FilterException {
        int start = at;
        String word = word(",");
        Long number = ValuePattern.number(word);
        if (number == null || !key.takesNumbers()) {
            String problem = key.takesNumbers() ? "a number is expected after '" + operator + "'"
                : "'" + key.label() + "' has names for values, '" + operator + "' compares numbers";
            throw new FilterException(problem, start, at - start);
        }
        boolean isOpen = operator.length() == 1;
        return ValuePattern.of(operator.startsWith("<") ? new ValuePattern.Range(null, number, isOpen)
            : new ValuePattern.Range(number, null, isOpen));
    }

    private ValuePattern value(FilterKey key, String operator) throws FilterException {
        int start = at;
        boolean isQuoted = at < text.length() && isQuote(text.charAt(at));
        String word = isQuoted ? quoted() : word(",");
        if (word.isEmpty()) {
            throw new FilterException("a value is expected after '" + key.label() + operator + "'", start, at - start);
        }
        ValuePattern pattern = ValuePattern.of(word);
        if (pattern.range() == null && !key.takesNames()) {
            throw new FilterException("'" + key.label() + "' takes a number such as 12 or 0x80000000, or a range such as 0x1000..0x1fff",
                start, at - start);
        }
        List<String> closed = key.closedNames();
        if (!closed.isEmpty() && closed.stream().noneMatch(pattern::matchesName) && (pattern.range() == null || key == CommonKey.KIND)) {
            throw new FilterException("'" + key.label() + "' is never '" + word + "'" + Nearest.hint(word, closed), start, at - start);
        }
        return pattern;
    }

    private String operator() {
        if (at == text.length() || OPERATOR_STARTS.indexOf(text.charAt(at)) < 0) {
            return "";
        }
        boolean two = at + 1 < text.length() && text.charAt(at + 1) == '=' && text.charAt(at) != '=';
        if (text.charAt(at) == '!' && !two) {
            return "";
        }
        int start = at;
        at += two ? 2 : 1;
        return text.substring(start, at);
    }

    private String word(String stops) {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws FilterException {
        int start = at;
        int close = text.indexOf(text.charAt(at), at + 1);
        if (close < 0) {
            throw new FilterException("the quote is not closed", start, text.length() - start);
        }
        at = close + 1;
        return text.substring(start + 1, close);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean acceptComma() {
        int end = at;
        skipSpace();
        boolean isThere = at < text.length() && text.charAt(at) == ',';
        at = isThere ? at + 1 : end;
        return isThere;
    }
}
