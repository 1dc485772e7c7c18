// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/** Steps that the engine does out of line. */
final class SlowNodes {
    private SlowNodes() {
    }

    /** An atomic access. */
    static final class Atomic extends Step {
        private final Block block;
        private final int index;

        Atomic(Block block, int index) {
            this.block = block;
            this.index = index;
        }

        @Override
        boolean step(long[] x) {
            return block.engine.access(block, index);
        }
    }

    /** What orders accesses. */
    static final class Fence extends Step {
        private final Interpreter engine;
        private final int opcode;

        Fence(Block block, int index) {
            engine = block.engine;
            opcode = Op.opcode(block.code[index]);
        }

        @Override
        boolean step(long[] x) {
            engine.fence(opcode);
            return true;
        }
    }

    /** Where an observer wants to stop. */
    static final class Stop extends Node implements Block.Linked {
        private final Block block;

        Stop(Block block) {
            this.block = block;
        }

        @Override
        public void unlink() {
            // It leads nowhere.
        }

        @Override
        Node execute(long[] x) {
            return block.engine.stopOrPass(block);
        }
    }
}
