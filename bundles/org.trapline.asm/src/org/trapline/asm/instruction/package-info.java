// SPDX-License-Identifier: EPL-2.0
/**
 * Instructions and pseudo-instructions: matching operands with the rows of {@code org.trapline.isa} and of
 * {@link org.trapline.asm.Pseudo}, and emitting words. Start reading at {@link org.trapline.asm.instruction.InstructionAssembler}.
 */
package org.trapline.asm.instruction;
