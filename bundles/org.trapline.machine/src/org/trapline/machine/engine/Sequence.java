// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/** Executes the operations of a block one by one, from some operation on. */
class Sequence extends Node {
    private final Step[] steps;
    /** Does the last operation. */
    private final Node exit;
    private final int from;

    Sequence(Step[] steps, Node exit, int from) {
        this.steps = steps;
        this.exit = exit;
        this.from = from;
    }

    @Override
    Node execute(long[] x) {
        return run(x);
    }

    final Node run(long[] x) {
        Step[] all = steps;
        for (int i = from; i < all.length; i++) {
            Step step = all[i];
            if (!step.step(x) && !step.stepSlowly()) {
                return null;
            }
        }
        return exit.execute(x);
    }

    /** Returns what does the operations from one on. */
    final Sequence from(int index) {
        return new Sequence(steps, exit, index);
    }

    /** All operations of a block, which superinstructions do when this has been executed often. */
    static final class Whole extends Sequence {
        private final Block block;
        /** Stands before the block if it has floating-point operations, else null. */
        private final FloatGate gate;
        private int patience;
        /** What this has been replaced by; this, if nothing better can be had; null before. */
        private Node replacement;

        Whole(Block block, FloatGate gate, Step[] steps, Node exit) {
            super(steps, exit, 0);
            this.block = block;
            this.gate = gate;
            patience = block.engine.patience;
        }

        @Override
        Node execute(long[] x) {
            if (--patience < 0 && replacement() != this) {
                return replacement;
            }
            return gate == null || gate.isOpen() ? run(x) : gate.careful();
        }

        private Node replacement() {
            patience = 0;
            if (replacement == null) {
                Node made = Superinstruction.of(block, gate, super.steps, super.exit);
                replacement = made == null ? this : made;
                if (block.first == this) {
                    block.first = replacement;
                }
            }
            return replacement;
        }
    }
}
