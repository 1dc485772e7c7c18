// SPDX-License-Identifier: EPL-2.0
/**
 * The language of {@code .s} files, GNU {@code as} syntax for RISC-V: its grammar ({@code Asm.xtext}) and what differs from Xtext's
 * defaults ({@link org.trapline.lang.asm.AsmRuntimeModule}).
 *
 * <p>The grammar accepts every text and gives it just the structure that editing needs. Whether the text is right, and what it
 * assembles to, is known by {@code org.trapline.asm} alone; nothing here decides it a second time.
 */
package org.trapline.lang.asm;
