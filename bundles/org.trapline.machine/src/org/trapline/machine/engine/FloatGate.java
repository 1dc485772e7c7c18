// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.FloatState;

/**
 * Stands before the first floating-point step of a block. Whether such instructions are legal, and whether they are the first to change the
 * unit's state, can be other only after a system instruction or a trap, so it is looked at once for all of them. Where something is to be done,
 * the rest of the block is gone through by other steps.
 */
final class FloatGate extends Node {
    private final FloatState floats;
    private final Block block;
    private final int index;
    private Node careful;

    /** Creates the gate before an operation. */
    FloatGate(Block block, int index) {
        floats = block.engine.floats;
        this.block = block;
        this.index = index;
    }

    @Override
    Node execute(long[] x) {
        return floats.ready ? next : careful();
    }

    private Node careful() {
        if (careful == null) {
            careful = NodeBuilder.careful(block, index);
        }
        return careful;
    }

    /** Executes a floating-point step if that is legal now, and notes what it changes. */
    static final class Careful extends Node {
        private final Block block;
        private final int index;
        private final Node step;
        private final FloatState floats;
        private final boolean dynamic;
        private final boolean writes;

        Careful(Block block, int index, Node step) {
            this.block = block;
            this.index = index;
            this.step = step;
            floats = block.engine.floats;
            long op = block.code[index];
            dynamic = Op.isDynamic(op);
            writes = Op.rd(op) >= Op.FLOATS;
        }

        @Override
        Node execute(long[] x) {
            if (block.engine.isFloatOff() || dynamic && floats.mode > FloatState.RMM) {
                return block.engine.illegal(block, index);
            }
            int flags = floats.flags;
            Node to = step.execute(x);
            // A load that does not go on has either trapped or been noted where it was done.
            if (to != null && writes || floats.flags != flags) {
                block.engine.floatDirty();
            }
            return to;
        }
    }
}
