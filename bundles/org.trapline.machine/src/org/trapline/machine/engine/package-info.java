// SPDX-License-Identifier: EPL-2.0
/**
 * Execution: instructions are decoded once into blocks of packed operations, which the {@link org.trapline.machine.engine.Interpreter} runs.
 * What an instruction means is not said here but in the kernels.
 *
 * <p>RV32 is executed by the same operations. Registers, and virtual addresses in blocks and TLBs, have 64 bits there, too: the upper half copies
 * the sign. Which operation then computes what an instruction of RV32 should, {@link org.trapline.machine.engine.Op} says.
 */
package org.trapline.machine.engine;
