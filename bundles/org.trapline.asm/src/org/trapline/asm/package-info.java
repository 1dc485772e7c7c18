// SPDX-License-Identifier: EPL-2.0
/**
 * The assembler: GNU {@code as} syntax for RISC-V in, objects, linked images, listings and ELF files out.
 *
 * <p>Start reading at {@link org.trapline.asm.Assembler}. The way of a program: {@code text} cuts source into statements;
 * {@code directive}, {@code macro} and {@code instruction} carry them out on a {@code unit}; {@code section} holds what they emit until
 * all sizes are known; {@code object} is the result; {@code link} places several of them in memory; {@code elf} reads and writes files.
 *
 * <p>Registers, instructions and CSRs come from {@code org.trapline.isa}; nothing here knows how a machine executes them.
 */
package org.trapline.asm;
