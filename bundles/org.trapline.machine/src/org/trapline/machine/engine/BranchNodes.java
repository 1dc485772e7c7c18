// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.Branch;

/** Steps that end a block and know where it goes on. */
final class BranchNodes {
    private BranchNodes() {
    }

    /** What they have in common: the blocks that follow, once they are known. */
    abstract static class Exit extends Node {
        final Interpreter engine;
        final Block block;
        Block taken = Block.NONE;
        Block fallThrough = Block.NONE;

        Exit(Block block) {
            this.engine = block.engine;
            this.block = block;
        }

        /** Goes on at the target of the branch. */
        final Node take() {
            Block to = taken;
            return to.context == engine.context && (engine.remaining -= to.count) >= 0 ? to.first : engine.take(this);
        }

        /** Goes on after the last instruction. */
        final Node fallThrough() {
            Block to = fallThrough;
            return to.context == engine.context && (engine.remaining -= to.count) >= 0 ? to.first : engine.fallThrough(this);
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
        Node execute(long[] x) {
            return fallThrough();
        }
    }

    static final class Jal extends Exit {
        private final int rd;

        Jal(Block block, int index) {
            super(block);
            rd = Op.rd(block.code[index]);
        }

        @Override
        Node execute(long[] x) {
            x[rd] = block.end;
            return take();
        }
    }

    /** A jump to an address in a register; every even one may hold an instruction. */
    static class Jalr extends Exit {
        private final int rd;
        private final int rs1;
        private final long imm;

        Jalr(Block block, int index) {
            super(block);
            long op = block.code[index];
            rd = Op.rd(op);
            rs1 = Op.rs1(op);
            imm = Op.imm(op);
        }

        final long target(long[] x) {
            return x[rs1] + imm & ~1L;
        }

        final Node jump(long[] x, long to) {
            x[rd] = block.end;
            Block found = engine.jumps[BlockCache.jumpIndex(to)];
            return found.pc == to && found.context == engine.context && (engine.remaining -= found.count) >= 0
                ? found.first
                : engine.jump(to);
        }

        @Override
        Node execute(long[] x) {
            return jump(x, target(x));
        }
    }

    /** As {@link Jalr}, where all instructions are four bytes long. */
    static final class AlignedJalr extends Jalr {
        AlignedJalr(Block block, int index) {
            super(block, index);
        }

        @Override
        Node execute(long[] x) {
            long to = target(x);
            return (to & 2) != 0 ? engine.misaligned(block, to) : jump(x, to);
        }
    }

    static final class Beq extends Compare {
        Beq(Block block, int index) {
            super(block, index);
        }

        @Override
        Node execute(long[] x) {
            return Branch.beq(x[rs1], x[rs2]) ? take() : fallThrough();
        }
    }

    static final class Bne extends Compare {
        Bne(Block block, int index) {
            super(block, index);
        }

        @Override
        Node execute(long[] x) {
            return Branch.bne(x[rs1], x[rs2]) ? take() : fallThrough();
        }
    }

    static final class Blt extends Compare {
        Blt(Block block, int index) {
            super(block, index);
        }

        @Override
        Node execute(long[] x) {
            return Branch.blt(x[rs1], x[rs2]) ? take() : fallThrough();
        }
    }

    static final class Bge extends Compare {
        Bge(Block block, int index) {
            super(block, index);
        }

        @Override
        Node execute(long[] x) {
            return Branch.bge(x[rs1], x[rs2]) ? take() : fallThrough();
        }
    }

    static final class Bltu extends Compare {
        Bltu(Block block, int index) {
            super(block, index);
        }

        @Override
        Node execute(long[] x) {
            return Branch.bltu(x[rs1], x[rs2]) ? take() : fallThrough();
        }
    }

    static final class Bgeu extends Compare {
        Bgeu(Block block, int index) {
            super(block, index);
        }

        @Override
        Node execute(long[] x) {
            return Branch.bgeu(x[rs1], x[rs2]) ? take() : fallThrough();
        }
    }
}
