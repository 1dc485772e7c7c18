// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.trapline.isa.Instruction.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
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
    MV_COMPRESSED(C_MV, "", "mv rd,rs2"),
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
    FRCSR(Extension.F, CSRRS, "csr=3 rs1=0", "frcsr rd"),
    FSCSR(Extension.F, CSRRW, "rd=0 csr=3", "fscsr rs1"),
    FSCSR_RD(Extension.F, CSRRW, "csr=3", "fscsr rd,rs1"),
    FRRM(Extension.F, CSRRS, "csr=2 rs1=0", "frrm rd"),
    FSRM(Extension.F, CSRRW, "rd=0 csr=2", "fsrm rs1"),
    FSRM_RD(Extension.F, CSRRW, "csr=2", "fsrm rd,rs1"),
    FSRMI(Extension.F, CSRRWI, "csr=2", "fsrmi rd,zimm"),
    FRFLAGS(Extension.F, CSRRS, "csr=1 rs1=0", "frflags rd"),
    FSFLAGS(Extension.F, CSRRW, "rd=0 csr=1", "fsflags rs1"),
    FSFLAGS_RD(Extension.F, CSRRW, "csr=1", "fsflags rd,rs1"),
    FSFLAGSI(Extension.F, CSRRWI, "csr=1", "fsflagsi rd,zimm"),
    FMV_S(FSGNJ_S, "rs2=rs1", "fmv.s rd,rs1"),
    FNEG_S(FSGNJN_S, "rs2=rs1", "fneg.s rd,rs1"),
    FABS_S(FSGNJX_S, "rs2=rs1", "fabs.s rd,rs1"),
    FMV_D(FSGNJ_D, "rs2=rs1", "fmv.d rd,rs1"),
    FNEG_D(FSGNJN_D, "rs2=rs1", "fneg.d rd,rs1"),
    FABS_D(FSGNJX_D, "rs2=rs1", "fabs.d rd,rs1"),
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
    SFENCE_VMA_ADDRESS(SFENCE_VMA, "rs2=0", "sfence.vma rs1"),
    HFENCE_VVMA_ALL(HFENCE_VVMA, "rs1=0 rs2=0", "hfence.vvma"),
    HFENCE_VVMA_ADDRESS(HFENCE_VVMA, "rs2=0", "hfence.vvma rs1"),
    HFENCE_GVMA_ALL(HFENCE_GVMA, "rs1=0 rs2=0", "hfence.gvma"),
    HFENCE_GVMA_ADDRESS(HFENCE_GVMA, "rs2=0", "hfence.gvma rs1");

    private static final Map<Instruction, List<Alias>> BY_ROW = new EnumMap<>(Instruction.class);

    static {
        for (Alias alias : values()) {
            BY_ROW.computeIfAbsent(alias.row, row -> new ArrayList<>()).add(alias);
        }
    }

    /** What an operand must be: a number, or the same as another operand. */
    private record Condition(Operand operand, Operand same, long value) {
        boolean holds(int word) {
            return operand.extract(word) == (same == null ? value : same.extract(word));
        }
    }

    private static final String PUNCTUATION = ",()";

    private final Extension extension;
    private final Instruction row;
    private final List<Condition> conditions = new ArrayList<>();
    private final String mnemonic;
    private final List<Object> operands = new ArrayList<>();

    Alias(Instruction row, String conditions, String text) {
        this(Extension.I, row, conditions, text);
    }

    Alias(Extension extension, Instruction row, String conditions, String text) {
        this.extension = extension;
        this.row = row;
        for (String condition : conditions.isEmpty() ? new String[0] : conditions.split(" ")) {
            int equals = condition.indexOf('=');
            String right = condition.substring(equals + 1);
            boolean number = right.charAt(0) == '-' || Character.isDigit(right.charAt(0));
            this.conditions.add(new Condition(operand(condition.substring(0, equals)), number ? null : operand(right),
                number ? Long.decode(right) : 0));
        }
        String[] words = text.split(" ");
        this.mnemonic = words[0];
        if (words.length > 1) {
            parse(words[1]);
        }
    }

    /** Splits into operands and the punctuation between them; by hand, for regular expressions would take most of what making this table takes. */
    private void parse(String text) {
        for (StringTokenizer tokens = new StringTokenizer(text, PUNCTUATION, true); tokens.hasMoreTokens();) {
            String token = tokens.nextToken();
            operands.add(PUNCTUATION.contains(token) ? token : operand(token));
        }
    }

    private Operand operand(String label) {
        return row.format().operands().stream().filter(o -> o.label().equals(label)).findFirst().orElseThrow();
    }

    /** Returns the alias that fits the word on harts of {@code isa}, or null if there is none. */
    static Alias of(Instruction row, int word, Isa isa) {
        for (Alias alias : BY_ROW.getOrDefault(row, List.of())) {
            if (isa.has(alias.extension) && alias.conditions.stream().allMatch(condition -> condition.holds(word))) {
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
