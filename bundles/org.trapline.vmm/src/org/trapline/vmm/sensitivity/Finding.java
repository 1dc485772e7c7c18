// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.sensitivity;

/**
 * What the experiment has shown of one specimen.
 *
 * @param specimen          what was executed
 * @param privileged        it traps in user mode where it completes in a more privileged one
 * @param controlSensitive  it changes, without a trap, what the machine's resources are or who has them; what it was that changed, or null
 * @param behaviorSensitive what it computes depends on the mode or on the state of the resources; on which, or null
 */
public record Finding(Specimen specimen, boolean privileged, String controlSensitive, String behaviorSensitive) {
    /** Tells whether it is sensitive, one way or the other. */
    public boolean sensitive() {
        return controlSensitive != null || behaviorSensitive != null;
    }

    /** Returns which of the four kinds it is of. */
    public InstructionClass kind() {
        return InstructionClass.of(privileged, sensitive());
    }

    /** Tells whether it stands in the way of trap-and-emulate. */
    public boolean breaksCondition() {
        return kind() == InstructionClass.SENSITIVE;
    }

    /** Returns what makes it sensitive, as a phrase; empty if it is not. */
    public String evidence() {
        if (controlSensitive != null && behaviorSensitive != null) {
            return controlSensitive + "; " + behaviorSensitive;
        }
        return controlSensitive != null ? controlSensitive : behaviorSensitive != null ? behaviorSensitive : "";
    }
}
