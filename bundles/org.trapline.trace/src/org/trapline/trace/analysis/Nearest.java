// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.Collection;

/** Finds what somebody may have meant. */
final class Nearest {
    private Nearest() {
    }

    /** Returns {@code "; did you mean 'x'?"} with the candidate nearest to a word, or an empty text if none is near. */
    static String hint(String word, Collection<String> candidates) {
        String best = null;
        int least = word.length() / 3 + 2;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best == null ? "" : "; did you mean '" + best + "'?";
    }

    /** Returns the fewest insertions, deletions and replacements that make one word of the other. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
