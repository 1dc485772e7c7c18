// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** How many loops are around each part of a region. */
final class RegionLoops {
    /** How often a loop seems to go round. */
    private static final int LOOP = 8;
    private static final int MAX_DEPTH = 5;

    private final int[] depth;

    RegionLoops(RegionPlan plan, RegionTime time) {
        int count = plan.parts().size();
        depth = new int[count];
        List<List<Integer>> before = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            before.add(new ArrayList<>());
        }
        for (int from = 0; from < count; from++) {
            for (RegionPlan.Edge edge : plan.parts().get(from).edges()) {
                before.get(edge.to()).add(from);
            }
        }
        for (int head = 0; head < count; head++) {
            BitSet loop = new BitSet();
            loop.set(head);
            Deque<Integer> open = new ArrayDeque<>();
            for (int from : before.get(head)) {
                if (time.isBack(from, head)) {
                    open.add(from);
                }
            }
            boolean isHead = !open.isEmpty();
            while (!open.isEmpty()) {
                int part = open.remove();
                if (!loop.get(part)) {
                    loop.set(part);
                    open.addAll(before.get(part));
                }
            }
            if (isHead) {
                loop.stream().forEach(part -> depth[part]++);
            }
        }
    }

    /** Returns how often a part seems to be executed. */
    long weight(int part) {
        long weight = 1;
        for (int i = Math.min(MAX_DEPTH, depth[part]); i > 0; i--) {
            weight *= LOOP;
        }
        return weight;
    }
}
