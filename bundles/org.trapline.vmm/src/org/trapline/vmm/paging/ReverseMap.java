// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.mmu.Pte;

/**
 * Knows for each page of a guest's memory which entries of tables map it. It follows from the tables: what a table has lost meanwhile is left out when it is
 * come upon, and after a restored state all of it is made anew.
 */
final class ReverseMap {
    private static final int MANY = 8;

    private final Bus host;
    private final GuestMemory memory;
    private final Map<Long, List<Mapping>> byPage = new HashMap<>();
    private boolean stale;

    private record Mapping(TableSpace space, long address) {
    }

    ReverseMap(final Bus host, final GuestMemory memory) {
        this.host = host;
        this.memory = memory;
    }

    /** Takes notice that an address is mapped to a page. */
    void add(final TableSpace space, final long address, final long gpa) {
        if (stale) {
            // It is found with the others.
            return;
        }
        final List<Mapping> known = byPage.computeIfAbsent(gpa, _ -> new ArrayList<>());
        final Mapping mapping = new Mapping(space, address);
        if (!known.contains(mapping)) {
            if (known.size() >= MANY) {
                final long hpa = memory.locate(gpa);
                known.removeIf(each -> slot(each, hpa) == 0);
            }
            known.add(mapping);
        }
    }

    /** Forgets everything, until it is made anew. */
    void invalidate() {
        byPage.clear();
        stale = true;
    }

    private void refresh(final Collection<? extends TableSpace> spaces) {
        if (stale) {
            stale = false;
            for (final TableSpace space : spaces) {
                space.forEachLeaf((address, pte) -> {
                    final long gpa = memory.gpaOfPage(Pte.ppn(pte) << 12);
                    if (gpa >= 0) {
                        add(space, address, gpa);
                    }
                });
            }
        }
    }

    /** Takes away all entries for a page; returns how many there were. */
    int unmap(final long gpa, final Collection<? extends TableSpace> spaces) {
        refresh(spaces);
        final List<Mapping> known = byPage.remove(gpa);
        final long hpa = memory.locate(gpa);
        int entries = 0;
        if (known != null) {
            for (final Mapping each : known) {
                final long slot = slot(each, hpa);
                if (slot != 0) {
                    host.write(slot, 8, 0);
                    entries++;
                }
            }
        }
        return entries;
    }

    /** Takes the A bit from all entries for a page; tells whether one had it. */
    boolean takeUse(final long gpa, final Collection<? extends TableSpace> spaces) {
        refresh(spaces);
        final long hpa = memory.locate(gpa);
        boolean used = false;
        for (final Mapping each : byPage.getOrDefault(gpa, List.of())) {
            final long slot = slot(each, hpa);
            final long pte = slot == 0 ? 0 : host.read(slot, 8);
            if ((pte & Pte.A) != 0) {
                host.write(slot, 8, pte & ~Pte.A);
                used = true;
            }
        }
        return used;
    }

    /** Returns where the entry is, or 0 if it does not map the page any more. */
    private long slot(final Mapping mapping, final long hpa) {
        if (mapping.space.isReleased()) {
            return 0;
        }
        final long slot = mapping.space.leaf(mapping.address);
        final long pte = slot == 0 ? 0 : host.read(slot, 8);
        return (pte & Pte.V) != 0 && Pte.ppn(pte) << 12 == hpa ? slot : 0;
    }
}
