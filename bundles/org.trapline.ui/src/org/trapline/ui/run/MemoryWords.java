// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.trapline.runtime.snapshot.MemorySnapshot;

/** Says where the memory of a virtual machine is. */
public final class MemoryWords {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    private MemoryWords() {
    }

    /** Returns how much is resident, and {@link #elsewhere}. */
    public static String of(final MemorySnapshot memory) {
        final String resident = memory.resident() == memory.size() ? "all resident" : amount(memory.resident()) + " resident";
        final String rest = elsewhere(memory);
        return rest.isEmpty() ? resident : resident + ", " + rest;
    }

    /** Returns how much is swapped out, given back, and asked for; empty if nothing is. */
    public static String elsewhere(final MemorySnapshot memory) {
        final List<String> words = new ArrayList<>();
        if (memory.swapped() > 0) {
            words.add(amount(memory.swapped()) + " swapped out");
        }
        if (memory.given() > 0) {
            words.add(amount(memory.given()) + " given back");
        }
        if (memory.wanted() < memory.size() - memory.given()) {
            words.add(amount(memory.size() - memory.given() - memory.wanted()) + " asked back");
        }
        return String.join(", ", words);
    }

    private static String amount(final long bytes) {
        return bytes < MIB ? bytes / KIB + " KiB" : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MIB).replace(".0 ", " ");
    }
}
