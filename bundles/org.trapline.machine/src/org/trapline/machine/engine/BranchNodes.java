// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.Branch;

/** Steps that end a block and know where it goes on. */
final class BranchNodes {
    private BranchNodes() {
    }

    /** What they have in common: they choose the next block, and the engine looks whether it may be executed now. */
    abstract static class WayOut extends Node implements Block.Linked {
        final Interpreter engine;
        final Block block;

        WayOut(Block block) {
            this.engine = block.engine;
            this.block = block;
        }

        /** Does the operation; returns the block that is to follow if the engine {@linkplain Interpreter#admits admits} it. */
        abstract Block successor(long[] x);

        /** Goes on where the block leads that {@link #successor} has returned, but that was not admitted. */
        abstract Node follow(Block to);

        @Override
        final Node execute(long[] x) {
            Block to = successor(x);
            return engine.admits(to) ? to.first : follow(to);
        }
    }

    /** One that leads to known places: the blocks there, once they are known. */
    abstract static class Exit extends WayOut {
        Block taken = Block.NONE;
        Block fallThrough = Block.NOT_TAKEN;

        Exit(Block block) {
            super(block);
        }

        @Override
        public void unlink() {
            taken = Block.NONE;
            fallThrough = Block.NOT_TAKEN;
        }

        @Override
        final Node follow(Block to) {
            return to == taken ? engine.take(this) : engine.fallThrough(this);
        }
    }

    /** A branch that compares two registers. */
    abstract static class Compare extends Exit {
        final int rs1;
        final int rs2;

        Compare(Block block, int index) {
            super(block);
            rs1 = Op.rs1(block.code[index]);
            rs2 = Op.rs2(block.code[index]);
        }
    }

    /** The end of a block that does not end with a branch. */
    static final class End extends Exit {
        End(Block block) {
            super(block);
        }

        @Override
        Block successor(long[] x) {
            return fallThrough;
        }
    }

    static final class Jal extends Exit {
        private final int rd;

        Jal(Block block, int index) {
            super(block);
            rd = Op.rd(block.code[index]);
        }

        @Override
        Block successor(long[] x) {
            x[rd] = block.end;
            return taken;
        }
    }

    /** A jump to an address in a register; every even one may hold an instruction. */
    static class Jalr extends WayOut {
        private final int rd;
        private final int rs1;
        private final long imm;
        /** Where it leads if no block is known there. */
        long target;

        Jalr(Block block, int index) {
            super(block);
            long op = block.code[index];
            rd = Op.rd(op);
            rs1 = Op.rs1(op);
            imm = Op.imm(op);
        }

        @Override
        public void unlink() {
            // It looks for its target each time.
        }

        final long target(long[] x) {
            return x[rs1] + imm & ~1L;
        }

        final Block jump(long[] x, long to) {
            x[rd] = block.end;
            Block found = engine.jumps[BlockCache.jumpIndex(to)];
            return found.pc == to ? found : unknown(to, Block.NONE);
        }

        final Block unknown(long to, Block stand) {
            target = to;
            return stand;
        }

        @Override
        Block successor(long[] x) {
            return jump(x, target(x));
        }

        @Override
        Node follow(Block to) {
            return engine.jump(to == Block.NONE ? target : to.pc);
        }
    }

    /** As {@link Jalr}, where all instructions are four bytes long. */
    static final class AlignedJalr extends Jalr {
        AlignedJalr(Block block, int index) {
            super(block, index);
        }

        @Override
        Block successor(long[] x) {
            long to = target(x);
            return (to & 2) != 0 ? unknown(to, Block.NOT_TAKEN) : jump(x, to);
        }

        @Override
        Node follow(Block to) {
            return to == Block.NOT_TAKEN ? engine.misaligned(block, target) : super.follow(to);
        }
    }

    static final class Beq extends Compare {
        Beq(Block block, int index) {
            super(block, index);
        }

        @Override
        Block successor(long[] x) {
            return Branch.beq(x[rs1], x[rs2]) ? taken : fallThrough;
        }
    }

    static final class Bne extends Compare {
        Bne(Block block, int index) {
            super(block, index);
        }

        @Override
        Block successor(long[] x) {
            return Branch.bne(x[rs1], x[rs2]) ? taken : fallThrough;
        }
    }

    static final class Blt extends Compare {
        Blt(Block block, int index) {
            super(block, index);
        }

        @Override
        Block successor(long[] x) {
            return Branch.blt(x[rs1], x[rs2]) ? taken : fallThrough;
        }
    }

    static final class Bge extends Compare {
        Bge(Block block, int index) {
            super(block, index);
        }

        @Override
        Block successor(long[] x) {
            return Branch.bge(x[rs1], x[rs2]) ? taken : fallThrough;
        }
    }

    static final class Bltu extends Compare {
        Bltu(Block block, int index) {
            super(block, index);
        }

        @Override
        Block successor(long[] x) {
            return Branch.bltu(x[rs1], x[rs2]) ? taken : fallThrough;
        }
    }

    static final class Bgeu extends Compare {
        Bgeu(Block block, int index) {
            super(block, index);
        }

        @Override
        Block successor(long[] x) {
            return Branch.bgeu(x[rs1], x[rs2]) ? taken : fallThrough;
        }
    }
}
