// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.util.Optional;
import org.trapline.isa.Isa;
import org.trapline.isa.IsaException;

/** Reads isa strings for the checks that need to know extensions; what cannot be read is reported by one check and skipped by the others. */
final class IsaReader {

    /** The instruction set a text denotes, nothing if it denotes none. */
    Optional<Isa> parse(String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Isa.parse(text));
        } catch (IsaException e) {
            return Optional.empty();
        }
    }

    /** What is wrong with a text that denotes none. */
    Optional<String> problem(String text) {
        try {
            Isa.parse(text);
            return Optional.empty();
        } catch (IsaException e) {
            return Optional.of(e.getMessage());
        }
    }
}
