// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trapline.topology.ByteSize;

/** Sizes of memory as people type them. */
final class Sizes {
    static final String HINT = "Write an amount of memory in whole pages of 4 KiB, such as 8 MiB.";
    private static final Pattern SIZE = Pattern.compile("\\s*([0-9][0-9._]*)\\s*([KMGT]?i?B?)\\s*", Pattern.CASE_INSENSITIVE);
    private static final long PAGE = 4096;

    private Sizes() {
    }

    /** Reads {@code 8 MiB}, {@code 8M} or {@code 8 mb}, all the same, and whole pages only; empty if it is no such amount. */
    static OptionalLong parse(final String text) {
        final Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        final String unit = matcher.group(2).toUpperCase(java.util.Locale.ROOT);
        try {
            final long bytes = ByteSize.of(matcher.group(1), unit.isEmpty() || unit.startsWith("B") ? "B" : unit.charAt(0) + "iB");
            return bytes > 0 && bytes % PAGE == 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
        } catch (final IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }
}
