// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.trapline.isa.kernel.Alu;
import org.trapline.isa.kernel.FloatState;
import org.trapline.machine.jit.Numbers;
import org.trapline.machine.jit.RegionPlan;
import org.trapline.machine.jit.Step;

/**
 * Chooses the blocks of a region: those that have been executed and that the first leads to by branches and direct calls, those executed most first.
 * A short procedure that calls none stands in the region once for each call, so that its return leads to where it was called from. Any other stands
 * there once, also one that calls itself, and its returns are likely to lead to behind each of the calls.
 */
final class RegionDraft {
    /** A procedure of so many instructions stands once for each call. */
    private static final int MAX_COPIED = 24;
    /** What is executed so much more seldom than the first block stands in the region only while that is small. */
    private static final int SELDOM = 64;
    /** Less than what HotSpot takes, for it may become more. */
    static final int MAX_BYTES = 7_000;
    private static final int MIN_INSTRUCTIONS = 8;
    private static final int RA = 1;
    private static final int T0 = 5;

    private final BlockSource source;
    private final boolean compressed;
    private final Predicate<Block> endsAt;
    /** Of bytecode. */
    private final int maxBytes;
    private final Map<Place, Integer> numbers = new HashMap<>();
    private final List<Place> places = new ArrayList<>();
    /** Places that are not yet parts, those executed most first. */
    private final Queue<Integer> open = new PriorityQueue<>(Comparator.comparingInt((Integer number) -> -often(number)).thenComparing(Function.identity()));
    /** The procedures that stand in the region once, by their addresses. */
    private final Map<Long, Procedure> procedures = new HashMap<>();
    private final Map<Long, Boolean> copied = new HashMap<>();
    private final List<Long> ways = new ArrayList<>();
    private int instructions;
    private int bytes;
    private boolean floating;
    private RegionPlan plan;

    /** Where blocks are found. */
    interface BlockSource {
        /** Returns the block at an address if it has been executed, else null. */
        Block at(long pc);
    }

    /** What has been called and has not returned. */
    private sealed interface Call permits Copy, Procedure {
    }

    /** A call of what stands in the region for that alone; it returns to an address in what made the call. */
    private record Copy(long returnPc, Procedure outer) implements Call {
    }

    /** A procedure, or the rest of one, that stands in the region once. It returns to where it was called from, as far as that is known. */
    private static final class Procedure implements Call {
        final Set<Return> returns = new LinkedHashSet<>();
        /** Whether it has been seen to return. */
        boolean isReturning;
    }

    private record Return(long pc, Call call) {
    }

    /** A block, and the calls on the way to it. */
    private record Place(Block block, Call call) {
    }

    /**
     * Drafts the region that starts with a block.
     * @param endsAt tells at which blocks it ends
     */
    RegionDraft(BlockSource source, Block root, boolean compressed, int maxBytes, Predicate<Block> endsAt) {
        this.source = source;
        this.endsAt = endsAt;
        this.compressed = compressed;
        this.maxBytes = Math.min(maxBytes, MAX_BYTES);
        Procedure first = new Procedure();
        procedures.put(root.pc, first);
        add(new Place(root, first));
        Map<Integer, RegionPlan.Part> parts = new TreeMap<>();
        for (Integer next = open.poll(); next != null; next = open.poll()) {
            parts.put(next, part(places.get(next)));
        }
        parts.replaceAll((number, part) -> returning(places.get(number), part));
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

    /** Returns for each part which of its accesses are prepared for pages of which some lines are guarded. */
    long[] guarded() {
        return plan.parts().stream().mapToLong(part -> part.seen().guarded()).toArray();
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

    private int often(int number) {
        return places.get(number).block.steps.executions();
    }

    /** Tells whether a region is faster than its blocks' own steps: entering and leaving it takes as long as some instructions. */
    boolean isWorthwhile() {
        return instructions >= MIN_INSTRUCTIONS || plan.parts().stream().anyMatch(part -> part.leadsTo(0));
    }

    private int add(Place place) {
        int number = places.size();
        numbers.put(place, number);
        places.add(place);
        open.add(number);
        instructions += place.block.count;
        bytes += BlockSize.of(place.block);
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
            return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.SYSTEM, null, null, List.of(), seen(block));
        }
        if (Op.isCsr(opcode)) {
            return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.CSR, null, edge(block.end, place.call), List.of(), seen(block));
        }
        if (opcode == Op.END) {
            return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.FALL, null, edge(block.end, place.call),
                List.of(), seen(block));
        }
        if (opcode == Op.JAL) {
            return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.JUMP,
                isLink(Op.rd(end)) ? call(block.target, place) : edge(block.target, place.call), null, List.of(), seen(block));
        }
        if (opcode == Op.JALR) {
            return indirect(place, steps);
        }
        RegionPlan.Edge taken = edge(block.target, place.call);
        return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.BRANCH, taken, edge(block.end, place.call),
            List.of(), seen(block));
    }

    private static RegionPlan.Seen seen(Block block) {
        return new RegionPlan.Seen(block.scattered, block.guarded);
    }

    private RegionPlan.Part indirect(Place place, List<Step> steps) {
        Block block = place.block;
        long jump = block.code[block.code.length - 1];
        if (isReturn(jump) && place.call instanceof Procedure procedure && !procedure.isReturning) {
            procedure.isReturning = true;
            procedure.returns.forEach(known -> edge(known.pc, known.call));
        }
        List<RegionPlan.Target> likely = new ArrayList<>();
        if (isReturn(jump) && place.call instanceof Copy copy) {
            likely.add(new RegionPlan.Target(copy.returnPc, edge(copy.returnPc, copy.outer)));
        } else if (block.code.length > 1 && isFarJump(block.code[block.code.length - 2], jump)) {
            long target = Alu.auipc(block.pc, Op.imm(block.code[block.code.length - 2])) + Op.imm(jump) & ~1L;
            likely.add(new RegionPlan.Target(target, isLink(Op.rd(jump)) ? call(target, place) : edge(target, place.call)));
        } else {
            for (long target : block.seenTargets()) {
                likely.add(new RegionPlan.Target(target, isLink(Op.rd(jump)) ? call(target, place) : edge(target, place.call)));
            }
        }
        return new RegionPlan.Part(block.pc, block.end, block.count, steps, RegionPlan.End.INDIRECT, null, null,
            likely.stream().filter(target -> !target.edge().leaves()).toList(), seen(block));
    }

    private static boolean isFarJump(long before, long jump) {
        return Op.opcode(before) == Op.AUIPC && Op.rd(before) == Op.rs1(jump);
    }

    private static boolean isLink(int register) {
        return register == RA || register == T0;
    }

    private static boolean isReturn(long jump) {
        return Op.opcode(jump) == Op.JALR && isLink(Op.rs1(jump)) && Op.rd(jump) == Op.SINK && Op.imm(jump) == 0;
    }

    /** Returns a part with the places where its procedure was called from. */
    private RegionPlan.Part returning(Place place, RegionPlan.Part part) {
        long[] code = place.block.code;
        if (!isReturn(code[code.length - 1]) || !(place.call instanceof Procedure procedure)) {
            return part;
        }
        List<RegionPlan.Target> likely = new ArrayList<>(part.likely());
        for (Return known : procedure.returns) {
            Integer to = place(known.pc, known.call);
            if (to != null && likely.stream().noneMatch(target -> target.pc() == known.pc)) {
                likely.add(new RegionPlan.Target(known.pc, RegionPlan.Edge.toPart(to)));
            }
        }
        return new RegionPlan.Part(part.pc(), part.after(), part.count(), part.steps(), part.end(), null, null, likely, part.seen());
    }

    private Integer place(long pc, Call call) {
        Block block = source.at(pc);
        return block == null ? null : numbers.get(new Place(block, call));
    }

    private RegionPlan.Edge call(long target, Place from) {
        if (from.call instanceof Procedure caller && isCopied(target)) {
            return edge(target, new Copy(from.block.end, caller));
        }
        Procedure procedure = procedures.computeIfAbsent(target, pc -> new Procedure());
        RegionPlan.Edge edge = edge(target, procedure);
        if (!edge.leaves()) {
            procedure.returns.add(new Return(from.block.end, from.call));
            if (procedure.isReturning) {
                edge(from.block.end, from.call);
            }
        }
        return edge;
    }

    /** Tells whether a procedure is short and calls none. */
    private boolean isCopied(long target) {
        return copied.computeIfAbsent(target, pc -> {
            Deque<Long> next = new ArrayDeque<>(List.of(pc));
            Set<Long> seen = new HashSet<>();
            int size = 0;
            while (!next.isEmpty()) {
                Block block = source.at(next.remove());
                if (block == null || !seen.add(block.pc)) {
                    continue;
                }
                size += block.count;
                long end = block.code[block.code.length - 1];
                boolean jumps = Op.opcode(end) == Op.JAL || Op.opcode(end) == Op.JALR;
                if (size > MAX_COPIED || jumps && isLink(Op.rd(end)) || Op.opcode(end) == Op.JALR && !isReturn(end)) {
                    return false;
                }
                if (Op.opcode(end) >= Op.BEQ && Op.opcode(end) <= Op.JAL) {
                    next.add(block.target);
                }
                if (!jumps) {
                    next.add(block.end);
                }
            }
            return true;
        });
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
        if (endsAt.test(block)) {
            return wayOut(pc);
        }
        boolean seldom = SELDOM * block.steps.executions() < places.getFirst().block.steps.executions();
        return bytes + BlockSize.of(block) > (seldom ? maxBytes / 2 : maxBytes) ? wayOut(pc) : RegionPlan.Edge.toPart(add(place));
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
            shifted(part.taken()), shifted(part.fallThrough()), part.likely(), part.seen())).toList();
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
