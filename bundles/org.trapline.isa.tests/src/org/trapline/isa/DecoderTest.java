// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class DecoderTest {
    @Test
    void instructionOfAnExtensionThatIsOffIsNotDecoded() {
        int mul = Instruction.MUL.encode(1, 2, 3);
        assertEquals(Instruction.MUL, new Decoder(Isa.parse("rv64im")).decode(mul));
        assertNull(new Decoder(Isa.parse("rv64i")).decode(mul));
    }

    @Test
    void instructionOfTheOtherWidthIsNotDecoded() {
        Decoder rv32 = new Decoder(Isa.parse("rv32ima"));
        assertNull(rv32.decode(Instruction.LD.encode(1, 0, 2)));
        assertNull(rv32.decode(Instruction.ADDIW.encode(1, 2, 3)));
        assertNull(rv32.decode(Instruction.SLLI.encode(1, 2, 32)));
        assertEquals(Instruction.SLLI_RV32, rv32.decode(Instruction.SLLI.encode(1, 2, 31)));
    }

    @Test
    void specialCaseGoesBeforeTheGeneralRow() {
        assertEquals(Instruction.FENCE_TSO, Instruction.decode(0x8330000f));
        assertEquals(Instruction.FENCE, Instruction.decode(0x0330000f));
    }

    @Test
    void fenceWithReservedFieldsIsAnOrdinaryFence() {
        assertEquals(Instruction.FENCE, Instruction.decode(0xf330000f), "reserved mode");
        assertEquals(Instruction.FENCE, Instruction.decode(0x0ff5858f), "rd and rs1 set");
        assertEquals(Instruction.FENCE_I, Instruction.decode(0x1235958f), "all of fence.i's fields are ignored");
    }

    @Test
    void lookupAgreesWithTryingEveryRow() {
        Isa isa = Isa.everything();
        Decoder decoder = new Decoder(isa);
        Random random = new Random(3);
        for (int i = 0; i < 300_000; i++) {
            int word = random.nextInt() | 3;
            Instruction expected = null;
            for (Instruction row : Instruction.rows()) {
                if (row.bytes() == 4 && isa.has(row) && row.matches(word)
                        && (expected == null || Integer.bitCount(row.mask()) > Integer.bitCount(expected.mask()))) {
                    expected = row;
                }
            }
            assertEquals(expected, decoder.decode(word), Integer.toHexString(word));
        }
    }
}
