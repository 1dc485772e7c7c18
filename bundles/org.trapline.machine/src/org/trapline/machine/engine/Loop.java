// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.ArrayList;
import java.util.List;

/** Looks for a short loop of blocks that begins with a given one. A loop through gates, with a trap and its handler, may be a longer one. */
final class Loop {
    private static final int MAX_BLOCKS = 4;
    private static final int LONGER = 2;
    /** A block belongs to the loop if it is executed at least one time in so many. */
    private static final int SELDOM = 4;

    private final int maxBlocks;
    private final int maxParts;
    private final List<Block> blocks = new ArrayList<>();

    private Loop(int maxBlocks, int maxParts) {
        this.maxBlocks = maxBlocks;
        this.maxParts = maxParts;
    }

    /** Returns the blocks that are often executed from one on until it comes again, that one first; none if there is no such loop of so many parts. */
    static List<Block> of(Block first, int maxParts) {
        Loop loop = new Loop(MAX_BLOCKS, maxParts);
        if (loop.closes(first, 0)) {
            return loop.blocks;
        }
        Loop longer = new Loop(LONGER * MAX_BLOCKS, LONGER * maxParts);
        return longer.closes(first, 0) && longer.hasGate() ? longer.blocks : List.of();
    }

    /** Tells whether a block is in a short loop that goes through a trap and back: entering and leaving a region would take longer than the steps. */
    static boolean isThroughTrap(Block first, int maxParts) {
        return of(first, maxParts).stream().anyMatch(block -> block.steps.exit instanceof TrapNodes.Gate);
    }

    private boolean hasGate() {
        return blocks.stream().anyMatch(block -> block.steps.exit instanceof TrapNodes.Gate || block.steps.exit instanceof TrapNodes.System);
    }

    /** Adds a block and those after it if they lead to the first. */
    private boolean closes(Block block, int partsBefore) {
        int parts = partsBefore + block.steps.parts();
        if (blocks.size() == maxBlocks || parts > maxParts || blocks.contains(block)) {
            return false;
        }
        if (block.steps.exit instanceof TrapNodes.Gate gate) {
            return closes(block, gate.last, parts);
        }
        if (block.steps.exit instanceof TrapNodes.System system) {
            return closes(block, system.last(), parts);
        }
        if (!(block.steps.exit instanceof BranchNodes.Exit exit)) {
            return false;
        }
        blocks.add(block);
        Block first = blocks.getFirst();
        if (exit.taken == first || exit.fallThrough == first) {
            return true;
        }
        Block likely = often(exit.taken) >= often(exit.fallThrough) ? exit.taken : exit.fallThrough;
        if (goesOn(likely, parts) || goesOn(likely == exit.taken ? exit.fallThrough : exit.taken, parts)) {
            return true;
        }
        blocks.removeLast();
        return false;
    }

    private boolean closes(Block block, Block next, int parts) {
        blocks.add(block);
        // Its context is that of another mode.
        if (next == blocks.getFirst() || isOften(next) && next.context != Block.NO_CONTEXT && closes(next, parts)) {
            return true;
        }
        blocks.removeLast();
        return false;
    }

    private boolean goesOn(Block to, int parts) {
        return to.context == blocks.getLast().context && isOften(to) && closes(to, parts);
    }

    private boolean isOften(Block block) {
        return SELDOM * often(block) >= often(blocks.getFirst());
    }

    private static int often(Block block) {
        return block.steps == null ? 0 : block.steps.executions();
    }
}
