// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.privileged.PrivilegedState;

/**
 * What a region works on. A region is compiled for one hart: HotSpot then knows these objects as constants, and needs neither look at the sizes of
 * the arrays nor keep where they are.
 *
 * @param x     registers and TLB tags, see {@link org.trapline.machine.mmu.FastState}
 * @param pages what belongs to the tags
 * @param host  does what compiled code cannot do itself
 * @param mmu   what kernels of atomic accesses work on
 * @param state what kernels of fences work on
 */
public record Binding(long[] x, byte[][] pages, RegionHost host, Mmu mmu, PrivilegedState state) {
}
