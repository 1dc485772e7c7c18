// SPDX-License-Identifier: EPL-2.0
/**
 * The RISC-V instruction set, declared once: {@link org.trapline.isa.Instruction instructions}, {@link org.trapline.isa.Csr CSRs},
 * {@link org.trapline.isa.Cause trap causes}, {@link org.trapline.isa.Extension extensions}. Assembler, disassembler, engines, editor
 * help and tests derive from these tables. Start reading at {@link org.trapline.isa.Instruction}.
 *
 * <p>It must not know memory, devices or a running hart; nor anything but the JDK.
 */
package org.trapline.isa;
