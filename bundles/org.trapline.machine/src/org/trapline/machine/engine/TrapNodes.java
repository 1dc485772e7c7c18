// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/**
 * What ends a block by way of the privileged state, and leads where that says: mostly to the same place as the last time. What is common is done in
 * line, in a way that never comes back from something rare: so HotSpot keeps in registers what superinstructions have from gate to gate.
 */
final class TrapNodes {
    private TrapNodes() {
    }

    /** What they have in common. */
    abstract static class Gate extends BranchNodes.WayOut {
        /** The address of the instruction. */
        final long pc;
        /** Packed. */
        final long op;
        /** Where it has led the last time. */
        Block last = Block.NONE;

        Gate(Block block) {
            super(block);
            pc = block.pcOf(block.count - 1);
            op = block.code[block.code.length - 1];
        }

        /**
         * Does the operation if nobody is concerned but guest code. The mode is another then, which the MMU has not been told.
         * @return whether it was done
         */
        abstract boolean pass();

        /** Does the operation the long way. */
        abstract void passSlowly();

        @Override
        public final void unlink() {
            last = Block.NONE;
        }

        @Override
        final Block successor(long[] x) {
            return pass() ? engine.arrived(this) : Block.UNDONE;
        }

        @Override
        final Node follow(Block to) {
            if (to != Block.UNDONE) {
                engine.tellMode();
                return engine.goOn(this);
            }
            return followSlowly();
        }

        /** Goes on if {@link #pass} has not done it. */
        final Node followSlowly() {
            passSlowly();
            return engine.goOn(this);
        }
    }

    /** {@code ecall}. */
    static final class Ecall extends Gate {
        Ecall(Block block) {
            super(block);
        }

        @Override
        boolean pass() {
            return engine.quickEcall(this);
        }

        @Override
        void passSlowly() {
            engine.ecall(this);
        }
    }

    /** {@code mret} and {@code sret}. */
    static final class Return extends Gate {
        private final boolean machine;

        Return(Block block, boolean machine) {
            super(block);
            this.machine = machine;
        }

        @Override
        boolean pass() {
            return engine.quickReturn(this, machine);
        }

        @Override
        void passSlowly() {
            engine.returnFromTrap(this, machine);
        }
    }

    /** What is likely to trap: no instruction, or one that accesses a CSR which is not a plain one here. */
    static final class Refusable extends Gate {
        Refusable(Block block) {
            super(block);
        }

        @Override
        boolean pass() {
            return engine.quickRefusal(this);
        }

        @Override
        void passSlowly() {
            engine.system(block);
        }
    }

    /** Any other; it is done out of line, and the MMU knows the mode. */
    static final class System extends BranchNodes.WayOut {
        /** Where it has led the last time. */
        private Block last = Block.NONE;

        System(Block block) {
            super(block);
        }

        @Override
        Block successor(long[] x) {
            engine.system(block);
            return engine.isAt(last) ? last : Block.NONE;
        }

        @Override
        Node follow(Block to) {
            Block there = engine.there();
            if (there == null) {
                return null;
            }
            last = there;
            return engine.start(there);
        }

        @Override
        public void unlink() {
            last = Block.NONE;
        }

        /** Returns where it has led the last time. */
        Block last() {
            return last;
        }
    }
}
