// SPDX-License-Identifier: EPL-2.0
/**
 * Measures the machine, and beside it the peers that are installed, on the same guest programs in the same run: {@link Benchmark} is the
 * command, {@link Workload} lists what is measured, {@link Engine} who is. Every figure is the difference between a long and a short run of one
 * program, so what a start costs cancels out. The guests stand in {@code ../guests} and are built with Debian's cross compiler.
 */
package org.trapline.benchmark;
