// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import java.util.stream.IntStream;

import org.trapline.machine.hart.Hart;

/**
 * The registers of a guest that is on a hart, as the guest itself would see them now.
 *
 * @param pc     its pc
 * @param x      its integer registers, by number
 * @param floats its floating-point registers, by number
 */
public record GuestRegisters(long pc, long[] x, long[] floats) {

    /** The registers that a hart has. */
    public static GuestRegisters of(final Hart hart) {
        return new GuestRegisters(hart.pc(), hart.x(), floats(hart));
    }

    /** Returns the same with the floating-point registers of another hart. */
    public GuestRegisters withFloats(final Hart hart) {
        return new GuestRegisters(pc, x, floats(hart));
    }

    /** Returns the floating-point registers that a hart has now. */
    static long[] floats(final Hart hart) {
        return IntStream.range(0, Hart.FLOATS).mapToLong(hart::f).toArray();
    }
}
