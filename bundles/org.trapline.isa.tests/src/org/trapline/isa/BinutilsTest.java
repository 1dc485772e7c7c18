// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the tables with GNU as and objdump; skipped where they are not installed. */
final class BinutilsTest {
    private static final List<String> ISAS = List.of("rv64ima_zicsr_zifencei", "rv64ima_zicsr_zifencei_zihintpause_zba_zbb_zbc_zbs_zawrs",
        "rv32ima_zicsr_zifencei_zba_zbb_zbs", "rv64imafdh_zicsr_zifencei_zicbom_zicboz_svinval_sstc",
        "rv32imafdh_zicsr_zifencei_svinval_sstc", "rv64imafdc_zicsr_zifencei", "rv32imafdc_zicsr_zifencei");
    /** Registers of version 1.13 of the privileged architecture. */
    private static final Set<Csr> YOUNGER_THAN_BINUTILS = Set.of(Csr.MEDELEGH, Csr.HEDELEGH);
    private static final int SAMPLES = 60;
    private static final int WORDS = Integer.getInteger("org.trapline.isa.words", 40_000);

    /**
     * Where objdump and the manual differ: the manual has hardware ignore fields of fences that objdump wants to be zero; objdump knows
     * instructions that only drafts of the privileged architecture had; in RV32 the manual reserves shifts by 32 and more; some
     * conversions may have any rounding mode; adding 0 to sp by c.addi16sp is reserved.
     */
    private static final Set<String> KNOWN_DIFFERENCES = Set.of("data became fence", "data became fence.i", "data became fence.tso",
        "uret became data", "hret became data", "sfence.vm became data",
        "slli became data", "srli became data", "srai became data", "rori became data", "bclri became data", "bexti became data",
        "binvi became data", "bseti became data", "data became fcvt.d.w", "data became fcvt.d.wu", "data became fcvt.d.s",
        "c.unimp became data", "c.addi16sp became data", "c.slli64 became c.slli", "c.srli64 became c.srli", "c.srai64 became c.srai",
        "c.slli became data", "c.srli became data", "c.srai became data");

    @TempDir
    Path folder;

    private static List<Instruction> rows(Isa isa) {
        return Instruction.rows().stream().filter(isa::has).toList();
    }

    /** Words of every row with random operands; those that binutils cannot write are left out. */
    private static List<Integer> samples(Isa isa, Random random) {
        List<Integer> words = new ArrayList<>();
        for (Instruction row : rows(isa)) {
            for (long[] operands : TestOperands.of(row, random, SAMPLES)) {
                int word = row.encode(operands);
                if (canBeWritten(row, word)) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    private static boolean canBeWritten(Instruction row, int word) {
        return !isEmptyFence(row, word) && !isUnnamedCsr(row, word) && !isExactWithMode(row, word) && !isCompressedHint(row, word);
    }

    /** For hints GNU as and objdump have names of RV128, such as c.slli64, and objdump has its own idea of aliases. */
    private static boolean isCompressedHint(Instruction row, int word) {
        return row == Instruction.C_ADDI && Operand.C_IMM6.extract(word) == 0
            || row.format().operands().stream().anyMatch(o -> o.name().startsWith("C_SHAMT") && o.extract(word) == 0);
    }

    /** GNU as wants no rounding mode where results are always exact; the manual allows any. */
    private static boolean isExactWithMode(Instruction row, int word) {
        return row.format().has(Operand.RM_EXACT) && Operand.RM_EXACT.extract(word) != 0;
    }

    /** GNU as has no spelling for a fence that orders nothing. */
    private static boolean isEmptyFence(Instruction row, int word) {
        return row == Instruction.FENCE && (Operand.PRED.extract(word) == 0 || Operand.SUCC.extract(word) == 0);
    }

    /** GNU objdump names registers that are not in our table, and lacks some that are. */
    private static boolean isUnnamedCsr(Instruction row, int word) {
        Csr csr = row.format().has(Operand.CSR) ? Csr.of((int) Operand.CSR.extract(word)) : null;
        return row.format().has(Operand.CSR) && (csr == null || YOUNGER_THAN_BINUTILS.contains(csr));
    }

    private static Disassembler disassembler(Isa isa, Disassembler.Style style) {
        return new Disassembler(isa, style, address -> "symbol");
    }

    private static byte[] bytes(List<Integer> words) {
        ByteBuffer code = ByteBuffer.allocate(4 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            if (isNarrow(word)) {
                code.putShort((short) word);
            } else {
                code.putInt(word);
            }
        }
        return Arrays.copyOf(code.array(), code.position());
    }

    private static boolean isNarrow(int word) {
        return (word & 3) != 3;
    }

    @Test
    void everyInstructionAssemblesToTheSameWord() {
        ISAS.forEach(this::compareWords);
    }

    private void compareWords(String march) {
        Isa isa = Isa.parse(march);
        List<Integer> words = samples(isa, new Random(10));
        for (Csr csr : Csr.values()) {
            if (csr.isIn(isa) && !YOUNGER_THAN_BINUTILS.contains(csr)) {
                words.add(Instruction.CSRRS.encode(10, csr.number(), 11));
            }
        }
        Disassembler disassembler = disassembler(isa, Disassembler.Style.PLAIN);
        Decoder decoder = new Decoder(isa);
        List<String> source = new ArrayList<>();
        for (int word : words) {
            String text = disassembler.disassemble(word, 0).replaceFirst(" <.*", "");
            Instruction row = decoder.decode(word);
            for (Operand operand : row.format().operands()) {
                if (operand.kind() == Operand.Kind.OFFSET) {
                    int before = Math.max(text.lastIndexOf(','), text.lastIndexOf(' '));
                    text = text.substring(0, before + 1) + ".+" + operand.extract(word);
                }
            }
            // Otherwise GNU as compresses what can be compressed.
            source.add(".option " + (isNarrow(word) ? "rvc; " : "norvc; ") + text);
        }
        ByteBuffer assembled = Binutils.in(folder).assemble(march, source);
        for (int i = 0; i < words.size(); i++) {
            int word = isNarrow(words.get(i)) ? assembled.getShort() & 0xffff : assembled.getInt();
            assertEquals(Integer.toHexString(word), Integer.toHexString(words.get(i)), source.get(i));
        }
        assertFalse(assembled.hasRemaining());
    }

    @Test
    void everyInstructionIsWrittenAsObjdumpWritesIt() {
        ISAS.forEach(march -> compareText(march, Disassembler.Style.PLAIN, ",no-aliases"));
    }

    @Test
    void aliasesAreThoseOfObjdump() {
        ISAS.forEach(march -> compareText(march, Disassembler.Style.ALIASES, ""));
    }

    private void compareText(String march, Disassembler.Style style, String options) {
        Isa isa = Isa.parse(march);
        List<Integer> words = samples(isa, new Random(11));
        words.addAll(specialOperands(isa));
        Disassembler disassembler = disassembler(isa, style);
        for (Binutils.Line line : Binutils.in(folder).disassemble(march, options, bytes(words))) {
            String text = Binutils.normal(disassembler.disassemble(line.word(), line.address()));
            boolean hint = style == Disassembler.Style.ALIASES && line.text().startsWith("c.");
            if (!hint && !line.text().equals(withoutImmediateLetter(text))) {
                assertEquals(line.text(), text, Integer.toHexString(line.word()));
            }
        }
    }

    /** Objdump shows compressed hints as they are. Among its aliases is add for addi, csrw for csrwi and the like; we keep the letter. */
    private static String withoutImmediateLetter(String text) {
        return text.replaceFirst("^([a-z]+)i(w?) ", "$1$2 ");
    }

    /** Operands for which there may be aliases: zero registers and small numbers. */
    private static List<Integer> specialOperands(Isa isa) {
        Random random = new Random(12);
        long[] values = {0, 1, -1, 255, 5, 15, 0xc00, 0xc01, 0xc02, 0x300};
        List<Integer> words = new ArrayList<>();
        for (Instruction row : rows(isa)) {
            for (int i = 0; i < 400; i++) {
                int word = row.match();
                for (Operand operand : row.format().operands()) {
                    word |= operand.insert(values[random.nextInt(values.length)]);
                }
                if (TestOperands.isEncodable(row, word) && canBeWritten(row, word)) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    @Test
    void anyWordIsAnInstructionWhereObjdumpSaysSo() {
        ISAS.forEach(this::compareKnown);
    }

    private void compareKnown(String march) {
        Isa isa = Isa.parse(march);
        List<Instruction> rows = rows(isa);
        Random random = new Random(13);
        List<Integer> words = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            // Half of the words are near a row: one bit changed, the operands random.
            Instruction row = rows.get(random.nextInt(rows.size()));
            int near = row.match() | random.nextInt() & ~row.mask();
            int word = i % 2 == 0 ? random.nextInt() : near ^ 1 << random.nextInt(32);
            if (!isNarrow(word) && (word & 0x1c) != 0x1c) {
                words.add(word);
            }
        }
        for (int word = 0; word < 0x10000 && isa.has(Extension.C); word++) {
            if (isNarrow(word)) {
                words.add(word);
            }
        }
        Disassembler disassembler = disassembler(isa, Disassembler.Style.PLAIN);
        Decoder decoder = new Decoder(isa);
        int known = 0;
        Map<String, String> differences = new TreeMap<>();
        for (Binutils.Line line : Binutils.in(folder).disassemble(march, ",no-aliases", bytes(words))) {
            Instruction row = decoder.decode(line.word());
            String expected = line.isData() || hasReservedMode(line) ? "data" : line.text().replaceFirst(" .*", "");
            String actual = row == null ? "data" : disassembler.disassemble(row, line.word(), 0).replaceFirst(" .*", "");
            if (!actual.equals(expected)) {
                differences.merge(expected + " became " + actual, "%08x".formatted(line.word()), (a, b) -> a);
            }
            known += line.isData() ? 0 : 1;
        }
        differences.keySet().removeAll(KNOWN_DIFFERENCES);
        assertEquals(Map.of(), differences, march);
        assertTrue(known > words.size() / 10, "the sample has many instructions");
    }

    private static boolean hasReservedMode(Binutils.Line line) {
        return line.text().startsWith("f") && !line.text().startsWith("fence") && line.text().endsWith(",unknown");
    }
}
