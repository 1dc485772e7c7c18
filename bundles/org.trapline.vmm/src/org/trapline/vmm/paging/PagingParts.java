// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.function.IntSupplier;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.mmu.TableMemory;
import org.trapline.machine.privileged.PrivilegedState;

/**
 * What a vCPU's {@link Paging} is made of.
 *
 * @param host        the host's physical memory, in which the tables stand
 * @param frames      where table pages come from
 * @param spaces      gives identifiers of address spaces of the host's harts: ASIDs, or VMIDs
 * @param guest       the vCPU's state
 * @param guestTables the guest's memory, as its own page walks see it
 * @param memory      where the guest's memory is in the host's
 * @param dirty       knows which pages may not be written unnoticed
 * @param sources     knows which pages may not be written unnoticed because something was made from them
 * @param direct      what a guest's vCPUs have in common with direct paging; null with another
 * @param kernel      where a hart executes the guest's kernel
 * @param hardwareAd  whether the guest's walks set A and D bits, unless extensions Svade and Svadu say
 * @param observer    sees what is done to the tables
 */
public record PagingParts(Bus host, FramePool frames, IntSupplier spaces, PrivilegedState guest, TableMemory guestTables, GuestMemory memory,
        DirtyLog dirty, SourcePages sources, DirectTables direct, KernelPlace kernel, boolean hardwareAd, PagingObserver observer) {
}
