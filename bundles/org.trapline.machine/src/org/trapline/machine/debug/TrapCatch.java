// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.debug;

import org.trapline.isa.Cause;
import org.trapline.isa.Privilege;

/**
 * Traps at which a hart is to stop, before the first instruction of the handler.
 *
 * @param cause the cause, or null for any
 * @param from  the mode in which it happened, or null for any
 * @param to    the mode that handles it, or null for any
 */
public record TrapCatch(Cause cause, Privilege from, Privilege to) {
    /** Returns the one for all traps of a cause. */
    public static TrapCatch of(Cause cause) {
        return new TrapCatch(cause, null, null);
    }

    boolean matches(Cause taken, Privilege before, Privilege after) {
        return (cause == null || cause == taken) && (from == null || from == before) && (to == null || to == after);
    }
}
