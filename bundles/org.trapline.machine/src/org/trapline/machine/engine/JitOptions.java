// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.trapline.machine.jit.RegionCompiler;

/**
 * How an engine compiles.
 *
 * @param interval        cycles between looks at what is executed
 * @param heat            how often a block is seen before it is compiled
 * @param maxBytes        of a region's method, about
 * @param maxRegions      of an engine
 * @param queue           regions that may be under way until HotSpot has compiled them
 * @param ripens          whether to wait for that before a region is executed as often as it can be
 * @param executor        compiles
 * @param compiler        gives the compiler, which takes a while to make
 */
record JitOptions(int interval, int heat, int maxBytes, int maxRegions, int queue, boolean ripens, Executor executor, Supplier<RegionCompiler> compiler) {
}
