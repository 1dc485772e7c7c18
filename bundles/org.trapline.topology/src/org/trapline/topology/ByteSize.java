// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology;

import java.math.BigDecimal;
import java.util.List;

/** Numbers of bytes as people write them: an amount and a binary unit. */
public final class ByteSize {

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final int BITS_OF_A_POWER = 10;
    /** A whole number of so many digits does not overflow in any unit. */
    private static final int SHORT = 6;

    private ByteSize() {
    }

    /** The units, smallest first. */
    public static List<String> units() {
        return UNITS;
    }

    /**
     * The number of bytes of an amount in a unit.
     * @throws IllegalArgumentException if the unit is unknown, the result is no whole number of bytes, or it exceeds 2^63 - 1;
     *         the message is meant for the user
     */
    public static long of(BigDecimal amount, String unit) {
        int power = UNITS.indexOf(unit);
        if (power < 0) {
            throw new IllegalArgumentException(unknownUnit(unit));
        }
        try {
            return amount.multiply(BigDecimal.valueOf(1024).pow(power)).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'%s %s' is not a whole number of bytes that fits into 63 bits".formatted(amount.toPlainString(), unit), e);
        }
    }

    /**
     * The same for an amount as it is written: digits, a point, and {@code _} or spaces between digits.
     * @throws NumberFormatException if it is no such amount
     */
    public static long of(String amount, String unit) {
        String digits = amount.replace("_", "").replace(" ", "");
        int power = UNITS.indexOf(unit);
        // Nearly every size is like this, and BigDecimal takes longer to initialise than a small configuration takes to be read.
        if (power >= 0 && digits.length() <= SHORT && digits.indexOf('.') < 0) {
            return Long.parseLong(digits) << BITS_OF_A_POWER * power;
        }
        return of(new BigDecimal(digits), unit);
    }

    /** The size in the largest unit that needs no fraction: 65536 is {@code 64 KiB}. */
    public static String format(long bytes) {
        int power = 0;
        long amount = bytes;
        while (amount != 0 && amount % 1024 == 0 && power < UNITS.size() - 1) {
            amount /= 1024;
            power++;
        }
        return amount + " " + UNITS.get(power);
    }

    private static String unknownUnit(String unit) {
        String binary = switch (unit.toLowerCase(java.util.Locale.ROOT)) {
            case "k", "kb", "kib" -> "KiB";
            case "m", "mb", "mib" -> "MiB";
            case "g", "gb", "gib" -> "GiB";
            case "t", "tb", "tib" -> "TiB";
            case "b", "byte", "bytes" -> "B";
            default -> null;
        };
        return "'%s' is not a unit of memory: %s".formatted(unit,
                binary == null ? "expected one of " + String.join(", ", UNITS) : "write " + binary);
    }
}
