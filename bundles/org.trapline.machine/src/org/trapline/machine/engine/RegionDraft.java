// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.trapline.isa.kernel.Alu;
import org.trapline.isa.kernel.FloatState;
import org.trapline.machine.jit.Numbers;
import org.trapline.machine.jit.RegionPlan;
import org.trapline.machine.jit.Step;

/**
 * Chooses the blocks of a region: those that have been executed and that the first leads to by branches and direct calls, near ones first. What is
 * called stands in the region once for each call, so that its return leads to where it was called from.
 */
final class RegionDraft {
    /** Calls within calls. */
    private static final int MAX_DEPTH = 4;
    private static final int MIN_INSTRUCTIONS = 8;
    private static final int RA = 1;
    private static final int T0 = 5;

    private final BlockSource source;
    private final boolean compressed;
    private final int maxInstructions;
    private final Map<Place, Integer> numbers = new HashMap<>();
    private final List<Place> places = new ArrayList<>();
    /** Places that are not yet parts, by the number of calls on the way there. */
    private final List<Deque<Integer>> open = new ArrayList<>();
    private final List<Long> ways = new ArrayList<>();
    private int instructions;
    private boolean floating;
    private RegionPlan plan;

    /** Where blocks are found. */
    interface BlockSource {
        /** Returns the block at an address if it has been executed, else null. */
        Block at(long pc);
    }

    /** A call that has not returned: what is called, and where it returns to. */
    private record Call(long target, long returnPc, Call outer) {
        static int depth(Call call) {
            return call == null ? 0 : 1 + depth(call.outer);
        }

        static boolean isIn(Call call, long target) {
            return call != null && (call.target == target || isIn(call.outer, target));
        }
    }

    /** A block, and the calls on the way to it. */
    private record Place(Block block, Call call) {
    }

    /** Drafts the region that starts with a block. */
    RegionDraft(BlockSource source, Block root, boolean compressed, int maxInstructions) {
        this.source = source;
        this.compressed = compressed;
        this.maxInstructions = maxInstructions;
        for (int depth = 0; depth <= MAX_DEPTH; depth++) {
            open.add(new ArrayDeque<>());
        }
        add(new Place(root, null));
        Map<Integer, RegionPlan.Part> parts = new TreeMap<>();
        for (Integer next = next(); next != null; next = next()) {
            parts.put(next, part(places.get(next)));
        }
        plan = new RegionPlan(shifted(parts.values()), compressed);
    }

    /** Tells whether a block can be a part. */
    static boolean fits(Block block) {
        int opcode = Op.opcode(block.code[0]);
        return block.count > 0 && (!Op.isSystem(opcode) || Op.isCsr(opcode));
    }

    RegionPlan plan() {
        return plan;
    }

    Block[] blocks() {
        return places.stream().map(Place::block).toArray(Block[]::new);
    }

    /** Returns the blocks to which the ways out lead, as far as they are known. */
    Block[] exits() {
        Block[] exits = Arrays.copyOf(blocks(), places.size() + ways.size());
        Arrays.fill(exits, places.size(), exits.length, Block.NONE);
        return exits;
    }

    /** Returns the addresses to which the ways out lead. */
    long[] exitPcs() {
        long[] pcs = new long[places.size() + ways.size()];
        for (int i = 0; i < pcs.length; i++) {
            pcs[i] = i < places.size() ? places.get(i).block.pc : ways.get(i - places.size());
        }
        return pcs;
    }

    /** Tells whether there are floating-point instructions. */
    boolean isFloating() {
        return floating;
    }

    /** Returns the place to go on at, one with few calls on the way to it; null if there is none. */
    private Integer next() {
        return open.stream().map(Deque::poll).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Tells whether a region is faster than its blocks' own steps: entering and leaving it takes as long as some instructions. */
    boolean isWorthwhile() {
        return instructions >= MIN_INSTRUCTIONS || plan.parts().stream().anyMatch(part -> part.leadsTo(0));
    }

    private int add(Place place) {
        int number = places.size();
        numbers.put(place, number);
        places.add(place);
        open.get(Call.depth(place.call)).add(number);
        instructions += place.block.count;
        return number;
    }

    private RegionPlan.Part part(Place place) {
        Block block = place.block;
        int last = block.code.length - 1;
        long end = block.code[last];
        int opcode = Op.opcode(end);
        boolean leaves = Op.isSystem(opcode) && !Op.isCsr(opcode);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            if (i < last || !leaves && opcode != Op.END) {
                steps.add(step(block, block.code[i]));
            }
        }
        if (leaves) {
            return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.SYSTEM, null, null, List.of());
        }
        if (Op.isCsr(opcode)) {
            return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.CSR, null, edge(block.end, place.call), List.of());
        }
        if (opcode == Op.END) {
            return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.FALL, null, edge(block.end, place.call),
                List.of());
        }
        if (opcode == Op.JAL) {
            return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.JUMP,
                isLink(Op.rd(end)) ? call(block.target, place) : edge(block.target, place.call), null, List.of());
        }
        if (opcode == Op.JALR) {
            return indirect(place, steps);
        }
        RegionPlan.Edge taken = edge(block.target, place.call);
        return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.BRANCH, taken, edge(block.end, place.call),
            List.of());
    }

    private RegionPlan.Part indirect(Place place, List<Step> steps) {
        Block block = place.block;
        long jump = block.code[block.code.length - 1];
        List<RegionPlan.Target> likely = new ArrayList<>();
        if (isLink(Op.rs1(jump)) && Op.rd(jump) == Op.SINK && Op.imm(jump) == 0 && place.call != null) {
            likely.add(new RegionPlan.Target(place.call.returnPc, edge(place.call.returnPc, place.call.outer)));
        } else if (block.code.length > 1 && isFarJump(block.code[block.code.length - 2], jump)) {
            long target = Alu.auipc(block.pc, Op.imm(block.code[block.code.length - 2])) + Op.imm(jump) & ~1L;
            likely.add(new RegionPlan.Target(target, isLink(Op.rd(jump)) ? call(target, place) : edge(target, place.call)));
        } else {
            for (long target : block.seenTargets()) {
                likely.add(new RegionPlan.Target(target, isLink(Op.rd(jump)) ? call(target, place) : edge(target, place.call)));
            }
        }
        return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.INDIRECT, null, null,
            likely.stream().filter(target -> !target.edge().leaves()).toList());
    }

    private static boolean isFarJump(long before, long jump) {
        return Op.opcode(before) == Op.AUIPC && Op.rd(before) == Op.rs1(jump);
    }

    private static boolean isLink(int register) {
        return register == RA || register == T0;
    }

    private RegionPlan.Edge call(long target, Place from) {
        // What calls itself would fill the region.
        if (Call.depth(from.call) == MAX_DEPTH || Call.isIn(from.call, target)) {
            return wayOut(target);
        }
        return edge(target, new Call(target, from.block.end, from.call));
    }

    private RegionPlan.Edge edge(long pc, Call call) {
        Block block = source.at(pc);
        if (block == null || !fits(block)) {
            return wayOut(pc);
        }
        Place place = new Place(block, call);
        Integer known = numbers.get(place);
        if (known != null) {
            return RegionPlan.Edge.toPart(known);
        }
        return instructions + block.count > maxInstructions ? wayOut(pc) : RegionPlan.Edge.toPart(add(place));
    }

    /** Returns a way out; how many parts there will be before it is not known yet. */
    private RegionPlan.Edge wayOut(long pc) {
        int known = ways.indexOf(pc);
        if (known < 0) {
            known = ways.size();
            ways.add(pc);
        }
        return RegionPlan.Edge.out(known);
    }

    private List<RegionPlan.Part> shifted(Collection<RegionPlan.Part> parts) {
        return parts.stream().map(part -> new RegionPlan.Part(part.pc(), part.after(), part.count(), part.steps(), part.end(),
            shifted(part.taken()), shifted(part.fallThrough()), part.likely())).toList();
    }

    private RegionPlan.Edge shifted(RegionPlan.Edge edge) {
        return edge == null || !edge.leaves() ? edge : RegionPlan.Edge.out(places.size() + edge.to());
    }

    private Step step(Block block, long op) {
        int opcode = Op.opcode(op);
        if (opcode == Op.PLAIN_CSR || Op.isCsr(opcode)) {
            int word = Op.imm(op);
            return new Step(CsrWord.row(word), false, Op.rd(op), CsrWord.register(word), 0, 0, 0, 0, Numbers.ANY);
        }
        boolean computes = Op.computesFloat(opcode);
        floating |= Op.isFloat(opcode);
        return new Step(Op.row(opcode), Op.isNarrow(opcode), Op.rd(op), Op.rs1(op), Op.rs2(op), computes ? Op.rs3(op) : 0, Op.imm(op),
            computes ? Op.mode(op) : 0, numbers(block));
    }

    private static Numbers numbers(Block block) {
        boolean isInexactNoted = (block.engine.floats.flags & FloatState.NX) != 0;
        return block.numbers == Numbers.PLAIN && !isInexactNoted ? Numbers.CHECKED : block.numbers;
    }
}
