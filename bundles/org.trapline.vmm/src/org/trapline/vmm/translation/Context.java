// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

/**
 * What translated code depends on besides the guest's own.
 *
 * @param machineMode whether the guest's kernel believes to be in machine mode; otherwise in supervisor mode
 * @param compressed  whether the guest's harts have instructions of two bytes
 * @param bank        whether there is a {@link Bank}; without it, everything that needs one is a callout
 * @param floats      whether the guest's own floating-point unit is on and known to be dirty, so that its registers stand in the hart's, but for those of the
 *                    bank; otherwise each floating-point instruction is a callout
 * @param hartId      what the guest sees as {@code mhartid}
 */
public record Context(boolean machineMode, boolean compressed, boolean bank, boolean floats, int hartId) {

    /** Returns the same for a mode, and with or without the guest's floating-point registers. */
    Context with(final boolean newMachineMode, final boolean newFloats) {
        return new Context(newMachineMode, compressed, bank, newFloats, hartId);
    }
}
