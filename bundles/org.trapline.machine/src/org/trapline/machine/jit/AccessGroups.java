// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.trapline.isa.Operand;
import org.trapline.machine.memory.Ram;

/**
 * Which loads, or stores, of a region go by way of the same register with the same value: they are near each other, mostly in one page, so that it is
 * enough to look for the page at the first of them. They stand in one part, or in parts that are reached only from there.
 */
public final class AccessGroups {
    /** The bytes of a group are not more, for it must be left to the engine if they are not in one page. */
    private static final int MAX_SPAN = 256;

    /**
     * An access of a group.
     * @param site   where it is, see {@link RegionHost#site}
     * @param offset of its first byte to what the register holds
     * @param size   how many bytes there are
     */
    private record Member(int site, int offset, int size) {
    }

    /** What a group accesses. */
    public static final class Range {
        private final Group group;

        private Range(Group group) {
            this.group = group;
        }

        /** Tells whether it is in more than one page. */
        public boolean isScattered(long[] x) {
            return isScattered(x, group.first, group.end);
        }

        private boolean isScattered(long[] x, int first, int end) {
            long base = x[group.register];
            return base + first >> Ram.PAGE_SHIFT != base + end - 1 >> Ram.PAGE_SHIFT;
        }

        /** Returns the sites of the accesses that are not in one page with the one before, see {@link RegionHost#site}. */
        public List<Integer> elsewhere(long[] x) {
            List<Integer> sites = new ArrayList<>();
            for (int i = 1; i < group.members.size(); i++) {
                Member one = group.members.get(i - 1);
                Member next = group.members.get(i);
                if (isScattered(x, Math.min(one.offset, next.offset), Math.max(one.offset + one.size, next.offset + next.size))) {
                    sites.add(next.site);
                }
            }
            return sites;
        }
    }

    /** Some accesses; offsets are to what the register holds. */
    static final class Group {
        private final int register;
        private final List<Member> members = new ArrayList<>();
        private int first = Integer.MAX_VALUE;
        private int end = Integer.MIN_VALUE;
        /** Local variables that have been given to the group; 0 before. */
        int page;
        int at;

        Group(int register) {
            this.register = register;
        }

        /** Returns the site of the first access. */
        int head() {
            return members.getFirst().site;
        }

        /** Returns where its bytes begin. */
        int first() {
            return first;
        }

        /** Returns how many bytes there are from its first one to its last. */
        int span() {
            return end - first;
        }

        private boolean takes(int offset, int size) {
            return Math.max(end, offset + size) - Math.min(first, offset) <= MAX_SPAN;
        }

        private void add(int site, int offset, int size) {
            first = Math.min(first, offset);
            end = Math.max(end, offset + size);
            members.add(new Member(site, offset, size));
        }
    }

    private final RegionPlan plan;
    private final int[] ways;
    private final Map<Integer, Group> bySite = new HashMap<>();

    AccessGroups(RegionPlan plan) {
        this.plan = plan;
        ways = new int[plan.parts().size()];
        ways[0]++;
        for (RegionPlan.Part part : plan.parts()) {
            part.edges().forEach(edge -> ways[edge.to()]++);
        }
        for (int part = 0; part < ways.length; part++) {
            if (part == 0 || ways[part] != 1) {
                visit(part, Map.of());
            }
        }
    }

    /** Looks at a part, and at those that can only follow it. */
    private void visit(int number, Map<Integer, Group> before) {
        Map<Integer, Group> known = new HashMap<>(before);
        RegionPlan.Part part = plan.parts().get(number);
        for (int index = 0; index < part.steps().size(); index++) {
            Step step = part.steps().get(index);
            if (isGrouped(step) && !part.isGuarded(index)) {
                int site = RegionHost.site(number, index);
                Group group = known.get(AccessEmitter.number(step));
                boolean isElsewhere = (part.seen().scattered() >>> index & 1) != 0;
                if (group == null || isElsewhere || !group.takes(step.imm(), AccessEmitter.size(step))) {
                    group = new Group(step.rs1());
                    known.put(AccessEmitter.number(step), group);
                }
                group.add(site, step.imm(), AccessEmitter.size(step));
                bySite.put(site, group);
            }
            if (step.row().format().has(Operand.RD)) {
                known.remove(2 * step.rd());
                known.remove(2 * step.rd() + 1);
            }
        }
        for (RegionPlan.Edge edge : part.edges()) {
            if (edge.to() != 0 && ways[edge.to()] == 1) {
                visit(edge.to(), known);
            }
        }
    }

    private static boolean isGrouped(Step step) {
        return switch (step.row().format()) {
            case LOAD, FLOAD, STORE, FSTORE -> true;
            default -> false;
        };
    }

    /** Returns the groups by their first accesses. */
    Map<Integer, Range> ranges() {
        Map<Integer, Range> ranges = new HashMap<>();
        bySite.values().stream().filter(AccessGroups::isGroup)
            .forEach(group -> ranges.put(group.head(), new Range(group)));
        return ranges;
    }

    /** Returns the group of an access; null if its page is to be looked for by itself. */
    Group of(int site) {
        Group group = bySite.get(site);
        return group == null || !isGroup(group) ? null : group;
    }

    private static boolean isGroup(Group group) {
        return group.members.size() > 1;
    }
}
