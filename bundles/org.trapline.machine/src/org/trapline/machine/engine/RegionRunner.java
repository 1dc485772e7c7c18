// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.machine.jit.CompiledRegion;
import org.trapline.machine.jit.RegionHost;
import org.trapline.machine.jit.RegionLeft;
import org.trapline.machine.privileged.Trap;

/** Does for compiled regions what they cannot do themselves. */
final class RegionRunner extends RegionHost {
    private static final int INDEX_BITS = 8;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    private final Interpreter engine;
    /** The region that is being executed. */
    Region region;
    // What was to be done when the region had to be left.
    private Block block;
    private int index;
    private Trap trap;
    private long result;

    RegionRunner(Interpreter engine) {
        super(engine.floats);
        this.engine = engine;
    }

    @Override
    public boolean isFetched(int part) {
        Block to = region.blocks[part];
        return to.context == engine.context || engine.isFetched(to);
    }

    private void arriveAt(int where, long remainingNow) {
        block = region.blocks[where >>> INDEX_BITS];
        index = where & INDEX_MASK;
        engine.remaining = remainingNow;
        engine.arriveAt(block, index);
    }

    private void goOn() {
        if (engine.hasAttention()) {
            throw RegionLeft.SIGNAL;
        }
    }

    private CsrNodes.Plain csr(int where) {
        return (CsrNodes.Plain) region.blocks[where >>> INDEX_BITS].steps.steps[where & INDEX_MASK];
    }

    @Override
    public boolean reachesCsr(int where) {
        return csr(where).csr.isReachable();
    }

    @Override
    public long csr(int where, long source) {
        return csr(where).access(source);
    }

    @Override
    public long load(int where, long va, long remainingNow) {
        arriveAt(where, remainingNow);
        try {
            result = engine.load(Op.opcode(block.code[index]), va);
        } catch (Trap thrown) {
            trap = thrown;
            throw RegionLeft.SIGNAL;
        }
        goOn();
        return result;
    }

    @Override
    public void store(int where, long va, long value, long remainingNow) {
        arriveAt(where, remainingNow);
        try {
            engine.store(Op.opcode(block.code[index]), va, value);
        } catch (Trap thrown) {
            trap = thrown;
            throw RegionLeft.SIGNAL;
        }
        goOn();
    }

    @Override
    public long atomic(int where, long va, long operand, long remainingNow) {
        arriveAt(where, remainingNow);
        try {
            result = engine.atomic(Op.opcode(block.code[index]), va, operand);
        } catch (Trap thrown) {
            trap = thrown;
            throw RegionLeft.SIGNAL;
        }
        goOn();
        return result;
    }

    /** Goes on after a region that was left in a way that its code cannot finish; null if the engine must look at the hart. */
    Node leave(int exit) {
        return switch (exit) {
            case CompiledRegion.TO_TARGET -> jump(target);
            case CompiledRegion.LEFT -> leaveWithin();
            case CompiledRegion.MISALIGNED -> engine.misaligned(region.blocks[site], target);
            case CompiledRegion.CSR -> csr(site).leave();
            default -> region.blocks[CompiledRegion.SYSTEM - exit].steps.exit;
        };
    }

    /** As the step of an indirect jump does. */
    private Node jump(long to) {
        if (region.looksAtTargets()) {
            region.blocks[site].sawTarget(to);
        }
        Block found = engine.jumps[BlockCache.jumpIndex(to)];
        return found.pc == to && found.context == engine.context && (engine.remaining -= found.count) >= 0 ? found.first : engine.jump(to);
    }

    private Node leaveWithin() {
        Trap thrown = trap;
        trap = null;
        engine.leaveAfterAccess(block, index, thrown, result);
        return null;
    }
}
