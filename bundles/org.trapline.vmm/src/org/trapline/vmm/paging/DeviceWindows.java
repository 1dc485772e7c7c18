// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.Map;
import java.util.TreeMap;

import org.trapline.machine.memory.Ram;

/** The pages of a guest's physical addresses at which it has registers of the host's devices, without the VMM between. */
public final class DeviceWindows {
    private final Map<Long, Long> pages = new TreeMap<>();

    /** Lets a page of the guest be one of the host. */
    public void add(final long gpa, final long hpa) {
        pages.put(gpa, hpa);
    }

    /** Returns the host physical address of the page at a guest physical one, or -1 if there is no device of the host. */
    long hpa(final long gpa) {
        return pages.isEmpty() ? -1 : pages.getOrDefault(gpa & -Ram.PAGE_SIZE, -1L);
    }
}
