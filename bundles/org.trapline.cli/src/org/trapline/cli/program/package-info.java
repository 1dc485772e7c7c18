// SPDX-License-Identifier: EPL-2.0
/** The commands {@code asm} and {@code objdump}: programs made, and looked into. */
package org.trapline.cli.program;
