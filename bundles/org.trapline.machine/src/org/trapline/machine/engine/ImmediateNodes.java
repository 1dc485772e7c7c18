// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.Alu;

/** Steps that compute from a register and a constant, or from constants alone. */
final class ImmediateNodes {
    private ImmediateNodes() {
    }

    /** What they have in common: a source, a constant and a destination. */
    abstract static class Immediate extends Step {
        final int rd;
        final int rs1;
        final long imm;

        Immediate(long op) {
            rd = Op.rd(op);
            rs1 = Op.rs1(op);
            imm = Op.imm(op);
        }
    }

    /** A step whose result is known when it is decoded. */
    static final class Constant extends Step {
        private final int rd;
        private final long value;

        Constant(int rd, long value) {
            this.rd = rd;
            this.value = value;
        }

        @Override
        boolean step(long[] x) {
            x[rd] = value;
            return true;
        }
    }

    static final class Addi extends Immediate {
        Addi(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.addi(x[rs1], imm);
            return true;
        }
    }

    static final class Slti extends Immediate {
        Slti(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.slti(x[rs1], imm);
            return true;
        }
    }

    static final class Sltiu extends Immediate {
        Sltiu(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.sltiu(x[rs1], imm);
            return true;
        }
    }

    static final class Xori extends Immediate {
        Xori(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.xori(x[rs1], imm);
            return true;
        }
    }

    static final class Ori extends Immediate {
        Ori(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.ori(x[rs1], imm);
            return true;
        }
    }

    static final class Andi extends Immediate {
        Andi(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.andi(x[rs1], imm);
            return true;
        }
    }

    static final class Slli extends Immediate {
        Slli(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.slli(x[rs1], imm);
            return true;
        }
    }

    static final class Srli extends Immediate {
        Srli(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.srli(x[rs1], imm);
            return true;
        }
    }

    static final class Srai extends Immediate {
        Srai(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.srai(x[rs1], imm);
            return true;
        }
    }

    static final class Addiw extends Immediate {
        Addiw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.addiw(x[rs1], imm);
            return true;
        }
    }

    static final class Slliw extends Immediate {
        Slliw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.slliw(x[rs1], imm);
            return true;
        }
    }

    static final class Srliw extends Immediate {
        Srliw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.srliw(x[rs1], imm);
            return true;
        }
    }

    static final class Sraiw extends Immediate {
        Sraiw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.sraiw(x[rs1], imm);
            return true;
        }
    }
}
