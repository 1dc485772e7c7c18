// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.machine.hart.Hart;

/**
 * The registers of a guest that is on a hart, as the guest itself would see them now.
 *
 * @param pc     its pc
 * @param x      its integer registers, by number
 * @param floats the hart that has its floating-point registers
 */
public record GuestRegisters(long pc, long[] x, Hart floats) {

    /** The registers that a hart has. */
    public static GuestRegisters of(final Hart hart) {
        return new GuestRegisters(hart.pc(), hart.x(), hart);
    }

    /** Returns the same with the floating-point registers of another hart. */
    public GuestRegisters withFloats(final Hart hart) {
        return new GuestRegisters(pc, x, hart);
    }
}
