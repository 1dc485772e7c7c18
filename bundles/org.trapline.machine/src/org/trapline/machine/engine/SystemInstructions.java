// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.Cause;
import org.trapline.isa.Decoder;
import org.trapline.isa.Instruction;
import org.trapline.isa.kernel.Branch;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.kernel.CacheBlocks;
import org.trapline.machine.kernel.Control;
import org.trapline.machine.kernel.GuestMemory;
import org.trapline.machine.kernel.Zicsr;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.privileged.PrivilegedState;

/** Executes system instructions, but for those that change the mode, by their kernels. */
final class SystemInstructions {
    private final Interpreter engine;
    private final Hart hart;
    private final PrivilegedState state;
    private final Mmu mmu;
    private final Decoder decoder;
    private final long[] x;

    SystemInstructions(Interpreter engine, Hart hart, Decoder decoder) {
        this.engine = engine;
        this.hart = hart;
        this.decoder = decoder;
        state = hart.state();
        mmu = hart.mmu();
        x = hart.x();
    }

    /**
     * Tells what an instruction traps with, as far as that is to be expected of it and known beforehand; null if it must be tried. What is thrown takes
     * much longer.
     */
    Cause refusal(long op) {
        int opcode = Op.opcode(op);
        if (opcode == Op.ILLEGAL) {
            return Cause.ILLEGAL_INSTRUCTION;
        }
        if (!Op.isCsr(opcode) && opcode != Op.PLAIN_CSR) {
            return null;
        }
        int word = Op.imm(op);
        Cause refusal = state.csrRefusal(CsrWord.csr(word), CsrWord.writes(word));
        return refusal != null && state.isSwallowed(CsrWord.csr(word)) ? null : refusal;
    }

    /**
     * Executes the last operation of a block; the hart is there.
     * @return the address at which execution goes on
     */
    long execute(long op, Block block) {
        if (Op.opcode(op) == Op.MISALIGNED) {
            return misalignedBranch(Op.imm(op), hart.pc());
        }
        execute(op, Op.imm(op));
        return block.end;
    }

    /** Executes an instruction with which the block goes on behind it. */
    private void execute(long op, int word) {
        int source = word >>> 15 & 0x1f;
        switch (Op.opcode(op)) {
            case Op.FENCE_I -> Control.fence_i(state);
            case Op.EBREAK -> throw Control.ebreak(state, hart.pc());
            case Op.CSRRW, Op.CSRRS, Op.CSRRC, Op.CSRRWI, Op.CSRRSI, Op.CSRRCI ->
                x[Op.rd(op)] = csr(word, x[CsrWord.register(word)]);
            case Op.WFI -> Control.wfi(state);
            case Op.WRS_NTO -> Control.wrs_nto(state);
            case Op.WRS_STO -> Control.wrs_sto(state);
            case Op.SFENCE_VMA -> Control.sfence_vma(state, source != 0, x[source], Op.rs2(op) != 0, x[Op.rs2(op)]);
            default -> fenceOrAccessGuest(op);
        }
    }

    /** Executes an instruction that orders accesses. */
    void fence(int opcode) {
        switch (opcode) {
            case Op.FENCE -> Control.fence(state);
            case Op.FENCE_TSO -> Control.fence_tso(state);
            case Op.PAUSE -> Control.pause(state);
            default -> throw new IllegalStateException("opcode " + opcode + " orders nothing");
        }
    }

    /**
     * Executes a CSR instruction.
     * @param register what rs1 holds, if the operand is in a register
     * @return what rd gets
     */
    long csr(int word, long register) {
        int csr = CsrWord.csr(word);
        boolean writes = CsrWord.writes(word);
        long immediate = CsrWord.immediate(word);
        return switch (CsrWord.row(word)) {
            case CSRRW -> Zicsr.csrrw(state, csr, register);
            case CSRRS -> Zicsr.csrrs(state, csr, register, writes);
            case CSRRC -> Zicsr.csrrc(state, csr, register, writes);
            case CSRRWI -> Zicsr.csrrwi(state, csr, immediate);
            case CSRRSI -> Zicsr.csrrsi(state, csr, immediate, writes);
            case CSRRCI -> Zicsr.csrrci(state, csr, immediate, writes);
            default -> throw new IllegalStateException(CsrWord.row(word) + " is no CSR instruction");
        };
    }

    private void fenceOrAccessGuest(long op) {
        int rs1 = Op.rs1(op);
        int rs2 = Op.rs2(op);
        switch (Op.opcode(op)) {
            case Op.SINVAL_VMA -> Control.sinval_vma(state, rs1 != 0, x[rs1], rs2 != 0, x[rs2]);
            case Op.SFENCE_W_INVAL -> Control.sfence_w_inval(state);
            case Op.SFENCE_INVAL_IR -> Control.sfence_inval_ir(state);
            case Op.HINVAL_VVMA -> Control.hinval_vvma(state, rs1 != 0, x[rs1], rs2 != 0, x[rs2]);
            case Op.HINVAL_GVMA -> Control.hinval_gvma(state, rs2 != 0, x[rs2]);
            case Op.HFENCE_VVMA -> Control.hfence_vvma(state, rs1 != 0, x[rs1], rs2 != 0, x[rs2]);
            case Op.HFENCE_GVMA -> Control.hfence_gvma(state, rs2 != 0, x[rs2]);
            case Op.HSV_B -> GuestMemory.hsv_b(state, mmu, x[rs1], x[rs2]);
            case Op.HSV_H -> GuestMemory.hsv_h(state, mmu, x[rs1], x[rs2]);
            case Op.HSV_W -> GuestMemory.hsv_w(state, mmu, x[rs1], x[rs2]);
            case Op.HSV_D -> GuestMemory.hsv_d(state, mmu, x[rs1], x[rs2]);
            case Op.CBO_INVAL -> CacheBlocks.cbo_inval(state, mmu, x[rs1]);
            case Op.CBO_CLEAN -> CacheBlocks.cbo_clean(state, mmu, x[rs1]);
            case Op.CBO_FLUSH -> CacheBlocks.cbo_flush(state, mmu, x[rs1]);
            case Op.CBO_ZERO -> CacheBlocks.cbo_zero(state, mmu, x[rs1]);
            default -> x[Op.rd(op)] = engine.canonical(loadGuest(Op.opcode(op), x[rs1]));
        }
    }

    private long loadGuest(int opcode, long va) {
        return switch (opcode) {
            case Op.HLV_B -> GuestMemory.hlv_b(state, mmu, va);
            case Op.HLV_BU -> GuestMemory.hlv_bu(state, mmu, va);
            case Op.HLV_H -> GuestMemory.hlv_h(state, mmu, va);
            case Op.HLV_HU -> GuestMemory.hlv_hu(state, mmu, va);
            case Op.HLVX_HU -> GuestMemory.hlvx_hu(state, mmu, va);
            case Op.HLV_W -> GuestMemory.hlv_w(state, mmu, va);
            case Op.HLVX_WU -> GuestMemory.hlvx_wu(state, mmu, va);
            case Op.HLV_WU -> GuestMemory.hlv_wu(state, mmu, va);
            case Op.HLV_D -> GuestMemory.hlv_d(state, mmu, va);
            default -> throw new IllegalStateException("opcode " + opcode + " is no system instruction");
        };
    }

    /** Executes a branch or jump whose target is no instruction boundary: it traps if it is taken. */
    private long misalignedBranch(int word, long pc) {
        Instruction row = decoder.decode(word);
        long a = x[word >>> 15 & 0x1f];
        long c = x[word >>> 20 & 0x1f];
        boolean taken = switch (row) {
            case BEQ -> Branch.beq(a, c);
            case BNE -> Branch.bne(a, c);
            case BLT -> Branch.blt(a, c);
            case BGE -> Branch.bge(a, c);
            case BLTU -> Branch.bltu(a, c);
            case BGEU -> Branch.bgeu(a, c);
            default -> true;
        };
        if (!taken) {
            return pc + 4;
        }
        long offset = row.format().operands().getLast().extract(word);
        throw state.trap(Cause.INSTRUCTION_ADDRESS_MISALIGNED, engine.shown(pc + offset));
    }
}
