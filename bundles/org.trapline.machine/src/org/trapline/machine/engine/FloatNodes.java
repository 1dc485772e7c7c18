// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.FloatState;
import org.trapline.isa.kernel.Fp32;
import org.trapline.isa.kernel.Fp64;
import org.trapline.isa.kernel.FpConvert;

/**
 * Steps that compute with floating-point numbers. Arithmetic has a step for each operation; the rest, which is rarer, is chosen by its opcode.
 * None of them looks whether the unit is switched on: see {@link FloatGate}.
 */
final class FloatNodes {
    private FloatNodes() {
    }

    /** What they have in common: two sources, a destination, a rounding mode and flags. */
    abstract static class Compute extends Step {
        final int rd;
        final int rs1;
        final int rs2;
        final FloatState floats;
        private final int mode;

        Compute(Block block, int index) {
            long op = block.code[index];
            rd = Op.rd(op);
            rs1 = Op.rs1(op);
            rs2 = Op.rs2(op);
            mode = Op.mode(op);
            floats = block.engine.floats;
        }

        final int mode() {
            return mode == FloatState.DYN ? floats.mode : mode;
        }
    }

    /** With a third source. */
    abstract static class Fused extends Compute {
        final int rs3;

        Fused(Block block, int index) {
            super(block, index);
            rs3 = Op.rs3(block.code[index]);
        }
    }

    static final class FaddD extends Compute {
        FaddD(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp64.fadd_d(x[rs1], x[rs2], mode(), floats);
            return true;
        }
    }

    static final class FsubD extends Compute {
        FsubD(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp64.fsub_d(x[rs1], x[rs2], mode(), floats);
            return true;
        }
    }

    static final class FmulD extends Compute {
        FmulD(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp64.fmul_d(x[rs1], x[rs2], mode(), floats);
            return true;
        }
    }

    static final class FdivD extends Compute {
        FdivD(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp64.fdiv_d(x[rs1], x[rs2], mode(), floats);
            return true;
        }
    }

    static final class FmaddD extends Fused {
        FmaddD(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp64.fmadd_d(x[rs1], x[rs2], x[rs3], mode(), floats);
            return true;
        }
    }

    static final class FmsubD extends Fused {
        FmsubD(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp64.fmsub_d(x[rs1], x[rs2], x[rs3], mode(), floats);
            return true;
        }
    }

    static final class FnmsubD extends Fused {
        FnmsubD(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp64.fnmsub_d(x[rs1], x[rs2], x[rs3], mode(), floats);
            return true;
        }
    }

    static final class FnmaddD extends Fused {
        FnmaddD(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp64.fnmadd_d(x[rs1], x[rs2], x[rs3], mode(), floats);
            return true;
        }
    }

    static final class FaddS extends Compute {
        FaddS(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp32.fadd_s(x[rs1], x[rs2], mode(), floats);
            return true;
        }
    }

    static final class FsubS extends Compute {
        FsubS(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp32.fsub_s(x[rs1], x[rs2], mode(), floats);
            return true;
        }
    }

    static final class FmulS extends Compute {
        FmulS(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp32.fmul_s(x[rs1], x[rs2], mode(), floats);
            return true;
        }
    }

    static final class FdivS extends Compute {
        FdivS(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp32.fdiv_s(x[rs1], x[rs2], mode(), floats);
            return true;
        }
    }

    static final class FmaddS extends Fused {
        FmaddS(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp32.fmadd_s(x[rs1], x[rs2], x[rs3], mode(), floats);
            return true;
        }
    }

    static final class FmsubS extends Fused {
        FmsubS(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp32.fmsub_s(x[rs1], x[rs2], x[rs3], mode(), floats);
            return true;
        }
    }

    static final class FnmsubS extends Fused {
        FnmsubS(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp32.fnmsub_s(x[rs1], x[rs2], x[rs3], mode(), floats);
            return true;
        }
    }

    static final class FnmaddS extends Fused {
        FnmaddS(Block block, int index) {
            super(block, index);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Fp32.fnmadd_s(x[rs1], x[rs2], x[rs3], mode(), floats);
            return true;
        }
    }

    /** Signs, minima and maxima, and comparisons. */
    static final class Binary extends Compute {
        private final int opcode;

        Binary(Block block, int index) {
            super(block, index);
            opcode = Op.opcode(block.code[index]);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = result(x[rs1], x[rs2]);
            return true;
        }

        private long result(long a, long b) {
            return switch (opcode) {
                case Op.FSGNJ_S -> Fp32.fsgnj_s(a, b);
                case Op.FSGNJN_S -> Fp32.fsgnjn_s(a, b);
                case Op.FSGNJX_S -> Fp32.fsgnjx_s(a, b);
                case Op.FMIN_S -> Fp32.fmin_s(a, b, floats);
                case Op.FMAX_S -> Fp32.fmax_s(a, b, floats);
                case Op.FEQ_S -> Fp32.feq_s(a, b, floats);
                case Op.FLT_S -> Fp32.flt_s(a, b, floats);
                case Op.FLE_S -> Fp32.fle_s(a, b, floats);
                case Op.FSGNJ_D -> Fp64.fsgnj_d(a, b);
                case Op.FSGNJN_D -> Fp64.fsgnjn_d(a, b);
                case Op.FSGNJX_D -> Fp64.fsgnjx_d(a, b);
                case Op.FMIN_D -> Fp64.fmin_d(a, b, floats);
                case Op.FMAX_D -> Fp64.fmax_d(a, b, floats);
                case Op.FEQ_D -> Fp64.feq_d(a, b, floats);
                case Op.FLT_D -> Fp64.flt_d(a, b, floats);
                case Op.FLE_D -> Fp64.fle_d(a, b, floats);
                default -> throw new IllegalStateException("opcode " + opcode + " compares nothing");
            };
        }
    }

    /** Roots, conversions, moves and classes. */
    static final class Unary extends Compute {
        private final int opcode;

        Unary(Block block, int index) {
            super(block, index);
            opcode = Op.opcode(block.code[index]);
        }

        @Override
        boolean step(long[] x) {
            long a = x[rs1];
            x[rd] = switch (opcode) {
                case Op.FSQRT_S -> Fp32.fsqrt_s(a, mode(), floats);
                case Op.FSQRT_D -> Fp64.fsqrt_d(a, mode(), floats);
                case Op.FCLASS_S -> Fp32.fclass_s(a);
                case Op.FCLASS_D -> Fp64.fclass_d(a);
                case Op.FMV_X_W -> FpConvert.fmv_x_w(a);
                case Op.FMV_W_X -> FpConvert.fmv_w_x(a);
                case Op.FMV_X_D -> FpConvert.fmv_x_d(a);
                case Op.FMV_D_X -> FpConvert.fmv_d_x(a);
                default -> converted(a);
            };
            return true;
        }

        private long converted(long a) {
            return switch (opcode) {
                case Op.FCVT_W_S -> FpConvert.fcvt_w_s(a, mode(), floats);
                case Op.FCVT_WU_S -> FpConvert.fcvt_wu_s(a, mode(), floats);
                case Op.FCVT_L_S -> FpConvert.fcvt_l_s(a, mode(), floats);
                case Op.FCVT_LU_S -> FpConvert.fcvt_lu_s(a, mode(), floats);
                case Op.FCVT_W_D -> FpConvert.fcvt_w_d(a, mode(), floats);
                case Op.FCVT_WU_D -> FpConvert.fcvt_wu_d(a, mode(), floats);
                case Op.FCVT_L_D -> FpConvert.fcvt_l_d(a, mode(), floats);
                case Op.FCVT_LU_D -> FpConvert.fcvt_lu_d(a, mode(), floats);
                case Op.FCVT_S_W -> FpConvert.fcvt_s_w(a, mode(), floats);
                case Op.FCVT_S_WU -> FpConvert.fcvt_s_wu(a, mode(), floats);
                case Op.FCVT_S_L -> FpConvert.fcvt_s_l(a, mode(), floats);
                case Op.FCVT_S_LU -> FpConvert.fcvt_s_lu(a, mode(), floats);
                case Op.FCVT_D_W -> FpConvert.fcvt_d_w(a);
                case Op.FCVT_D_WU -> FpConvert.fcvt_d_wu(a);
                case Op.FCVT_D_L -> FpConvert.fcvt_d_l(a, mode(), floats);
                case Op.FCVT_D_LU -> FpConvert.fcvt_d_lu(a, mode(), floats);
                case Op.FCVT_S_D -> FpConvert.fcvt_s_d(a, mode(), floats);
                case Op.FCVT_D_S -> FpConvert.fcvt_d_s(a, floats);
                default -> throw new IllegalStateException("opcode " + opcode + " converts nothing");
            };
        }
    }
}
