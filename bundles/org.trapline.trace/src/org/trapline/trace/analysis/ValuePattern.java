// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.Locale;

/**
 * A value in a filter: a name with wildcards and, where it reads as one, a number or a range of numbers.
 * @param text lower case, {@code *} for any characters and {@code ?} for one
 * @param range the numbers meant, or null
 */
record ValuePattern(String text, Range range) {

    /** Numbers from {@code low} to {@code high}, these included unless it is open; null where there is no limit. */
    record Range(Long low, Long high, boolean isOpen) {
        boolean containsSigned(long value) {
            int slack = isOpen ? 1 : 0;
            return (low == null || Long.compare(value, low) >= slack) && (high == null || Long.compare(high, value) >= slack);
        }

        boolean containsUnsigned(long value) {
            int slack = isOpen ? 1 : 0;
            return (low == null || Long.compareUnsigned(value, low) >= slack)
                && (high == null || Long.compareUnsigned(high, value) >= slack);
        }
    }

    static ValuePattern of(String text) {
        return new ValuePattern(text.toLowerCase(Locale.ROOT), range(text));
    }

    static ValuePattern of(Range range) {
        return new ValuePattern("", range);
    }

    boolean matchesName(String name) {
        return !text.isEmpty() && matches(0, name.toLowerCase(Locale.ROOT));
    }

    boolean matchesSigned(long value) {
        return range != null && range.containsSigned(value);
    }

    boolean matchesUnsigned(long value) {
        return range != null && range.containsUnsigned(value);
    }

    /** Matches with one point to come back to, the last star: earlier stars never need to take more. */
    private boolean matches(int start, String name) {
        int at = start;
        int in = 0;
        int star = -1;
        int starIn = 0;
        while (in < name.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                starIn = in;
            } else if (at < text.length() && (text.charAt(at) == '?' || text.charAt(at) == name.charAt(in))) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++starIn;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }

    private static Range range(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            Long number = number(text);
            return number == null ? null : new Range(number, number, false);
        }
        String from = text.substring(0, dots);
        String to = text.substring(dots + 2);
        Long low = number(from);
        Long high = number(to);
        boolean isRange = (low != null || from.isEmpty()) && (high != null || to.isEmpty()) && (low != null || high != null);
        return isRange ? new Range(low, high, false) : null;
    }

    /** Reads {@code 12}, {@code -1}, {@code 20_000}, {@code 0x8000_0000}; returns null for anything else. */
    static Long number(String text) {
        String digits = text.replace("_", "");
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return Long.parseUnsignedLong(digits.substring(2), 16);
            }
            return digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
