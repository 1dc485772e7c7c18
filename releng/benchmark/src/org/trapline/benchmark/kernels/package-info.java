// SPDX-License-Identifier: EPL-2.0
/**
 * What the parts of the machine take by themselves, measured by JMH: kernels of instructions, ways to memory, decoding and compiling. Each class is a
 * group of benchmarks; {@link org.trapline.benchmark.kernels.KernelRun} runs them.
 */
package org.trapline.benchmark.kernels;
