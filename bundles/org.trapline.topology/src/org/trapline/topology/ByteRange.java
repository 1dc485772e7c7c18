// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A half-open range of bytes, written {@code 16..32 MiB}. A start without a unit takes that of the end.
 * @param start first byte of the range
 * @param end first byte after the range
 */
public record ByteRange(long start, long end) {

    private static final Pattern SYNTAX = Pattern.compile("([0-9][0-9_]*)\\s*([A-Za-z]*)\\s*\\.\\.\\s*([0-9][0-9_]*)\\s*([A-Za-z]+)");

    /**
     * The range a text such as {@code 0..16 MiB} denotes.
     * @throws IllegalArgumentException with a message for the user
     */
    public static ByteRange valueOf(String text) {
        Matcher m = SYNTAX.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("'%s' is not a range of bytes: expected, for example, 0..16 MiB".formatted(text));
        }
        String endUnit = m.group(4);
        String startUnit = m.group(2).isEmpty() ? endUnit : m.group(2);
        return new ByteRange(ByteSize.of(number(m.group(1)), startUnit), ByteSize.of(number(m.group(3)), endUnit));
    }

    /** How many bytes it holds; not positive if the end does not lie after the start. */
    public long length() {
        return end - start;
    }

    /** Whether the two have a byte in common. */
    public boolean overlaps(ByteRange other) {
        return start < other.end && other.start < end;
    }

    @Override
    public String toString() {
        return ByteSize.format(start) + ".." + ByteSize.format(end);
    }

    private static BigDecimal number(String digits) {
        return new BigDecimal(digits.replace("_", ""));
    }
}
