// SPDX-License-Identifier: EPL-2.0
/** The command {@code riscv-tests}: runs a conformance suite's programs and prints what passed. */
package org.trapline.cli.conformance;
