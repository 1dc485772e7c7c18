// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

/** Says why a text is no isa string; the message names the part at fault and what was expected. */
public final class IsaException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    IsaException(String message) {
        super(message);
    }
}
