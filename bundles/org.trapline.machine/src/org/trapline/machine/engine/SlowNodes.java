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

    /** What ends a block and is no branch. */
    static final class System extends Node {
        private final Block block;

        System(Block block) {
            this.block = block;
        }

        @Override
        Node execute(long[] x) {
            return block.engine.system(block);
        }
    }
}
