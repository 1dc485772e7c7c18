// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import org.eclipse.core.runtime.preferences.InstanceScope;
import org.trapline.ui.Ids;

/** How many instructions a host may execute before it is stopped, as the user has set it. */
final class InstructionLimit {
    /** No limit. */
    static final long NONE = Long.MAX_VALUE;
    private static final String KEY = "instructionLimit";

    private InstructionLimit() {
    }

    static long get() {
        return InstanceScope.INSTANCE.getNode(Ids.BUNDLE).getLong(KEY, NONE);
    }

    static void set(final long limit) {
        InstanceScope.INSTANCE.getNode(Ids.BUNDLE).putLong(KEY, limit);
    }

    /**
     * Reads a number as people write it: {@code 1_000_000}, {@code 20M}, {@code 1.5 G}; empty for no limit.
     * @throws NumberFormatException says what is wrong
     */
    static long parse(final String text) {
        final String number = text.replace("_", "").replace(",", "").replace(" ", "").toUpperCase(java.util.Locale.ROOT);
        if (number.isEmpty()) {
            return NONE;
        }
        final int unit = "KMGT".indexOf(number.charAt(number.length() - 1));
        final String digits = unit < 0 ? number : number.substring(0, number.length() - 1);
        final double value;
        try {
            value = Double.parseDouble(digits) * Math.pow(1000, unit + 1);
        } catch (final NumberFormatException e) {
            throw new NumberFormatException("Write a number such as 5000, 20M or 1.5G, or nothing for no limit.");
        }
        if (!(value >= 1) || value >= Long.MAX_VALUE) {
            throw new NumberFormatException("At least one instruction must be allowed.");
        }
        return (long) value;
    }
}
