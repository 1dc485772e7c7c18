// SPDX-License-Identifier: EPL-2.0
/**
 * The meaning of instructions that touch more than registers, as static methods named after their rows, like the pure ones of
 * {@link org.trapline.isa.kernel}. Those of the privileged architecture take a {@link org.trapline.machine.privileged.PrivilegedState}, so a VMM
 * applies them to a virtual CPU as they are; those that access memory take an {@link org.trapline.machine.mmu.Mmu}.
 */
package org.trapline.machine.kernel;
