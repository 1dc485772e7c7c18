// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.trapline.isa.Instruction.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Short forms under which a disassembler shows instructions with certain operands. A row gives the instruction, the operands' values that
 * make it this alias, and what is written, where operand names stand for the operands. Of several that fit, the first is taken.
 *
 * <p>The rows are objdump's, less those that write an instruction with an immediate under the name of the one without: {@code add} for
 * {@code addi}.
 */
enum Alias {
    NOP(ADDI, "rd=0 rs1=0 imm=0", "nop"),
    LI(ADDI, "rs1=0", "li rd,imm"),
    MV(ADDI, "imm=0", "mv rd,rs1"),
    SEXT_W(ADDIW, "imm=0", "sext.w rd,rs1"),
    ZEXT_W(ADD_UW, "rs2=0", "zext.w rd,rs1"),
    NOT(XORI, "imm=-1", "not rd,rs1"),
    ZEXT_B(ANDI, "imm=255", "zext.b rd,rs1"),
    SEQZ(SLTIU, "imm=1", "seqz rd,rs1"),
    SNEZ(SLTU, "rs1=0", "snez rd,rs2"),
    SLTZ(SLT, "rs2=0", "sltz rd,rs1"),
    SGTZ(SLT, "rs1=0", "sgtz rd,rs2"),
    NEG(SUB, "rs1=0", "neg rd,rs2"),
    NEGW(SUBW, "rs1=0", "negw rd,rs2"),
    BEQZ(BEQ, "rs2=0", "beqz rs1,offset"),
    BNEZ(BNE, "rs2=0", "bnez rs1,offset"),
    BLTZ(BLT, "rs2=0", "bltz rs1,offset"),
    BGTZ(BLT, "rs1=0", "bgtz rs2,offset"),
    BLEZ(BGE, "rs1=0", "blez rs2,offset"),
    BGEZ(BGE, "rs2=0", "bgez rs1,offset"),
    J(JAL, "rd=0", "j offset"),
    JAL_RA(JAL, "rd=1", "jal offset"),
    RET(JALR, "rd=0 rs1=1 offset=0", "ret"),
    JR(JALR, "rd=0 offset=0", "jr rs1"),
    JR_OFFSET(JALR, "rd=0", "jr offset(rs1)"),
    JALR_RA(JALR, "rd=1 offset=0", "jalr rs1"),
    JALR_RA_OFFSET(JALR, "rd=1", "jalr offset(rs1)"),
    JALR_RD(JALR, "offset=0", "jalr rd,rs1"),
    FENCE_ALL(FENCE, "pred=15 succ=15", "fence"),
    UNIMP(CSRRW, "rd=0 csr=0xc00 rs1=0", "unimp"),
    RDCYCLE(CSRRS, "csr=0xc00 rs1=0", "rdcycle rd"),
    RDTIME(CSRRS, "csr=0xc01 rs1=0", "rdtime rd"),
    RDINSTRET(CSRRS, "csr=0xc02 rs1=0", "rdinstret rd"),
    CSRR(CSRRS, "rs1=0", "csrr rd,csr"),
    CSRW(CSRRW, "rd=0", "csrw csr,rs1"),
    CSRS(CSRRS, "rd=0", "csrs csr,rs1"),
    CSRC(CSRRC, "rd=0", "csrc csr,rs1"),
    CSRWI(CSRRWI, "rd=0", "csrwi csr,zimm"),
    CSRSI(CSRRSI, "rd=0", "csrsi csr,zimm"),
    CSRCI(CSRRCI, "rd=0", "csrci csr,zimm"),
    SFENCE_VMA_ALL(SFENCE_VMA, "rs1=0 rs2=0", "sfence.vma"),
    SFENCE_VMA_ADDRESS(SFENCE_VMA, "rs2=0", "sfence.vma rs1");

    private static final Map<Instruction, List<Alias>> BY_ROW = new EnumMap<>(Instruction.class);

    static {
        for (Alias alias : values()) {
            BY_ROW.computeIfAbsent(alias.row, row -> new ArrayList<>()).add(alias);
        }
    }

    private final Instruction row;
    private final int mask;
    private final int match;
    private final String mnemonic;
    private final List<Object> operands = new ArrayList<>();

    Alias(Instruction row, String values, String text) {
        this.row = row;
        int fixed = row.mask();
        int wanted = row.match();
        for (String condition : values.split(" ")) {
            int equals = condition.indexOf('=');
            Operand operand = operand(condition.substring(0, equals));
            fixed |= operand.mask();
            wanted |= operand.insert(Integer.decode(condition.substring(equals + 1)));
        }
        this.mask = fixed;
        this.match = wanted;
        String[] words = text.split(" ");
        this.mnemonic = words[0];
        if (words.length > 1) {
            parse(words[1]);
        }
    }

    /** Splits into operands and the punctuation between them. */
    private void parse(String text) {
        for (String token : text.split("(?<=[,()])|(?=[,()])")) {
            operands.add(",()".contains(token) ? token : operand(token));
        }
    }

    private Operand operand(String label) {
        return row.format().operands().stream().filter(o -> o.label().equals(label)).findFirst().orElseThrow();
    }

    /** Returns the alias that fits the word, or null if there is none. */
    static Alias of(Instruction row, int word) {
        for (Alias alias : BY_ROW.getOrDefault(row, List.of())) {
            if ((word & alias.mask) == alias.match) {
                return alias;
            }
        }
        return null;
    }

    /** Tells whether objdump writes the alias even when asked for none. */
    boolean isAlwaysUsed() {
        return this == UNIMP;
    }

    /** Returns the alias as source, operands being written by {@code text}. */
    String write(Function<Operand, String> text) {
        StringBuilder result = new StringBuilder(mnemonic);
        if (!operands.isEmpty()) {
            result.append(' ');
        }
        for (Object part : operands) {
            result.append(part instanceof Operand operand ? text.apply(operand) : part);
        }
        return result.toString();
    }
}
