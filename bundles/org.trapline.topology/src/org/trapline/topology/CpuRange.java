// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology;

/**
 * A range of core numbers, both ends included, written {@code 2} or {@code 0-3}.
 * @param first lowest core number
 * @param last highest core number
 */
public record CpuRange(int first, int last) {

    /**
     * The range a text such as {@code 0-3} denotes.
     * @throws IllegalArgumentException with a message for the user
     */
    public static CpuRange valueOf(String text) {
        String[] ends = text.replaceAll("[\\s_]", "").split("-", -1);
        try {
            if (ends.length <= 2) {
                int first = Integer.parseInt(ends[0]);
                return new CpuRange(first, ends.length == 1 ? first : Integer.parseInt(ends[1]));
            }
        } catch (NumberFormatException e) {
            // Falls through: the same message as for any other text that is no range.
        }
        throw new IllegalArgumentException("'%s' is not a range of cores: expected, for example, 2 or 0-3".formatted(text));
    }

    /** How many cores it holds; not positive if the last is smaller than the first. */
    public int size() {
        return last - first + 1;
    }

    /** Whether the core belongs to it. */
    public boolean contains(int core) {
        return first <= core && core <= last;
    }

    /** Whether the two have a core in common. */
    public boolean overlaps(CpuRange other) {
        return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
