// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.trapline.isa.Format;

/**
 * The blocks that a compiled region consists of, and where each of them leads. It is entered at the first. Ways out are numbered, too: those with
 * the number of a part lead to the start of its block, because there is no time for the part.
 *
 * @param compressed whether an instruction may stand at every even address
 */
public record RegionPlan(List<Part> parts, boolean compressed) {
    /** Tells whether there are instructions of one of these formats. */
    boolean has(Format... formats) {
        Set<Format> wanted = Set.of(formats);
        return parts.stream().flatMap(part -> part.steps().stream()).anyMatch(step -> wanted.contains(step.row().format()));
    }

    /** Tells whether there are stores to other pages than those of which some lines are guarded. */
    boolean storesToWholePages() {
        Set<Format> stores = Set.of(Format.STORE, Format.FSTORE, Format.AMO);
        return parts.stream().anyMatch(part -> IntStream.range(0, part.steps().size())
            .anyMatch(index -> stores.contains(part.steps().get(index).row().format()) && !part.isGuarded(index)));
    }

    /** How a part ends. */
    public enum End {
        /** Goes on after its last instruction. */
        FALL,
        /** With a conditional branch, its last step. */
        BRANCH,
        /** With a jump to a known address, its last step. */
        JUMP,
        /** With a jump to an address in a register, its last step. */
        INDIRECT,
        /** With an access to a CSR, its last step, after which it goes on if nothing depends on that. */
        CSR,
        /** Before an instruction that the engine carries out. */
        SYSTEM
    }

    /**
     * Where a part leads.
     * @param to the number of a part, or of a way out of the region
     */
    public record Edge(boolean leaves, int to) {
        public static Edge toPart(int part) {
            return new Edge(false, part);
        }

        public static Edge out(int exit) {
            return new Edge(true, exit);
        }
    }

    /**
     * Where an indirect jump is likely to lead.
     * @param pc the address
     */
    public record Target(long pc, Edge edge) {
    }

    /**
     * What was seen of a block's accesses when it was executed, a bit for each step.
     *
     * @param scattered whether the access was not in one page with the one before by way of the same register
     * @param guarded   whether it stored to pages of which some lines are guarded
     */
    public record Seen(long scattered, long guarded) {
    }

    /**
     * A block; the same may stand in a region several times, once for each way of calls to it.
     *
     * @param pc          where it starts
     * @param after       address after its last instruction
     * @param count       instructions that retire if it runs to its end
     * @param steps       those that are carried out here
     * @param taken       where a branch leads that is taken, and a jump; or null
     * @param fallThrough where a branch leads that is not taken, and a part that just ends; or null
     * @param likely      where an indirect jump is likely to lead; from elsewhere it leaves the region
     */
    public record Part(long pc, long after, int count, List<Step> steps, End end, Edge taken, Edge fallThrough, List<Target> likely, Seen seen) {
        /** Tells whether a step was seen to store to a page of which some lines are guarded. */
        boolean isGuarded(int index) {
            return (seen.guarded >>> index & 1) != 0;
        }

        /** Tells whether the part leads to another. */
        public boolean leadsTo(int part) {
            return edges().stream().anyMatch(edge -> edge.to() == part);
        }

        /** Returns where the part leads within the region. */
        List<Edge> edges() {
            List<Edge> edges = new ArrayList<>(2);
            if (taken != null && !taken.leaves()) {
                edges.add(taken);
            }
            if (fallThrough != null && !fallThrough.leaves()) {
                edges.add(fallThrough);
            }
            likely.stream().map(Target::edge).filter(edge -> !edge.leaves()).forEach(edges::add);
            return edges;
        }
    }
}
