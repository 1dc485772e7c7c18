// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trapline.isa.Xlen;

/**
 * The pseudo-instructions, one row for each form: mnemonic, operands, what it does, and the instructions it becomes.
 *
 * <p>In operands and expansion {@code rd}, {@code rs} and {@code rt} stand for registers, {@code symbol} for an address, all other names for
 * what the instruction takes in that place. In an expansion {@code %pcrel_lo(.)} belongs to the {@code %pcrel_hi} of its first instruction, and
 * {@code %call} sets both instructions of a call. Of several forms with one mnemonic, the first that fits the operands is taken; real
 * instructions come before all of them.
 */
public enum Pseudo {
    NOP("nop", "", "do nothing", "addi zero, zero, 0"),
    /** The one whose expansion depends on a number; see {@link #isLoadImmediate()}. */
    LI("li", "rd, imm", "rd = imm, any 64-bit number"),
    MV("mv", "rd, rs", "rd = rs", "addi rd, rs, 0"),
    MOVE("move", "rd, rs", "rd = rs", "addi rd, rs, 0"),
    NOT("not", "rd, rs", "rd = ~rs", "xori rd, rs, -1"),
    NEG("neg", "rd, rs", "rd = -rs", "sub rd, zero, rs"),
    NEGW(Xlen.RV64, "negw", "rd, rs", "rd = sign-extended 32 bits of -rs", "subw rd, zero, rs"),
    SEXT_W(Xlen.RV64, "sext.w", "rd, rs", "rd = low 32 bits of rs, sign-extended", "addiw rd, rs, 0"),
    ZEXT_B("zext.b", "rd, rs", "rd = lowest byte of rs, zero-extended", "andi rd, rs, 255"),
    SEXT_B(Xlen.RV64, "sext.b", "rd, rs", "rd = lowest byte of rs, sign-extended", "slli rd, rs, 56", "srai rd, rd, 56"),
    SEXT_B_RV32(Xlen.RV32, "sext.b", "rd, rs", "rd = lowest byte of rs, sign-extended", "slli rd, rs, 24", "srai rd, rd, 24"),
    SEXT_H(Xlen.RV64, "sext.h", "rd, rs", "rd = lowest 2 bytes of rs, sign-extended", "slli rd, rs, 48", "srai rd, rd, 48"),
    SEXT_H_RV32(Xlen.RV32, "sext.h", "rd, rs", "rd = lowest 2 bytes of rs, sign-extended", "slli rd, rs, 16", "srai rd, rd, 16"),
    ZEXT_H(Xlen.RV64, "zext.h", "rd, rs", "rd = lowest 2 bytes of rs, zero-extended", "slli rd, rs, 48", "srli rd, rd, 48"),
    ZEXT_H_RV32(Xlen.RV32, "zext.h", "rd, rs", "rd = lowest 2 bytes of rs, zero-extended", "slli rd, rs, 16", "srli rd, rd, 16"),
    ZEXT_W_ADD(Xlen.RV64, "zext.w", "rd, rs", "rd = low 32 bits of rs, zero-extended", "add.uw rd, rs, zero"),
    ZEXT_W(Xlen.RV64, "zext.w", "rd, rs", "rd = low 32 bits of rs, zero-extended", "slli rd, rs, 32", "srli rd, rd, 32"),
    SEQZ("seqz", "rd, rs", "rd = rs == 0 ? 1 : 0", "sltiu rd, rs, 1"),
    SNEZ("snez", "rd, rs", "rd = rs != 0 ? 1 : 0", "sltu rd, zero, rs"),
    SLTZ("sltz", "rd, rs", "rd = rs <s 0 ? 1 : 0", "slt rd, rs, zero"),
    SGTZ("sgtz", "rd, rs", "rd = rs >s 0 ? 1 : 0", "slt rd, zero, rs"),
    SGT("sgt", "rd, rs, rt", "rd = rs >s rt ? 1 : 0", "slt rd, rt, rs"),
    SGTU("sgtu", "rd, rs, rt", "rd = rs >u rt ? 1 : 0", "sltu rd, rt, rs"),

    // a number where a register may stand
    ADD_IMM("add", "rd, rs, imm", "rd = rs + imm", "addi rd, rs, imm"),
    ADDW_IMM(Xlen.RV64, "addw", "rd, rs, imm", "rd = sign-extended 32 bits of rs + imm", "addiw rd, rs, imm"),
    AND_IMM("and", "rd, rs, imm", "rd = rs & imm", "andi rd, rs, imm"),
    OR_IMM("or", "rd, rs, imm", "rd = rs | imm", "ori rd, rs, imm"),
    XOR_IMM("xor", "rd, rs, imm", "rd = rs ^ imm", "xori rd, rs, imm"),
    SLL_IMM("sll", "rd, rs, shamt", "rd = rs << shamt", "slli rd, rs, shamt"),
    SRL_IMM("srl", "rd, rs, shamt", "rd = rs >>u shamt", "srli rd, rs, shamt"),
    SRA_IMM("sra", "rd, rs, shamt", "rd = rs >>s shamt", "srai rd, rs, shamt"),
    SLLW_IMM(Xlen.RV64, "sllw", "rd, rs, shamt", "rd = sign-extended 32 bits of rs << shamt", "slliw rd, rs, shamt"),
    SRLW_IMM(Xlen.RV64, "srlw", "rd, rs, shamt", "rd = sign-extended 32 bits of rs >>uw shamt", "srliw rd, rs, shamt"),
    SRAW_IMM(Xlen.RV64, "sraw", "rd, rs, shamt", "rd = sign-extended 32 bits of rs >>sw shamt", "sraiw rd, rs, shamt"),
    SLT_IMM("slt", "rd, rs, imm", "rd = rs <s imm ? 1 : 0", "slti rd, rs, imm"),
    SLTU_IMM("sltu", "rd, rs, imm", "rd = rs <u imm ? 1 : 0", "sltiu rd, rs, imm"),
    ROR_IMM("ror", "rd, rs, shamt", "rd = rs rotated right by shamt", "rori rd, rs, shamt"),
    RORW_IMM(Xlen.RV64, "rorw", "rd, rs, shamt", "rd = low 32 bits of rs rotated right by shamt, sign-extended", "roriw rd, rs, shamt"),
    BCLR_IMM("bclr", "rd, rs, shamt", "rd = rs with bit shamt cleared", "bclri rd, rs, shamt"),
    BEXT_IMM("bext", "rd, rs, shamt", "rd = bit shamt of rs", "bexti rd, rs, shamt"),
    BINV_IMM("binv", "rd, rs, shamt", "rd = rs with bit shamt inverted", "binvi rd, rs, shamt"),
    BSET_IMM("bset", "rd, rs, shamt", "rd = rs with bit shamt set", "bseti rd, rs, shamt"),

    // branches
    BEQZ("beqz", "rs, offset", "if rs == 0: go to offset", "beq rs, zero, offset"),
    BNEZ("bnez", "rs, offset", "if rs != 0: go to offset", "bne rs, zero, offset"),
    BLEZ("blez", "rs, offset", "if rs <=s 0: go to offset", "bge zero, rs, offset"),
    BGEZ("bgez", "rs, offset", "if rs >=s 0: go to offset", "bge rs, zero, offset"),
    BLTZ("bltz", "rs, offset", "if rs <s 0: go to offset", "blt rs, zero, offset"),
    BGTZ("bgtz", "rs, offset", "if rs >s 0: go to offset", "blt zero, rs, offset"),
    BGT("bgt", "rs, rt, offset", "if rs >s rt: go to offset", "blt rt, rs, offset"),
    BLE("ble", "rs, rt, offset", "if rs <=s rt: go to offset", "bge rt, rs, offset"),
    BGTU("bgtu", "rs, rt, offset", "if rs >u rt: go to offset", "bltu rt, rs, offset"),
    BLEU("bleu", "rs, rt, offset", "if rs <=u rt: go to offset", "bgeu rt, rs, offset"),

    // jumps
    J("j", "offset", "go to offset, at most 1 MiB away", "jal zero, offset"),
    JAL("jal", "offset", "ra = address of the next instruction; go to offset, at most 1 MiB away", "jal ra, offset"),
    JR("jr", "rs", "go to the address in rs", "jalr zero, 0(rs)"),
    JR_OFFSET("jr", "offset(rs)", "go to the address rs + offset", "jalr zero, offset(rs)"),
    JR_COMMA("jr", "rs, offset", "go to the address rs + offset", "jalr zero, offset(rs)"),
    JALR("jalr", "rs", "ra = address of the next instruction; go to the address in rs", "jalr ra, 0(rs)"),
    JALR_OFFSET("jalr", "offset(rs)", "ra = address of the next instruction; go to the address rs + offset", "jalr ra, offset(rs)"),
    JALR_TWO("jalr", "rd, rs", "rd = address of the next instruction; go to the address in rs", "jalr rd, 0(rs)"),
    JALR_COMMA("jalr", "rs, offset", "ra = address of the next instruction; go to the address rs + offset", "jalr ra, offset(rs)"),
    JALR_THREE("jalr", "rd, rs, offset", "rd = address of the next instruction; go to the address rs + offset", "jalr rd, offset(rs)"),
    RET("ret", "", "return from a function: go to the address in ra", "jalr zero, 0(ra)"),
    CALL_TWO("call", "rd, symbol", "rd = address of the next instruction; go to symbol, anywhere; changes t1", "auipc t1, %call(symbol)",
        "jalr rd, 0(t1)"),
    CALL("call", "symbol", "ra = address of the next instruction; go to symbol, anywhere", "auipc ra, %call(symbol)", "jalr ra, 0(ra)"),
    TAIL("tail", "symbol", "go to symbol, anywhere; changes t1", "auipc t1, %call(symbol)", "jalr zero, 0(t1)"),
    JUMP("jump", "symbol, rt", "go to symbol, anywhere; changes rt", "auipc rt, %call(symbol)", "jalr zero, 0(rt)"),

    // addresses
    LA("la", "rd, symbol", "rd = address of symbol", "auipc rd, %pcrel_hi(symbol)", "addi rd, rd, %pcrel_lo(.)"),
    LLA("lla", "rd, symbol", "rd = address of symbol", "auipc rd, %pcrel_hi(symbol)", "addi rd, rd, %pcrel_lo(.)"),
    LB("lb", "rd, symbol", "rd = sign-extended byte at symbol", "auipc rd, %pcrel_hi(symbol)", "lb rd, %pcrel_lo(.)(rd)"),
    LBU("lbu", "rd, symbol", "rd = zero-extended byte at symbol", "auipc rd, %pcrel_hi(symbol)", "lbu rd, %pcrel_lo(.)(rd)"),
    LH("lh", "rd, symbol", "rd = sign-extended 2 bytes at symbol", "auipc rd, %pcrel_hi(symbol)", "lh rd, %pcrel_lo(.)(rd)"),
    LHU("lhu", "rd, symbol", "rd = zero-extended 2 bytes at symbol", "auipc rd, %pcrel_hi(symbol)", "lhu rd, %pcrel_lo(.)(rd)"),
    LW("lw", "rd, symbol", "rd = sign-extended 4 bytes at symbol", "auipc rd, %pcrel_hi(symbol)", "lw rd, %pcrel_lo(.)(rd)"),
    LWU(Xlen.RV64, "lwu", "rd, symbol", "rd = zero-extended 4 bytes at symbol", "auipc rd, %pcrel_hi(symbol)", "lwu rd, %pcrel_lo(.)(rd)"),
    LD(Xlen.RV64, "ld", "rd, symbol", "rd = 8 bytes at symbol", "auipc rd, %pcrel_hi(symbol)", "ld rd, %pcrel_lo(.)(rd)"),
    SB("sb", "rs, symbol, rt", "byte at symbol = rs; changes rt", "auipc rt, %pcrel_hi(symbol)", "sb rs, %pcrel_lo(.)(rt)"),
    SH("sh", "rs, symbol, rt", "2 bytes at symbol = rs; changes rt", "auipc rt, %pcrel_hi(symbol)", "sh rs, %pcrel_lo(.)(rt)"),
    SW("sw", "rs, symbol, rt", "4 bytes at symbol = rs; changes rt", "auipc rt, %pcrel_hi(symbol)", "sw rs, %pcrel_lo(.)(rt)"),
    SD(Xlen.RV64, "sd", "rs, symbol, rt", "8 bytes at symbol = rs; changes rt", "auipc rt, %pcrel_hi(symbol)", "sd rs, %pcrel_lo(.)(rt)"),

    // CSRs
    CSRR("csrr", "rd, csr", "rd = csr", "csrrs rd, csr, zero"),
    CSRW("csrw", "csr, rs", "csr = rs", "csrrw zero, csr, rs"),
    CSRW_IMM("csrw", "csr, zimm", "csr = zimm", "csrrwi zero, csr, zimm"),
    CSRS("csrs", "csr, rs", "csr |= rs", "csrrs zero, csr, rs"),
    CSRS_IMM("csrs", "csr, zimm", "csr |= zimm", "csrrsi zero, csr, zimm"),
    CSRC("csrc", "csr, rs", "csr &= ~rs", "csrrc zero, csr, rs"),
    CSRC_IMM("csrc", "csr, zimm", "csr &= ~zimm", "csrrci zero, csr, zimm"),
    CSRWI("csrwi", "csr, zimm", "csr = zimm", "csrrwi zero, csr, zimm"),
    CSRSI("csrsi", "csr, zimm", "csr |= zimm", "csrrsi zero, csr, zimm"),
    CSRCI("csrci", "csr, zimm", "csr &= ~zimm", "csrrci zero, csr, zimm"),
    CSRRW_IMM("csrrw", "rd, csr, zimm", "rd = csr; csr = zimm", "csrrwi rd, csr, zimm"),
    CSRRS_IMM("csrrs", "rd, csr, zimm", "rd = csr; csr |= zimm", "csrrsi rd, csr, zimm"),
    CSRRC_IMM("csrrc", "rd, csr, zimm", "rd = csr; csr &= ~zimm", "csrrci rd, csr, zimm"),
    RDCYCLE("rdcycle", "rd", "rd = number of cycles", "csrrs rd, cycle, zero"),
    RDTIME("rdtime", "rd", "rd = wall-clock time in ticks", "csrrs rd, time, zero"),
    RDINSTRET("rdinstret", "rd", "rd = number of instructions completed", "csrrs rd, instret, zero"),
    RDCYCLEH(Xlen.RV32, "rdcycleh", "rd", "rd = upper half of the number of cycles", "csrrs rd, 0xc80, zero"),
    RDTIMEH(Xlen.RV32, "rdtimeh", "rd", "rd = upper half of the time", "csrrs rd, 0xc81, zero"),
    RDINSTRETH(Xlen.RV32, "rdinstreth", "rd", "rd = upper half of the number of instructions", "csrrs rd, 0xc82, zero"),
    /** With compressed instructions, this is {@link #C_UNIMP}. */
    UNIMP("unimp", "", "surely an illegal instruction", "csrrw zero, cycle, zero"),
    /** Two bytes of zero, which no instruction row has. */
    C_UNIMP("c.unimp", "", "surely an illegal instruction of two bytes"),
    C_NOP("c.nop", "", "do nothing, in two bytes", "c.addi zero, 0"),
    C_NOP_HINT("c.nop", "imm", "do nothing; a hint", "c.addi zero, imm"),

    // floating point
    FLW("flw", "rd, symbol, rt", "rd = 4 bytes at symbol; changes rt", "auipc rt, %pcrel_hi(symbol)", "flw rd, %pcrel_lo(.)(rt)"),
    FLD("fld", "rd, symbol, rt", "rd = 8 bytes at symbol; changes rt", "auipc rt, %pcrel_hi(symbol)", "fld rd, %pcrel_lo(.)(rt)"),
    FSW("fsw", "rs, symbol, rt", "4 bytes at symbol = rs; changes rt", "auipc rt, %pcrel_hi(symbol)", "fsw rs, %pcrel_lo(.)(rt)"),
    FSD("fsd", "rs, symbol, rt", "8 bytes at symbol = rs; changes rt", "auipc rt, %pcrel_hi(symbol)", "fsd rs, %pcrel_lo(.)(rt)"),
    FMV_S("fmv.s", "rd, rs", "rd = rs", "fsgnj.s rd, rs, rs"),
    FNEG_S("fneg.s", "rd, rs", "rd = -rs", "fsgnjn.s rd, rs, rs"),
    FABS_S("fabs.s", "rd, rs", "rd = |rs|", "fsgnjx.s rd, rs, rs"),
    FGT_S("fgt.s", "rd, rs, rt", "rd = rs > rt ? 1 : 0", "flt.s rd, rt, rs"),
    FGE_S("fge.s", "rd, rs, rt", "rd = rs >= rt ? 1 : 0", "fle.s rd, rt, rs"),
    FMV_D("fmv.d", "rd, rs", "rd = rs", "fsgnj.d rd, rs, rs"),
    FNEG_D("fneg.d", "rd, rs", "rd = -rs", "fsgnjn.d rd, rs, rs"),
    FABS_D("fabs.d", "rd, rs", "rd = |rs|", "fsgnjx.d rd, rs, rs"),
    FGT_D("fgt.d", "rd, rs, rt", "rd = rs > rt ? 1 : 0", "flt.d rd, rt, rs"),
    FGE_D("fge.d", "rd, rs, rt", "rd = rs >= rt ? 1 : 0", "fle.d rd, rt, rs"),
    FMV_X_S("fmv.x.s", "rd, rs", "old name of fmv.x.w", "fmv.x.w rd, rs"),
    FMV_S_X("fmv.s.x", "rd, rs", "old name of fmv.w.x", "fmv.w.x rd, rs"),
    FRCSR("frcsr", "rd", "rd = fcsr", "csrrs rd, 0x3, zero"),
    FRSR("frsr", "rd", "old name of frcsr", "csrrs rd, 0x3, zero"),
    FSSR("fssr", "rs", "old name of fscsr", "csrrw zero, 0x3, rs"),
    FSSR_SWAP("fssr", "rd, rs", "old name of fscsr", "csrrw rd, 0x3, rs"),
    FSCSR("fscsr", "rs", "fcsr = rs", "csrrw zero, 0x3, rs"),
    FSCSR_SWAP("fscsr", "rd, rs", "rd = fcsr; fcsr = rs", "csrrw rd, 0x3, rs"),
    FRRM("frrm", "rd", "rd = rounding mode", "csrrs rd, 0x2, zero"),
    FSRM("fsrm", "rs", "rounding mode = rs", "csrrw zero, 0x2, rs"),
    FSRM_SWAP("fsrm", "rd, rs", "rd = rounding mode; rounding mode = rs", "csrrw rd, 0x2, rs"),
    FSRMI("fsrmi", "zimm", "rounding mode = zimm", "csrrwi zero, 0x2, zimm"),
    FSRMI_SWAP("fsrmi", "rd, zimm", "rd = rounding mode; rounding mode = zimm", "csrrwi rd, 0x2, zimm"),
    FRFLAGS("frflags", "rd", "rd = exception flags", "csrrs rd, 0x1, zero"),
    FSFLAGS("fsflags", "rs", "exception flags = rs", "csrrw zero, 0x1, rs"),
    FSFLAGS_SWAP("fsflags", "rd, rs", "rd = exception flags; exception flags = rs", "csrrw rd, 0x1, rs"),
    FSFLAGSI("fsflagsi", "zimm", "exception flags = zimm", "csrrwi zero, 0x1, zimm"),
    FSFLAGSI_SWAP("fsflagsi", "rd, zimm", "rd = exception flags; exception flags = zimm", "csrrwi rd, 0x1, zimm"),

    // fences and the system
    FENCE("fence", "", "order all earlier accesses before all later ones", "fence iorw, iorw"),
    SFENCE_VMA("sfence.vma", "", "order page-table stores before all later translations", "sfence.vma zero, zero"),
    SFENCE_VMA_ADDRESS("sfence.vma", "rs", "order page-table stores before later translations of address rs", "sfence.vma rs, zero"),
    HFENCE_VVMA("hfence.vvma", "", "order guest page-table stores before all later guest translations", "hfence.vvma zero, zero"),
    HFENCE_VVMA_ADDRESS("hfence.vvma", "rs", "order guest page-table stores before later translations of address rs", "hfence.vvma rs, zero"),
    HFENCE_GVMA("hfence.gvma", "", "order second-stage page-table stores before all later translations", "hfence.gvma zero, zero"),
    HFENCE_GVMA_ADDRESS("hfence.gvma", "rs", "order second-stage page-table stores before later translations of address rs",
        "hfence.gvma rs, zero"),
    SCALL("scall", "", "old name of ecall", "ecall"),
    SBREAK("sbreak", "", "old name of ebreak", "ebreak");

    private static final Map<String, List<Pseudo>> BY_MNEMONIC = new HashMap<>();

    static {
        for (Pseudo pseudo : values()) {
            BY_MNEMONIC.computeIfAbsent(pseudo.mnemonic, none -> new ArrayList<>()).add(pseudo);
        }
    }

    private final Xlen xlen;
    private final String mnemonic;
    private final String operands;
    private final String meaning;
    private final List<String> expansion;

    Pseudo(String mnemonic, String operands, String meaning, String... expansion) {
        this(Xlen.ANY, mnemonic, operands, meaning, expansion);
    }

    Pseudo(Xlen xlen, String mnemonic, String operands, String meaning, String... expansion) {
        this.xlen = xlen;
        this.mnemonic = mnemonic;
        this.operands = operands;
        this.meaning = meaning;
        this.expansion = List.of(expansion);
    }

    /** Returns the forms with a mnemonic, in the order in which they are tried; empty if there are none. */
    public static List<Pseudo> named(String mnemonic) {
        return BY_MNEMONIC.getOrDefault(mnemonic, List.of());
    }

    /** Returns the name used in source. */
    public String mnemonic() {
        return mnemonic;
    }

    /** Returns the operands as they are written, by their names. */
    public String operands() {
        return operands;
    }

    /** Returns mnemonic and operands. */
    public String usage() {
        return operands.isEmpty() ? mnemonic : mnemonic + ' ' + operands;
    }

    /** Returns in one line what it does. */
    public String meaning() {
        return meaning;
    }

    /** Returns the instructions it becomes, in terms of its operands; empty for {@code li} and {@code c.unimp}, which are no fixed instructions. */
    public List<String> expansion() {
        return expansion;
    }

    /** Returns the register widths for which the form exists. */
    public Xlen xlen() {
        return xlen;
    }

    /** Tells whether compressed instructions may stand in the expansion; among jumps GNU as has them for the short forms only. */
    public boolean isCompressible() {
        return switch (this) {
            case JR_OFFSET, JR_COMMA, JALR_OFFSET, JALR_TWO, JALR_COMMA, JALR_THREE, CALL, CALL_TWO, TAIL, JUMP -> false;
            default -> true;
        };
    }

    /**
     * Tells whether this is {@code li}, which becomes the shortest of: {@code addi}; {@code lui} and {@code addiw}; or the upper part by the
     * same rule, then {@code slli} and {@code addi}.
     */
    public boolean isLoadImmediate() {
        return this == LI;
    }
}
