// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.snapshot;

/**
 * A virtual CPU at an instant.
 *
 * @param hart     what its guest sees
 * @param onHart   the physical hart it is on, or -1
 * @param exits    how often control left the guest
 * @param nativeInstructions instructions that a physical hart has retired for it
 * @param emulated instructions that the VMM has carried out for it
 */
public record VCpuSnapshot(HartSnapshot hart, int onHart, long exits, long nativeInstructions, long emulated) {
}
