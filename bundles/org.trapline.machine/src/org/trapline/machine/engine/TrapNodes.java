// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/** What ends a block by way of the privileged state, and leads where that says: mostly to the same place as the last time. */
final class TrapNodes {
    private TrapNodes() {
    }

    /** What they have in common. */
    abstract static class Gate extends BranchNodes.WayOut {
        /** The address of the instruction. */
        final long pc;
        /** Where it has led the last time. */
        Block last = Block.NONE;

        Gate(Block block) {
            super(block);
            pc = block.pcOf(block.count - 1);
        }

        @Override
        final Node follow(Block to) {
            return engine.goOn(this);
        }
    }

    /** {@code ecall}. */
    static final class Ecall extends Gate {
        Ecall(Block block) {
            super(block);
        }

        @Override
        Block successor(long[] x) {
            engine.ecall(pc);
            return engine.arrived(this);
        }
    }

    /** {@code mret} and {@code sret}, where they are legal. */
    static final class Return extends Gate {
        private final boolean machine;

        Return(Block block, boolean machine) {
            super(block);
            this.machine = machine;
        }

        @Override
        Block successor(long[] x) {
            engine.returnFromTrap(pc, machine);
            return engine.arrived(this);
        }
    }

    /** Any other that is done out of line. */
    static final class System extends Gate {
        System(Block block) {
            super(block);
        }

        @Override
        Block successor(long[] x) {
            engine.system(block);
            return engine.arrived(this);
        }
    }
}
