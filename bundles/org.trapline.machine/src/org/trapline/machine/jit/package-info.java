// SPDX-License-Identifier: EPL-2.0
/**
 * Makes JVM bytecode of guest code. A {@link org.trapline.machine.jit.RegionPlan} says which blocks belong together, a
 * {@link org.trapline.machine.jit.RegionEmitter} writes the method, {@link org.trapline.machine.jit.RegionCompiler} makes it runnable, on a thread
 * of its own if wanted.
 *
 * <p>What an instruction means is not said here: the method calls the kernel of the instruction's row, or contains that kernel's own bytecode. When a
 * region is worth making, and what becomes of it, is the engine's business; it is not known here.
 */
package org.trapline.machine.jit;
