// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/** Executes the operations of a block one by one, from some operation on. */
class Sequence extends Node {
    final Step[] steps;
    /** Does the last operation. */
    final Node exit;
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
        final Block block;
        /** Stands before the block if it has floating-point operations, else null. */
        final FloatGate gate;
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

        /** Returns how often the block has been executed, as far as that has been counted. */
        int executions() {
            return block.engine.patience - patience;
        }

        /** Returns the number of things that the block is made of. */
        int parts() {
            return (gate == null ? 0 : 1) + steps.length + 1;
        }

        private Node replacement() {
            patience = 0;
            if (replacement == null) {
                Node made = Superinstruction.of(this);
                replacement = made == null ? this : made;
                if (block.first == this) {
                    block.first = replacement;
                }
            }
            return replacement;
        }
    }
}
