// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.Alu;

/** Makes what executes a block from its operations. */
final class NodeBuilder {
    private NodeBuilder() {
    }

    /** Gives a block its steps. */
    static void build(Block block) {
        Step[] steps = new Step[block.code.length - 1];
        boolean floating = false;
        for (int index = 0; index < steps.length; index++) {
            steps[index] = step(block, index);
            floating |= Op.isFloat(Op.opcode(block.code[index]));
        }
        block.steps = new Sequence.Whole(block, floating ? new FloatGate(block) : null, steps, exit(block));
        block.first = block.steps;
    }

    /** Returns what executes a block and looks at everything that a floating-point instruction depends on. */
    static Node careful(Block block) {
        Step[] steps = new Step[block.code.length - 1];
        for (int index = 0; index < steps.length; index++) {
            Step step = step(block, index);
            steps[index] = Op.isFloat(Op.opcode(block.code[index])) ? new FloatGate.Careful(block, index, step) : step;
        }
        return new Sequence(steps, exit(block), 0);
    }

    private static Step step(Block block, int index) {
        long op = block.code[index];
        int opcode = Op.opcode(op);
        if (opcode >= Op.FIRST_FLOAT) {
            return floating(block, index, opcode);
        }
        if (opcode == Op.PLAIN_CSR) {
            return CsrNodes.of(block, index);
        }
        if (opcode >= Op.FIRST_BITS) {
            return bits(block.code[index], opcode);
        }
        if (opcode >= Op.FIRST_FENCE) {
            return new SlowNodes.Fence(block, index);
        }
        if (opcode >= Op.FIRST_ATOMIC) {
            return new SlowNodes.Atomic(block, index);
        }
        return opcode >= Op.LB && opcode <= Op.SD ? access(block, index, opcode) : computation(block, op, opcode);
    }

    private static Step floating(Block block, int index, int opcode) {
        return switch (opcode) {
            case Op.FLW -> new LoadNodes.Flw(block, index);
            case Op.FLD -> new LoadNodes.Ld(block, index);
            case Op.FSW -> new StoreNodes.Sw(block, index);
            case Op.FSD -> new StoreNodes.Sd(block, index);
            case Op.FADD_D -> new FloatNodes.FaddD(block, index);
            case Op.FSUB_D -> new FloatNodes.FsubD(block, index);
            case Op.FMUL_D -> new FloatNodes.FmulD(block, index);
            case Op.FDIV_D -> new FloatNodes.FdivD(block, index);
            case Op.FMADD_D -> new FloatNodes.FmaddD(block, index);
            case Op.FMSUB_D -> new FloatNodes.FmsubD(block, index);
            case Op.FNMSUB_D -> new FloatNodes.FnmsubD(block, index);
            case Op.FNMADD_D -> new FloatNodes.FnmaddD(block, index);
            case Op.FADD_S -> new FloatNodes.FaddS(block, index);
            case Op.FSUB_S -> new FloatNodes.FsubS(block, index);
            case Op.FMUL_S -> new FloatNodes.FmulS(block, index);
            case Op.FDIV_S -> new FloatNodes.FdivS(block, index);
            case Op.FMADD_S -> new FloatNodes.FmaddS(block, index);
            case Op.FMSUB_S -> new FloatNodes.FmsubS(block, index);
            case Op.FNMSUB_S -> new FloatNodes.FnmsubS(block, index);
            case Op.FNMADD_S -> new FloatNodes.FnmaddS(block, index);
            default -> opcode >= Op.FSQRT_S ? new FloatNodes.Unary(block, index) : new FloatNodes.Binary(block, index);
        };
    }

    private static Step bits(long op, int opcode) {
        return switch (opcode) {
            case Op.ADD_UW -> new BitNodes.AddUw(op);
            case Op.SH1ADD -> new BitNodes.Sh1add(op);
            case Op.SH2ADD -> new BitNodes.Sh2add(op);
            case Op.SH3ADD -> new BitNodes.Sh3add(op);
            case Op.MULH_RV32, Op.MULHSU_RV32, Op.MULHU_RV32, Op.SH1ADD_RV32, Op.SH2ADD_RV32, Op.SH3ADD_RV32, Op.ORC_B_RV32, Op.REV8_RV32,
                Op.CLMUL_RV32, Op.CLMULH_RV32, Op.CLMULR_RV32, Op.BCLR_RV32, Op.BEXT_RV32, Op.BINV_RV32, Op.BSET_RV32 -> Rv32Nodes.of(op);
            case Op.CLZ, Op.CLZW, Op.CTZ, Op.CTZW, Op.CPOP, Op.CPOPW, Op.SEXT_B, Op.SEXT_H, Op.ZEXT_H,
                Op.ORC_B, Op.REV8, Op.SLLI_UW, Op.RORI, Op.RORIW, Op.BCLRI, Op.BEXTI, Op.BINVI, Op.BSETI -> new BitNodes.Unary(op);
            default -> new BitNodes.Binary(op);
        };
    }

    private static Node exit(Block block) {
        int index = block.code.length - 1;
        int opcode = Op.opcode(block.code[index]);
        return switch (opcode) {
            case Op.STOP_HERE -> new SlowNodes.Stop(block);
            case Op.ECALL -> new TrapNodes.Ecall(block);
            case Op.MRET -> new TrapNodes.Return(block, true);
            case Op.SRET -> new TrapNodes.Return(block, false);
            case Op.END -> new BranchNodes.End(block);
            case Op.BEQ -> new BranchNodes.Beq(block, index);
            case Op.BNE -> new BranchNodes.Bne(block, index);
            case Op.BLT -> new BranchNodes.Blt(block, index);
            case Op.BGE -> new BranchNodes.Bge(block, index);
            case Op.BLTU -> new BranchNodes.Bltu(block, index);
            case Op.BGEU -> new BranchNodes.Bgeu(block, index);
            case Op.JAL -> new BranchNodes.Jal(block, index);
            case Op.JALR -> block.engine.isCompressed() ? new BranchNodes.Jalr(block, index) : new BranchNodes.AlignedJalr(block, index);
            default -> {
                if (!Op.isSystem(opcode)) {
                    throw new IllegalStateException("opcode " + opcode + " ends no block");
                }
                yield block.engine.isRefused(block.code[index]) ? new TrapNodes.Refusable(block) : new TrapNodes.System(block);
            }
        };
    }

    private static Step access(Block block, int index, int opcode) {
        return switch (opcode) {
            case Op.LB -> new LoadNodes.Lb(block, index);
            case Op.LH -> new LoadNodes.Lh(block, index);
            case Op.LW -> new LoadNodes.Lw(block, index);
            case Op.LD -> new LoadNodes.Ld(block, index);
            case Op.LBU -> new LoadNodes.Lbu(block, index);
            case Op.LHU -> new LoadNodes.Lhu(block, index);
            case Op.LWU -> new LoadNodes.Lwu(block, index);
            case Op.SB -> new StoreNodes.Sb(block, index);
            case Op.SH -> new StoreNodes.Sh(block, index);
            case Op.SW -> new StoreNodes.Sw(block, index);
            case Op.SD -> new StoreNodes.Sd(block, index);
            default -> throw new IllegalStateException("opcode " + opcode + " accesses no memory");
        };
    }

    private static Step computation(Block block, long op, int opcode) {
        return switch (opcode) {
            case Op.LUI -> new ImmediateNodes.Constant(Op.rd(op), Alu.lui(Op.imm(op)));
            case Op.AUIPC -> new ImmediateNodes.Constant(Op.rd(op), Alu.auipc(block.pc, Op.imm(op)));
            case Op.ADDI -> new ImmediateNodes.Addi(op);
            case Op.SLTI -> new ImmediateNodes.Slti(op);
            case Op.SLTIU -> new ImmediateNodes.Sltiu(op);
            case Op.XORI -> new ImmediateNodes.Xori(op);
            case Op.ORI -> new ImmediateNodes.Ori(op);
            case Op.ANDI -> new ImmediateNodes.Andi(op);
            case Op.SLLI -> new ImmediateNodes.Slli(op);
            case Op.SRLI -> new ImmediateNodes.Srli(op);
            case Op.SRAI -> new ImmediateNodes.Srai(op);
            case Op.ADDIW -> new ImmediateNodes.Addiw(op);
            case Op.SLLIW -> new ImmediateNodes.Slliw(op);
            case Op.SRLIW -> new ImmediateNodes.Srliw(op);
            case Op.SRAIW -> new ImmediateNodes.Sraiw(op);
            case Op.ADD -> new RegisterNodes.Add(op);
            case Op.SUB -> new RegisterNodes.Sub(op);
            case Op.SLL -> new RegisterNodes.Sll(op);
            case Op.SLT -> new RegisterNodes.Slt(op);
            case Op.SLTU -> new RegisterNodes.Sltu(op);
            case Op.XOR -> new RegisterNodes.Xor(op);
            case Op.SRL -> new RegisterNodes.Srl(op);
            case Op.SRA -> new RegisterNodes.Sra(op);
            case Op.OR -> new RegisterNodes.Or(op);
            case Op.AND -> new RegisterNodes.And(op);
            case Op.ADDW -> new RegisterNodes.Addw(op);
            case Op.SUBW -> new RegisterNodes.Subw(op);
            case Op.SLLW -> new RegisterNodes.Sllw(op);
            case Op.SRLW -> new RegisterNodes.Srlw(op);
            case Op.SRAW -> new RegisterNodes.Sraw(op);
            case Op.MUL -> new RegisterNodes.Mul(op);
            case Op.MULH -> new RegisterNodes.Mulh(op);
            case Op.MULHSU -> new RegisterNodes.Mulhsu(op);
            case Op.MULHU -> new RegisterNodes.Mulhu(op);
            case Op.DIV -> new RegisterNodes.Div(op);
            case Op.DIVU -> new RegisterNodes.Divu(op);
            case Op.REM -> new RegisterNodes.Rem(op);
            case Op.REMU -> new RegisterNodes.Remu(op);
            case Op.MULW -> new RegisterNodes.Mulw(op);
            case Op.DIVW -> new RegisterNodes.Divw(op);
            case Op.DIVUW -> new RegisterNodes.Divuw(op);
            case Op.REMW -> new RegisterNodes.Remw(op);
            case Op.REMUW -> new RegisterNodes.Remuw(op);
            default -> throw new IllegalStateException("opcode " + opcode + " computes nothing");
        };
    }
}
