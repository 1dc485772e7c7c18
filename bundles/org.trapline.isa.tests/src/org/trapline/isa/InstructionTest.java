// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InstructionTest {
    private static boolean fitOneHart(Instruction a, Instruction b) {
        return a.xlen() == Xlen.ANY || b.xlen() == Xlen.ANY || a.xlen() == b.xlen();
    }

    private static boolean overlap(Instruction a, Instruction b) {
        return ((a.match() ^ b.match()) & a.mask() & b.mask()) == 0;
    }

    private static boolean isSpecialCaseOf(Instruction special, Instruction general) {
        return special.mask() != general.mask() && (special.mask() & general.mask()) == general.mask();
    }

    @Test
    void noTwoRowsOverlapUnlessOneIsASpecialCaseOfTheOther() {
        for (Instruction a : Instruction.rows()) {
            for (Instruction b : Instruction.rows()) {
                if (a.ordinal() < b.ordinal() && a.bytes() == b.bytes() && fitOneHart(a, b) && overlap(a, b)) {
                    assertTrue(isSpecialCaseOf(a, b) || isSpecialCaseOf(b, a), a + " and " + b + " overlap");
                }
            }
        }
    }

    @Test
    void everyBitIsFixedOrIgnoredOrBelongsToOneOperand() {
        for (Instruction row : Instruction.rows()) {
            int operands = 0;
            for (Operand operand : row.format().operands()) {
                assertEquals(0, operands & operand.mask(), row + ": " + operand + " shares bits with another operand");
                operands |= operand.mask();
            }
            String bits = row.bits();
            for (int i = 0; i < bits.length(); i++) {
                boolean dot = bits.charAt(bits.length() - 1 - i) == '.';
                assertEquals(dot, (operands >>> i & 1) != 0, row + ": bit " + i);
            }
        }
    }

    @Test
    void lengthFollowsFromTheLowestBits() {
        for (Instruction row : Instruction.rows()) {
            assertEquals((row.match() & 3) == 3 ? 4 : 2, row.bytes(), row.toString());
            assertEquals(row.bytes() * 8, row.bits().length(), row.toString());
        }
    }

    @Test
    void everyRowDecodesToItselfWithTheOperandsItWasEncodedWith() {
        Random random = new Random(1);
        for (Instruction row : Instruction.rows()) {
            Decoder decoder = new Decoder(TestOperands.isaOf(row));
            for (long[] operands : TestOperands.of(row, random, 200)) {
                int word = row.encode(operands);
                Instruction decoded = decoder.decode(word);
                assertNotNull(decoded, row + " is not decoded");
                assertTrue(decoded == row || isSpecialCaseOf(decoded, row), row + " decoded as " + decoded);
                assertArrayEquals(operands, TestOperands.extract(row, word), row.toString());
            }
        }
    }

    @Test
    void everyWordOfARowComesBackFromItsOperands() {
        Random random = new Random(2);
        for (Instruction row : Instruction.rows()) {
            for (int i = 0; i < 200; i++) {
                int operandBits = row.format().operands().stream().mapToInt(Operand::mask).reduce(0, (a, b) -> a | b);
                int word = row.match() | random.nextInt() & operandBits;
                if (TestOperands.isEncodable(row, word)) {
                    assertEquals(word, row.encode(TestOperands.extract(row, word)), row.toString());
                }
            }
        }
    }

    @Test
    void mnemonicNamesOneRowForEachWidth() {
        for (int width : new int[] {32, 64}) {
            Map<String, Instruction> seen = new HashMap<>();
            for (Instruction row : Instruction.rows()) {
                if (row.xlen().includes(width)) {
                    assertNull(seen.put(row.mnemonic(), row), row.mnemonic());
                }
            }
        }
    }

    @Test
    void mnemonicFollowsFromTheRowsName() {
        assertEquals("amoadd.w", Instruction.AMOADD_W.mnemonic());
        assertEquals("fence.i", Instruction.FENCE_I.mnemonic());
        assertEquals("slli", Instruction.SLLI_RV32.mnemonic());
        assertEquals("amoadd_w", Instruction.AMOADD_W.kernel());
    }

    @Test
    void wordsOfTheManualsExamplesEncode() {
        assertEquals(0x00000013, Instruction.ADDI.encode(0, 0, 0));
        assertEquals(0x00c58533, Instruction.ADD.encode(10, 11, 12));
        assertEquals(0xfff50513, Instruction.ADDI.encode(10, 10, -1));
        assertEquals(0x30200073, Instruction.MRET.encode());
        assertEquals(0x0ff0000f, Instruction.FENCE.encode(15, 15));
    }

    @Test
    void orderingMayBeLeftOut() {
        assertEquals(Instruction.AMOADD_W.encode(10, 11, 12, 0), Instruction.AMOADD_W.encode(10, 11, 12));
        assertEquals(Instruction.LR_D.encode(10, 12, 3), Instruction.LR_D.encode(10, 12) | 3 << 25);
    }

    @Test
    void roundingModeMayBeLeftOut() {
        assertEquals(Instruction.FADD_S.encode(10, 11, 12, 7), Instruction.FADD_S.encode(10, 11, 12));
        assertEquals(Instruction.FCVT_D_S.encode(10, 11, 0), Instruction.FCVT_D_S.encode(10, 11));
    }

    @Test
    void reservedRoundingModeIsNoInstruction() {
        assertNotNull(Instruction.decode(0x00c5c553));
        assertNull(Instruction.decode(0x00c5d553));
        assertNull(Instruction.decode(0x00c5e553));
    }

    @Test
    void compressedInstructionExpandsToTheInstructionItStandsFor() {
        assertEquals(Instruction.ADDI.encode(10, 10, -3), Instruction.C_ADDI.expand(0x1575));
        assertEquals(Instruction.JALR.encode(0, 0, 1), Instruction.C_JR.expand(0x8082));
        assertEquals(Instruction.LUI.encode(10, 0xfffff), Instruction.C_LUI.expand(0x757d));
        assertEquals(Instruction.EBREAK, Instruction.C_EBREAK.expansion());
        assertEquals(Instruction.SLLI_RV32, Instruction.C_SLLI_RV32.expansion());
        assertNull(Instruction.ADD.expansion());
    }

    @Test
    void everyCompressedWordExpandsToAnInstructionOfTheSameIsa() {
        for (Isa isa : new Isa[] {Isa.everything(), new Isa(32, Isa.everything().extensions())}) {
            Decoder decoder = new Decoder(isa);
            for (int word = 0; word < 0x10000; word++) {
                Instruction row = (word & 3) == 3 ? null : decoder.decode(word);
                if (row != null) {
                    assertEquals(row.expansion(), decoder.decode(row.expand(word)), row + " " + Integer.toHexString(word));
                }
            }
        }
    }

    @Test
    void wordsOfNoRowAreNotDecoded() {
        for (int word : List.of(0, -1, 0x00002063, 0x00007003, 0x0000007f, 0x30200173)) {
            assertNull(Instruction.decode(word), Integer.toHexString(word));
        }
    }

    @Test
    void everyRowHasHelp() {
        for (Instruction row : Instruction.rows()) {
            assertFalse(row.meaning().isBlank(), row + " has no meaning");
            assertFalse(row.section().title().isBlank(), row + " has no section");
            String page = Help.of(row);
            assertTrue(page.contains(row.usage()) && page.contains(row.meaning()) && page.contains(row.anchor()), page);
        }
    }

    @Test
    void pictureShowsEveryBitOnce() {
        for (Instruction row : Instruction.rows()) {
            int next = row.bytes() * 8 - 1;
            for (EncodingField field : EncodingField.of(row)) {
                assertEquals(next, field.high(), row.toString());
                next = field.low() - 1;
            }
            assertEquals(-1, next, row.toString());
        }
    }

    @Test
    void pictureNamesTheBitsOfSplitOperands() {
        List<String> texts = EncodingField.of(Instruction.BEQ).stream().map(EncodingField::text).toList();
        assertEquals(List.of("offset[12|10:5]", "rs2", "rs1", "000", "offset[4:1|11]", "1100011"), texts);
    }
}
