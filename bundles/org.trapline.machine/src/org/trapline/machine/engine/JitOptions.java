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
 * @param maxInstructions of a region
 * @param maxRegions      of an engine
 * @param queue           regions that may be under way
 * @param executor        compiles
 * @param compiler        gives the compiler, which takes a while to make
 */
record JitOptions(int interval, int heat, int maxInstructions, int maxRegions, int queue, Executor executor, Supplier<RegionCompiler> compiler) {
}
