// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.Rv32;

/** Steps of RV32 that compute what no operation of RV64 does. Their registers hold sign-extended values. */
final class Rv32Nodes {
    private Rv32Nodes() {
    }

    static Step of(long op) {
        return switch (Op.opcode(op)) {
            case Op.MULH_RV32 -> new Mulh(op);
            case Op.MULHSU_RV32 -> new Mulhsu(op);
            case Op.MULHU_RV32 -> new Mulhu(op);
            case Op.SH1ADD_RV32 -> new Sh1add(op);
            case Op.SH2ADD_RV32 -> new Sh2add(op);
            case Op.SH3ADD_RV32 -> new Sh3add(op);
            case Op.ORC_B_RV32 -> new OrcB(op);
            case Op.REV8_RV32 -> new Rev8(op);
            case Op.CLMUL_RV32 -> new Clmul(op);
            case Op.CLMULH_RV32 -> new Clmulh(op);
            case Op.CLMULR_RV32 -> new Clmulr(op);
            case Op.BCLR_RV32 -> new Bclr(op);
            case Op.BEXT_RV32 -> new Bext(op);
            case Op.BINV_RV32 -> new Binv(op);
            case Op.BSET_RV32 -> new Bset(op);
            default -> throw new IllegalStateException("opcode " + Op.opcode(op) + " is none of RV32 alone");
        };
    }

    static final class Mulh extends RegisterNodes.Register {
        Mulh(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.mulh(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Mulhsu extends RegisterNodes.Register {
        Mulhsu(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.mulhsu(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Mulhu extends RegisterNodes.Register {
        Mulhu(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.mulhu(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sh1add extends RegisterNodes.Register {
        Sh1add(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.sh1add(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sh2add extends RegisterNodes.Register {
        Sh2add(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.sh2add(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sh3add extends RegisterNodes.Register {
        Sh3add(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.sh3add(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class OrcB extends RegisterNodes.Register {
        OrcB(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.orc_b(x[rs1]);
            return true;
        }
    }

    static final class Rev8 extends RegisterNodes.Register {
        Rev8(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.rev8(x[rs1]);
            return true;
        }
    }

    static final class Clmul extends RegisterNodes.Register {
        Clmul(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.clmul(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Clmulh extends RegisterNodes.Register {
        Clmulh(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.clmulh(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Clmulr extends RegisterNodes.Register {
        Clmulr(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.clmulr(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Bclr extends RegisterNodes.Register {
        Bclr(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.bclr(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Bext extends RegisterNodes.Register {
        Bext(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.bext(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Binv extends RegisterNodes.Register {
        Binv(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.binv(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Bset extends RegisterNodes.Register {
        Bset(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Rv32.bset(x[rs1], x[rs2]);
            return true;
        }
    }
}
