// SPDX-License-Identifier: EPL-2.0
/**
 * Binary translation: guest-kernel code in, new RISC-V code for the hart's user mode out. Knows neither traps nor scheduling nor page tables.
 *
 * <p>Start reading at {@link org.trapline.vmm.translation.Translator}, which turns a piece of guest code into a
 * {@link org.trapline.vmm.translation.Translation}; {@link org.trapline.vmm.translation.CodeCache} keeps those, and chains them.
 *
 * <p>Three rules hold everywhere. The guest's integer registers stand in the same registers of the hart. What translated code needs besides stands in
 * the {@link org.trapline.vmm.translation.Bank}, floating-point registers of the hart that the guest cannot reach while translated code runs. And for every word
 * of translated code a {@link org.trapline.vmm.translation.Recovery} says how to get from there to a state that the guest itself could be in.
 */
package org.trapline.vmm.translation;
