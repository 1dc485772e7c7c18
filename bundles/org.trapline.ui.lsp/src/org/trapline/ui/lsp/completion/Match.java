// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.completion;

import java.util.Locale;

/** How what was typed fits a candidate: as its beginning, as the beginning of a part of it, or not. */
final class Match {
    private Match() {
    }

    /**
     * Returns where the typed text stands in the candidate, ignoring case.
     * @return 0 at the beginning, the offset of the word part that begins so ({@code tvec} in {@code mtvec_base} does not, {@code base}
     *         does), or -1
     */
    static int offset(final String candidate, final String typed) {
        final String whole = candidate.toLowerCase(Locale.ROOT);
        final String part = typed.toLowerCase(Locale.ROOT);
        if (whole.startsWith(part)) {
            return 0;
        }
        for (int at = whole.indexOf(part, 1); at > 0; at = whole.indexOf(part, at + 1)) {
            final boolean startsPart = !Character.isLetterOrDigit(candidate.charAt(at - 1))
                    || Character.isUpperCase(candidate.charAt(at)) && Character.isLowerCase(candidate.charAt(at - 1));
            if (startsPart && part.length() > 1) {
                return at;
            }
        }
        return -1;
    }
}
