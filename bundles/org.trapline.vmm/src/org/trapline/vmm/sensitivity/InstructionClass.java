// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.sensitivity;

/** What a VMM has to know of an instruction: whether the hart reports it, and whether it would have to. */
public enum InstructionClass {
    PRIVILEGED_AND_SENSITIVE("privileged and sensitive", "traps in user mode, and has to"),
    PRIVILEGED("privileged", "traps in user mode, though nothing depends on it"),
    SENSITIVE("sensitive", "does not trap in user mode, though it would have to"),
    INNOCUOUS("neither", "the same in every mode: it may run natively");

    private final String label;
    private final String meaning;

    InstructionClass(final String label, final String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    static InstructionClass of(final boolean privileged, final boolean sensitive) {
        if (privileged) {
            return sensitive ? PRIVILEGED_AND_SENSITIVE : PRIVILEGED;
        }
        return sensitive ? SENSITIVE : INNOCUOUS;
    }

    /** What it is called: "privileged and sensitive". */
    public String label() {
        return label;
    }

    /** What that means for a VMM. */
    public String meaning() {
        return meaning;
    }
}
