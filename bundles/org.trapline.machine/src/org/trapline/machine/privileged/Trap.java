// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.Cause;

/**
 * An exception of the guest on its way to where it is taken. Each {@link PrivilegedState} has one and throws it again and again: it has no
 * stack trace, and what it says is valid until the next one.
 */
public final class Trap extends RuntimeException {
    /** Stands for the implicit reading of an entry of a guest's page table, where {@code htinst} would tell an instruction. */
    public static final long READ_FOR_TRANSLATION = 0x3000;
    /** Stands for the implicit writing of an entry of a guest's page table, where {@code htinst} would tell an instruction. */
    public static final long WRITE_FOR_TRANSLATION = 0x3020;

    private static final long serialVersionUID = 1L;

    private Cause cause;
    private long value;
    private boolean guest;
    private long gpa;
    private long instruction;

    Trap() {
        super(null, null, false, false);
    }

    Trap set(Cause newCause, long newValue) {
        return set(newCause, newValue, false, 0, 0);
    }

    Trap set(Cause newCause, long newValue, boolean isGuest, long newGpa, long newInstruction) {
        cause = newCause;
        value = newValue;
        guest = isGuest;
        gpa = newGpa;
        instruction = newInstruction;
        return this;
    }

    /** Forgets everything but the cause, so that it is not taken for a part of a later trap. */
    void taken() {
        guest = false;
        gpa = 0;
        instruction = 0;
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

    /** Tells whether the access that failed was one to a guest's memory, whatever mode made it. */
    boolean isGuest() {
        return guest;
    }

    /** Returns the guest physical address that the second stage of translation refused, or 0. */
    long gpa() {
        return gpa;
    }

    /** Returns what {@code htinst} or {@code mtinst} gets. */
    long instruction() {
        return instruction;
    }

    void setInstruction(long transformed) {
        instruction = transformed;
    }

    @Override
    public String getMessage() {
        return cause + " tval=0x" + Long.toHexString(value);
    }
}
