// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A length of virtual time, written with its unit: {@code 2000 instr}, {@code 500 us}.
 * @param amount not negative
 * @param unit what is counted
 */
public record VirtualTime(long amount, Unit unit) {

    private static final Pattern SYNTAX = Pattern.compile("([0-9][0-9_]*)\\s*([A-Za-z]+)");

    /** What virtual time is counted in. */
    public enum Unit {
        /** Retired instructions. */
        INSTRUCTIONS("instr", 0),
        /** Cycles of the hart's clock. */
        CYCLES("cycles", 0),
        /** Nanoseconds of the machine's own clock. */
        NANOSECONDS("ns", 1),
        /** Microseconds of the machine's own clock. */
        MICROSECONDS("us", 1_000),
        /** Milliseconds of the machine's own clock. */
        MILLISECONDS("ms", 1_000_000),
        /** Seconds of the machine's own clock. */
        SECONDS("s", 1_000_000_000);

        private final String symbol;
        private final long nanoseconds;

        Unit(String symbol, long nanoseconds) {
            this.symbol = symbol;
            this.nanoseconds = nanoseconds;
        }

        /** How it is written. */
        public String symbol() {
            return symbol;
        }

        /** How many nanoseconds it is; 0 for the units that do not depend on a clock rate. */
        public long nanoseconds() {
            return nanoseconds;
        }

        /** All symbols, separated by commas, for messages. */
        public static String symbols() {
            return Arrays.stream(values()).map(Unit::symbol).collect(Collectors.joining(", "));
        }

        /**
         * The unit with a symbol.
         * @throws IllegalArgumentException with a message for the user
         */
        public static Unit of(String symbol) {
            for (Unit unit : values()) {
                if (unit.symbol.equals(symbol)) {
                    return unit;
                }
            }
            throw new IllegalArgumentException("'%s' is not a unit of time: expected one of %s".formatted(symbol, symbols()));
        }
    }

    /**
     * The time a text such as {@code 500 us} denotes.
     * @throws IllegalArgumentException with a message for the user
     */
    public static VirtualTime valueOf(String text) {
        Matcher m = SYNTAX.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("'%s' is not a length of time: expected, for example, 2000 instr or 500 us".formatted(text));
        }
        Unit unit = Unit.of(m.group(2));
        try {
            return new VirtualTime(Long.parseLong(m.group(1).replace("_", "")), unit);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is too long a time".formatted(text), e);
        }
    }

    @Override
    public String toString() {
        return amount + " " + unit.symbol();
    }
}
