// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.BitSet;
import org.trapline.machine.memory.Ram;

/** Which pages of code have surely been fetched from on the way to a part of a region. */
final class RegionPages {
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final List<BitSet> own = new ArrayList<>();
    /** What every way to the end of a part has passed. */
    private final List<BitSet> passed = new ArrayList<>();

    RegionPages(RegionPlan plan) {
        for (RegionPlan.Part part : plan.parts()) {
            BitSet pages = new BitSet();
            for (long page = part.pc() >> Ram.PAGE_SHIFT; page <= part.after() - 1 >> Ram.PAGE_SHIFT; page++) {
                pages.set(numbers.computeIfAbsent(page, p -> numbers.size()));
            }
            own.add(pages);
        }
        for (int i = 0; i < own.size(); i++) {
            BitSet all = new BitSet();
            all.set(0, numbers.size());
            passed.add(all);
        }
        passed.set(0, own.getFirst());
        if (numbers.size() > 1) {
            boolean changed = true;
            while (changed) {
                changed = false;
                for (int from = 0; from < own.size(); from++) {
                    for (RegionPlan.Edge edge : plan.parts().get(from).edges()) {
                        changed |= narrow(from, edge.to());
                    }
                }
            }
        }
    }

    /** Takes notice of a way to a part; returns whether less is sure now. The first part is where the region is entered. */
    private boolean narrow(int from, int to) {
        if (to == 0) {
            return false;
        }
        BitSet pages = (BitSet) passed.get(to).clone();
        pages.and(passed.get(from));
        pages.or(own.get(to));
        boolean less = !pages.equals(passed.get(to));
        passed.set(to, pages);
        return less;
    }

    /** Returns the pages, as a bit each, that must be looked at on the way from a part to the next. */
    long needed(int from, int to) {
        BitSet pages = (BitSet) own.get(to).clone();
        pages.andNot(passed.get(from));
        return pages.isEmpty() ? 0 : pages.toLongArray()[0];
    }

    /** Returns the virtual page numbers. */
    long[] numbers() {
        long[] all = new long[numbers.size()];
        numbers.forEach((page, number) -> all[number] = page);
        return all;
    }
}
