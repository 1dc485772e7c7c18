// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the tables with GNU as and objdump; skipped where they are not installed. */
final class BinutilsTest {
    private static final List<String> ISAS = List.of("rv64ima_zicsr_zifencei", "rv64ima_zicsr_zifencei_zba_zbb_zbs",
        "rv32ima_zicsr_zifencei_zba_zbb_zbs");
    private static final int SAMPLES = 60;
    private static final int WORDS = Integer.getInteger("org.trapline.isa.words", 40_000);

    /**
     * Where objdump and the manual differ: the manual has hardware ignore fields of fences that objdump wants to be zero; objdump knows
     * instructions that only drafts of the privileged architecture had; in RV32 the manual reserves shifts by 32 and more.
     */
    private static final Set<String> KNOWN_DIFFERENCES = Set.of("data became fence", "data became fence.i", "data became fence.tso",
        "uret became data", "hret became data", "sfence.vm became data",
        "slli became data", "srli became data", "srai became data", "rori became data", "bclri became data", "bexti became data",
        "binvi became data", "bseti became data");

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
                if (!isEmptyFence(row, word) && !isUnnamedCsr(row, word)) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    /** GNU as has no spelling for a fence that orders nothing. */
    private static boolean isEmptyFence(Instruction row, int word) {
        return row == Instruction.FENCE && (Operand.PRED.extract(word) == 0 || Operand.SUCC.extract(word) == 0);
    }

    /** GNU objdump names registers that are not in our table. */
    private static boolean isUnnamedCsr(Instruction row, int word) {
        return row.format().has(Operand.CSR) && Csr.of((int) Operand.CSR.extract(word)) == null;
    }

    private static Disassembler disassembler(Isa isa, Disassembler.Style style) {
        return new Disassembler(isa, style, address -> "symbol");
    }

    private static byte[] bytes(List<Integer> words) {
        ByteBuffer code = ByteBuffer.allocate(4 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(code::putInt);
        return code.array();
    }

    @Test
    void everyInstructionAssemblesToTheSameWord() {
        ISAS.forEach(this::compareWords);
    }

    private void compareWords(String march) {
        Isa isa = Isa.parse(march);
        List<Integer> words = samples(isa, new Random(10));
        for (Csr csr : Csr.values()) {
            if (csr.isIn(isa)) {
                words.add(Instruction.CSRRS.encode(10, csr.number(), 11));
            }
        }
        Disassembler disassembler = disassembler(isa, Disassembler.Style.PLAIN);
        Decoder decoder = new Decoder(isa);
        List<String> source = new ArrayList<>();
        for (int word : words) {
            String text = disassembler.disassemble(word, 0);
            Instruction row = decoder.decode(word);
            for (Operand operand : row.format().operands()) {
                if (operand.kind() == Operand.Kind.OFFSET) {
                    text = text.substring(0, text.lastIndexOf(',') + 1) + ".+" + operand.extract(word);
                }
            }
            source.add(text);
        }
        ByteBuffer assembled = Binutils.in(folder).assemble(march, source);
        assertEquals(4 * words.size(), assembled.limit());
        for (int i = 0; i < words.size(); i++) {
            assertEquals(Integer.toHexString(assembled.getInt(4 * i)), Integer.toHexString(words.get(i)), source.get(i));
        }
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
            if (!line.text().equals(withoutImmediateLetter(text))) {
                assertEquals(line.text(), text, Integer.toHexString(line.word()));
            }
        }
    }

    /** Among objdump's aliases is add for addi, csrw for csrwi and the like; we keep the letter. */
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
                if (TestOperands.isEncodable(row, word) && !isEmptyFence(row, word) && !isUnnamedCsr(row, word)) {
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
            if ((word & 3) == 3 && (word & 0x1c) != 0x1c) {
                words.add(word);
            }
        }
        Decoder decoder = new Decoder(isa);
        int known = 0;
        Map<String, String> differences = new TreeMap<>();
        for (Binutils.Line line : Binutils.in(folder).disassemble(march, ",no-aliases", bytes(words))) {
            Instruction row = decoder.decode(line.word());
            String expected = line.isData() ? "data" : line.text().replaceFirst(" .*", "");
            String actual = row == null ? "data" : mnemonic(isa, row, line.word());
            if (!actual.equals(expected)) {
                differences.merge(expected + " became " + actual, "%08x".formatted(line.word()), (a, b) -> a);
            }
            known += line.isData() ? 0 : 1;
        }
        differences.keySet().removeAll(KNOWN_DIFFERENCES);
        assertEquals(Map.of(), differences, march);
        assertTrue(known > words.size() / 10, "the sample has many instructions");
    }

    private static String mnemonic(Isa isa, Instruction row, int word) {
        return disassembler(isa, Disassembler.Style.PLAIN).disassemble(row, word, 0).replaceFirst(" .*", "");
    }
}
