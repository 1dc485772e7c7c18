// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology;

import java.math.BigDecimal;
import java.util.List;

/** Bits per second as people write them: an amount and a decimal unit, {@code 100 Mbit}. */
public final class BitRate {

    private static final List<String> UNITS = List.of("bit", "Kbit", "Mbit", "Gbit");

    private BitRate() {
    }

    /** The units, smallest first. */
    public static List<String> units() {
        return UNITS;
    }

    /**
     * The bits per second of an amount in a unit.
     * @throws IllegalArgumentException with a message for the user
     */
    public static long of(BigDecimal amount, String unit) {
        int power = UNITS.indexOf(unit);
        if (power < 0) {
            throw new IllegalArgumentException("'%s' is not a unit of bandwidth: expected one of %s".formatted(unit, String.join(", ", UNITS)));
        }
        try {
            return amount.multiply(BigDecimal.TEN.pow(3 * power)).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'%s %s' is not a whole number of bits a second that fits into 63 bits".formatted(amount.toPlainString(), unit), e);
        }
    }

    /** The rate in the largest unit that needs no fraction. */
    public static String format(long bitsPerSecond) {
        int power = 0;
        long amount = bitsPerSecond;
        while (amount != 0 && amount % 1000 == 0 && power < UNITS.size() - 1) {
            amount /= 1000;
            power++;
        }
        return amount + " " + UNITS.get(power);
    }
}
