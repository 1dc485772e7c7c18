// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

/**
 * How to get from a word of translated code that was not executed to a state of the guest between two of its instructions. Registers are restored first,
 * then one may be set.
 *
 * @param pc          the guest's pc
 * @param atTarget    whether the pc is {@link Bank#TARGET} instead
 * @param restoreA    register that gets {@link Bank#SPILL_A}, or 0
 * @param restoreB    register that gets {@link Bank#SPILL_B}, or 0
 * @param setRegister register that gets {@code setValue}, or 0
 * @param overhead    instructions retired beyond the guest's that {@link Bank#OVERHEAD} does not count yet; negative if it counts too many
 * @param callout     what the VMM is asked for if the word is an {@code ecall} that was executed; null if it is another
 */
public record Recovery(long pc, boolean atTarget, int restoreA, int restoreB, int setRegister, long setValue, int overhead, Callout callout) {

    /** What translated code asks the VMM for. */
    public sealed interface Callout {
    }

    /** Carry out the instruction at the guest's pc. */
    public record CarryOut() implements Callout {
    }

    /** Go on where a direct jump or branch leads: it counts as executed then, see {@link Exit}. */
    public record Leave(int exit) implements Callout {
    }

    /** Go on where an indirect jump leads, which the look-up has not found. */
    public record LookUp() implements Callout {
    }
}
