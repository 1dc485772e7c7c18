// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.Bits;

/** Steps of the bit-manipulation extensions. What compilers use for addresses has a step for each operation. */
final class BitNodes {
    private BitNodes() {
    }

    static final class AddUw extends RegisterNodes.Register {
        AddUw(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Bits.add_uw(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sh1add extends RegisterNodes.Register {
        Sh1add(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Bits.sh1add(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sh2add extends RegisterNodes.Register {
        Sh2add(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Bits.sh2add(x[rs1], x[rs2]);
            return true;
        }
    }

    static final class Sh3add extends RegisterNodes.Register {
        Sh3add(long op) {
            super(op);
        }

        @Override
        boolean step(long[] x) {
            x[rd] = Bits.sh3add(x[rs1], x[rs2]);
            return true;
        }
    }

    /** Of two registers. */
    static final class Binary extends RegisterNodes.Register {
        private final int opcode;

        Binary(long op) {
            super(op);
            opcode = Op.opcode(op);
        }

        @Override
        boolean step(long[] x) {
            long a = x[rs1];
            long b = x[rs2];
            x[rd] = switch (opcode) {
                case Op.CLMUL -> Bits.clmul(a, b);
                case Op.CLMULH -> Bits.clmulh(a, b);
                case Op.CLMULR -> Bits.clmulr(a, b);
                case Op.CZERO_EQZ -> Bits.czero_eqz(a, b);
                case Op.CZERO_NEZ -> Bits.czero_nez(a, b);
                case Op.ANDN -> Bits.andn(a, b);
                case Op.ORN -> Bits.orn(a, b);
                case Op.XNOR -> Bits.xnor(a, b);
                case Op.MAX -> Bits.max(a, b);
                case Op.MAXU -> Bits.maxu(a, b);
                case Op.MIN -> Bits.min(a, b);
                case Op.MINU -> Bits.minu(a, b);
                case Op.ROL -> Bits.rol(a, b);
                case Op.ROLW -> Bits.rolw(a, b);
                case Op.ROR -> Bits.ror(a, b);
                case Op.RORW -> Bits.rorw(a, b);
                case Op.BCLR -> Bits.bclr(a, b);
                case Op.BEXT -> Bits.bext(a, b);
                case Op.BINV -> Bits.binv(a, b);
                case Op.BSET -> Bits.bset(a, b);
                case Op.SH1ADD_UW -> Bits.sh1add_uw(a, b);
                case Op.SH2ADD_UW -> Bits.sh2add_uw(a, b);
                case Op.SH3ADD_UW -> Bits.sh3add_uw(a, b);
                default -> throw new IllegalStateException("opcode " + opcode + " has not two sources");
            };
            return true;
        }
    }

    /** Of one register, perhaps with a shift amount. */
    static final class Unary extends RegisterNodes.Register {
        private final int opcode;
        private final int shamt;

        Unary(long op) {
            super(op);
            opcode = Op.opcode(op);
            shamt = Op.imm(op);
        }

        @Override
        boolean step(long[] x) {
            long a = x[rs1];
            x[rd] = switch (opcode) {
                case Op.CLZ -> Bits.clz(a);
                case Op.CLZW -> Bits.clzw(a);
                case Op.CTZ -> Bits.ctz(a);
                case Op.CTZW -> Bits.ctzw(a);
                case Op.CPOP -> Bits.cpop(a);
                case Op.CPOPW -> Bits.cpopw(a);
                case Op.SEXT_B -> Bits.sext_b(a);
                case Op.SEXT_H -> Bits.sext_h(a);
                case Op.ZEXT_H -> Bits.zext_h(a);
                case Op.ORC_B -> Bits.orc_b(a);
                case Op.REV8 -> Bits.rev8(a);
                case Op.SLLI_UW -> Bits.slli_uw(a, shamt);
                case Op.RORI -> Bits.rori(a, shamt);
                case Op.RORIW -> Bits.roriw(a, shamt);
                case Op.BCLRI -> Bits.bclri(a, shamt);
                case Op.BEXTI -> Bits.bexti(a, shamt);
                case Op.BINVI -> Bits.binvi(a, shamt);
                case Op.BSETI -> Bits.bseti(a, shamt);
                default -> throw new IllegalStateException("opcode " + opcode + " has not one source");
            };
            return true;
        }
    }
}
