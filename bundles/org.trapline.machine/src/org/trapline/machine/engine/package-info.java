// SPDX-License-Identifier: EPL-2.0
/**
 * Execution: instructions are decoded once into blocks of packed operations, which the {@link org.trapline.machine.engine.Interpreter} runs.
 * What an instruction means is not said here but in the kernels.
 */
package org.trapline.machine.engine;
