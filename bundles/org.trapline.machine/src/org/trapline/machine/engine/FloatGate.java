// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.FloatState;

/**
 * Stands before a block that has floating-point steps. Whether such instructions are legal, and whether they are the first to change the unit's
 * state, can be other only after a system instruction or a trap, so it is looked at once for all of them. Where something is to be done, the block
 * is gone through by other steps.
 */
final class FloatGate {
    private final FloatState floats;
    private final Block block;
    private Node careful;

    /** Creates the gate before a block. */
    FloatGate(Block block) {
        floats = block.engine.floats;
        this.block = block;
    }

    /** Tells whether the block's steps can be executed as they are. */
    boolean isOpen() {
        return floats.ready;
    }

    /** Returns what does the block otherwise. */
    Node careful() {
        if (careful == null) {
            careful = NodeBuilder.careful(block);
        }
        return careful;
    }

    /** Forgets what does the block otherwise, and where that leads. */
    void forget() {
        careful = null;
    }

    /** Executes a floating-point step if that is legal now, and notes what it changes. */
    static final class Careful extends Step {
        private final Block block;
        private final int index;
        private final Step step;
        private final FloatState floats;
        private final boolean dynamic;
        private final boolean writes;

        Careful(Block block, int index, Step step) {
            this.block = block;
            this.index = index;
            this.step = step;
            floats = block.engine.floats;
            long op = block.code[index];
            dynamic = Op.isDynamic(op);
            writes = Op.rd(op) >= Op.FLOATS;
        }

        private boolean isIllegal() {
            return block.engine.isFloatOff() || dynamic && floats.mode > FloatState.RMM;
        }

        @Override
        boolean step(long[] x) {
            if (isIllegal()) {
                return false;
            }
            int flags = floats.flags;
            boolean done = step.step(x);
            if (done && writes || floats.flags != flags) {
                block.engine.floatDirty();
            }
            return done;
        }

        @Override
        boolean stepSlowly() {
            // A load notes by itself what it changes.
            return isIllegal() ? block.engine.illegal(block, index) : step.stepSlowly();
        }
    }
}
