// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** How many instructions a region executes at most from a place where it looks at the time to the next, or to where it is left. */
final class RegionTime {
    private final RegionPlan plan;
    private final int[] longest;
    private final List<BitSet> back = new ArrayList<>();
    private final BitSet open = new BitSet();
    private final BitSet done = new BitSet();

    /** Looks at all ways through a region. */
    RegionTime(RegionPlan plan) {
        this.plan = plan;
        longest = new int[plan.parts().size()];
        plan.parts().forEach(part -> back.add(new BitSet()));
        visit(0);
    }

    private void visit(int number) {
        open.set(number);
        RegionPlan.Part part = plan.parts().get(number);
        int beyond = 0;
        for (RegionPlan.Edge edge : part.edges()) {
            if (open.get(edge.to())) {
                back.get(number).set(edge.to());
                continue;
            }
            if (!done.get(edge.to())) {
                visit(edge.to());
            }
            beyond = Math.max(beyond, longest[edge.to()]);
        }
        longest[number] = part.count() + beyond;
        open.clear(number);
        done.set(number);
    }

    /** Tells whether an edge leads back, so that the time must be looked at. */
    boolean isBack(int from, int to) {
        return back.get(from).get(to);
    }

    /** Returns the cycles that must remain where the time is looked at. */
    int need() {
        return Arrays.stream(longest).max().orElseThrow();
    }
}
