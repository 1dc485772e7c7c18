// SPDX-License-Identifier: EPL-2.0
/**
 * Address translation: the {@link org.trapline.machine.mmu.PageWalker} that reads page tables wherever they are, the TLB, and the
 * {@link org.trapline.machine.mmu.Mmu} of a hart that puts them together with PMP and the bus.
 */
package org.trapline.machine.mmu;
