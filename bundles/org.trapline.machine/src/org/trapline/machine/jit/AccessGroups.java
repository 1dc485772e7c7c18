// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.HashMap;
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
     * The bytes that a group accesses.
     * @param register where their address is
     * @param first    the first one's offset to that
     * @param span     how many there are from the first to the last
     */
    public record Range(int register, int first, int span) {
        /** Tells whether they are in more than one page. */
        public boolean isScattered(long[] x) {
            long va = x[register] + first;
            return va >> Ram.PAGE_SHIFT != va + span - 1 >> Ram.PAGE_SHIFT;
        }
    }

    /** Some accesses; offsets are to what the register holds. */
    static final class Group {
        final int head;
        private final int register;
        private final boolean isScattered;
        private int first;
        private int end;
        private int count;
        /** Local variables that have been given to the group; 0 before. */
        int page;
        int at;

        Group(int head, int register, boolean isScattered) {
            this.head = head;
            this.register = register;
            this.isScattered = isScattered;
            first = Integer.MAX_VALUE;
            end = Integer.MIN_VALUE;
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

        private void add(int offset, int size) {
            first = Math.min(first, offset);
            end = Math.max(end, offset + size);
            count++;
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
                if (group == null || !group.takes(step.imm(), AccessEmitter.size(step))) {
                    group = new Group(site, step.rs1(), (part.seen().scattered() >>> index & 1) != 0);
                    known.put(AccessEmitter.number(step), group);
                }
                group.add(step.imm(), AccessEmitter.size(step));
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
        bySite.values().stream().filter(group -> of(group.head) != null)
            .forEach(group -> ranges.put(group.head, new Range(group.register, group.first, group.span())));
        return ranges;
    }

    /** Returns the group of an access; null if its page is to be looked for by itself. */
    Group of(int site) {
        Group group = bySite.get(site);
        return group == null || group.count == 1 || group.isScattered ? null : group;
    }
}
