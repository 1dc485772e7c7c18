// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.Cause;

/**
 * An exception of the guest on its way to where it is taken. Each {@link PrivilegedState} has one and throws it again and again: it has no
 * stack trace, and what it says is valid until the next one.
 */
public final class Trap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Cause cause;
    private long value;

    Trap() {
        super(null, null, false, false);
    }

    Trap set(Cause newCause, long newValue) {
        cause = newCause;
        value = newValue;
        return this;
    }

    /** Returns why the trap is raised. */
    public Cause cause() {
        return cause;
    }

    /**
     * Returns what {@code xtval} gets. Kernels do not know the instruction word: for an illegal instruction this is 0, and whoever
     * executes the instruction takes its word instead.
     */
    public long value() {
        return value;
    }

    @Override
    public String getMessage() {
        return cause + " tval=0x" + Long.toHexString(value);
    }
}
