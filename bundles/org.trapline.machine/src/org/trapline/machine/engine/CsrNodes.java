// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.machine.privileged.PlainCsr;

/**
 * Accesses to registers that only keep what is written to them. Which that is depends on the mode: a step is made for that in which its block is decoded.
 * In another mode the engine does the access out of line, which traps as a rule; if not, the step is for that mode from then on.
 */
final class CsrNodes {
    private CsrNodes() {
    }

    /** Returns the step that an instruction needs. */
    static Plain of(Block block, int index) {
        int word = Op.imm(block.code[index]);
        PlainCsr csr = block.engine.plainCsrOrNone(word);
        if (!CsrWord.writes(word)) {
            return new Read(block, index, csr);
        }
        if (CsrWord.rd(word) == 0 && CsrWord.kind(word) == CsrWord.EXCHANGE) {
            return new Write(block, index, csr);
        }
        return new Modify(block, index, csr);
    }

    /** What they have in common. */
    abstract static class Plain extends Step {
        PlainCsr csr;
        final int rd;
        private final Block block;
        private final int index;
        private Node rest;

        Plain(Block block, int index, PlainCsr csr) {
            this.block = block;
            this.index = index;
            this.csr = csr;
            rd = Op.rd(block.code[index]);
        }

        /**
         * Does the access, which is possible.
         * @param source what rs1 holds
         * @return what rd gets
         */
        abstract long access(long source);

        @Override
        final boolean stepSlowly() {
            PlainCsr here = block.engine.plainCsr(Op.imm(block.code[index]));
            if (here != null) {
                csr = here;
            }
            return block.engine.accessCsr(block, index);
        }

        @Override
        final Node leave() {
            return stepSlowly() ? rest() : block.engine.goOn();
        }

        @Override
        final Node rest() {
            if (rest == null) {
                rest = block.steps.from(index + 1);
            }
            return rest;
        }
    }

    /** {@code csrr}. */
    static final class Read extends Plain {
        Read(Block block, int index, PlainCsr csr) {
            super(block, index, csr);
        }

        @Override
        boolean step(long[] x) {
            if (!csr.isReachable()) {
                return false;
            }
            x[rd] = csr.read();
            return true;
        }

        @Override
        long access(long source) {
            return csr.read();
        }
    }

    /** {@code csrw} and {@code csrwi}. */
    static final class Write extends Plain {
        private final int rs1;
        private final long immediate;

        Write(Block block, int index, PlainCsr csr) {
            super(block, index, csr);
            int word = Op.imm(block.code[index]);
            rs1 = CsrWord.register(word);
            immediate = CsrWord.immediate(word);
        }

        @Override
        boolean step(long[] x) {
            if (!csr.isReachable()) {
                return false;
            }
            // One of them is 0.
            csr.write(x[rs1] | immediate);
            return true;
        }

        @Override
        long access(long source) {
            csr.write(source | immediate);
            return 0;
        }
    }

    /** The others: all that read and write. */
    static final class Modify extends Plain {
        private final int rs1;
        private final long immediate;
        private final int kind;

        Modify(Block block, int index, PlainCsr csr) {
            super(block, index, csr);
            int word = Op.imm(block.code[index]);
            rs1 = CsrWord.register(word);
            immediate = CsrWord.immediate(word);
            kind = CsrWord.kind(word);
        }

        @Override
        boolean step(long[] x) {
            if (!csr.isReachable()) {
                return false;
            }
            x[rd] = access(x[rs1]);
            return true;
        }

        @Override
        long access(long source) {
            long old = csr.read();
            long operand = source | immediate;
            csr.write(kind == CsrWord.EXCHANGE ? operand : kind == CsrWord.SET ? old | operand : old & ~operand);
            return old;
        }
    }
}
