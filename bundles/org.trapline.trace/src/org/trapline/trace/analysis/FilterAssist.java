// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.trapline.trace.EventKind;
import org.trapline.trace.TraceNames;

/** Proposes how a filter may go on, for content assist. */
public final class FilterAssist {

    /**
     * A possible continuation.
     * @param text what replaces the characters from {@code from} to {@code to}
     * @param doc one line about it; may be empty
     */
    public record Proposal(String text, int from, int to, String doc) {
    }

    private static final int MAX_PROPOSALS = 500;

    private FilterAssist() {
    }

    /** Returns the keys or values that fit at a position in a filter, the keys in the language's order, the values sorted. */
    public static List<Proposal> propose(String filter, int offset, TraceNames names) {
        int start = conditionStart(filter, offset);
        String written = filter.substring(start, offset);
        int operator = operatorEnd(written);
        if (operator < 0) {
            return keys(written, start, offset);
        }
        FilterKey key = FilterKeys.all().get(written.substring(0, operator).replaceAll("[=!<>]+$", "").toLowerCase(Locale.ROOT));
        int from = Math.max(operator, written.lastIndexOf(',') + 1);
        return key == null ? List.of() : values(key, written.substring(from), start + from, offset, names);
    }

    private static List<Proposal> keys(String prefix, int from, int to) {
        List<Proposal> proposals = new ArrayList<>();
        for (FilterKey key : FilterKeys.all().values()) {
            if (key.label().startsWith(prefix.toLowerCase(Locale.ROOT))) {
                proposals.add(new Proposal(key.label() + "=", from, to, key.doc()));
            }
        }
        return proposals;
    }

    private static List<Proposal> values(FilterKey key, String prefix, int from, int to, TraceNames names) {
        String wanted = prefix.replaceFirst("^[\"']", "").toLowerCase(Locale.ROOT);
        List<Proposal> proposals = new ArrayList<>();
        for (String name : key.proposals(names)) {
            if (name.toLowerCase(Locale.ROOT).startsWith(wanted) && proposals.size() < MAX_PROPOSALS) {
                EventKind kind = key == CommonKey.KIND ? EventKind.byLabel(name) : null;
                proposals.add(new Proposal(quoted(name), from, to, kind == null ? "" : kind.doc()));
            }
        }
        return proposals;
    }

    private static String quoted(String name) {
        return name.chars().anyMatch(c -> Character.isWhitespace(c) || c == ',') ? '"' + name + '"' : name;
    }

    /** Returns where the condition that goes on at the offset begins, behind its {@code !}; quotes may contain spaces. */
    private static int conditionStart(String filter, int offset) {
        int start = 0;
        char quote = 0;
        for (int i = 0; i < offset; i++) {
            char c = filter.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (Character.isWhitespace(c) || c == '!' && i == start) {
                start = i + 1;
            }
        }
        return start;
    }

    private static int operatorEnd(String condition) {
        int at = 0;
        while (at < condition.length() && "=!<>".indexOf(condition.charAt(at)) < 0) {
            at++;
        }
        if (at == condition.length()) {
            return -1;
        }
        while (at < condition.length() && "=!<>".indexOf(condition.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
