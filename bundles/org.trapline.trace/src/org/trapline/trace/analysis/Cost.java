// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

/**
 * How often something happened and how many cycles it took.
 * @param count how often
 * @param timed how often the end was seen, so that the cycles are known
 * @param min fewest cycles; 0 if never timed
 * @param max most cycles; 0 if never timed
 * @param total cycles together
 */
public record Cost(long count, long timed, long min, long max, long total) {
    static final Cost NONE = new Cost(0, 0, 0, 0, 0);

    /** Returns the mean cycles of those that were timed; 0 if none was. */
    public double mean() {
        return timed == 0 ? 0 : (double) total / timed;
    }

    Cost counted() {
        return new Cost(count + 1, timed, min, max, total);
    }

    Cost timed(long cycles) {
        return new Cost(count, timed + 1, timed == 0 ? cycles : Math.min(min, cycles), Math.max(max, cycles), total + cycles);
    }

    Cost plus(Cost other) {
        if (timed == 0 || other.timed == 0) {
            Cost known = timed == 0 ? other : this;
            return new Cost(count + other.count, known.timed, known.min, known.max, known.total);
        }
        return new Cost(count + other.count, timed + other.timed, Math.min(min, other.min), Math.max(max, other.max), total + other.total);
    }
}
