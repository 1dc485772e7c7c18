// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.Alu;
import org.trapline.isa.kernel.MulDiv;

/** Steps that compute from two registers. */
final class RegisterNodes {
    private RegisterNodes() {
    }

    /** What they have in common: two sources and a destination. */
    abstract static class Register extends Step {
        final int rd;
        final int rs1;
        final int rs2;

        Register(long op) {
            rd = Op.rd(op);
            rs1 = Op.rs1(op);
            rs2 = Op.rs2(op);
        }
    }

    static final class Add extends Register {
        Add(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.add(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sub extends Register {
        Sub(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.sub(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sll extends Register {
        Sll(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.sll(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Slt extends Register {
        Slt(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.slt(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sltu extends Register {
        Sltu(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.sltu(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Xor extends Register {
        Xor(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.xor(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Srl extends Register {
        Srl(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.srl(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sra extends Register {
        Sra(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.sra(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Or extends Register {
        Or(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.or(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class And extends Register {
        And(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.and(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Addw extends Register {
        Addw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.addw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Subw extends Register {
        Subw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.subw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sllw extends Register {
        Sllw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.sllw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Srlw extends Register {
        Srlw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.srlw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sraw extends Register {
        Sraw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Alu.sraw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Mul extends Register {
        Mul(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.mul(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Mulh extends Register {
        Mulh(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.mulh(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Mulhsu extends Register {
        Mulhsu(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.mulhsu(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Mulhu extends Register {
        Mulhu(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.mulhu(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Div extends Register {
        Div(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.div(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Divu extends Register {
        Divu(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.divu(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Rem extends Register {
        Rem(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.rem(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Remu extends Register {
        Remu(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.remu(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Mulw extends Register {
        Mulw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.mulw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Divw extends Register {
        Divw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.divw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Divuw extends Register {
        Divuw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.divuw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Remw extends Register {
        Remw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.remw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Remuw extends Register {
        Remuw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = MulDiv.remuw(x[rs1], x[rs2]);
            return true;
        }
    }
}
