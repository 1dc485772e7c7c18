// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trapline.asm.Assembler;
import org.trapline.asm.SourceFile;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.LineTable;

final class DwarfLineReaderTest {
    private static final String SOURCE = """
        .globl _start
        _start: la a0, data
        .macro twice
            nop
            nop
        .endm
            twice
            .rept 3
            addi a0, a0, 1
            .endr
        data: .word 1, 2, 3
            ret
        .section .text.later,"ax"
            j .
        """;
    /** A unit of DWARF 5 with its texts in a table of their own; line 7 at 0x1000, line 9 at 0x1004, the end at 0x1008. */
    private static final int[] VERSION_5 = {
        0, 0, 0, 0, 5, 0, 8, 0, 0x25, 0, 0, 0,
        1, 1, 1, 0xfb, 14, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1,
        1, 1, 0x1f, 1, 0, 0, 0, 0,
        2, 1, 0x1f, 2, 0x0b, 1,
        5, 0, 0, 0, 0,
        0, 9, 2, 0, 0x10, 0, 0, 0, 0, 0, 0,
        4, 0, 3, 6, 1, 2, 4, 3, 2, 1, 2, 4, 0, 1, 1};
    private static final byte[] NAMES = "/src\0b.c\0".getBytes(StandardCharsets.US_ASCII);

    private static Image image() {
        return Assembler.build(new SourceFile("dir/a.s", SOURCE)).image();
    }

    private static LineTable readBack(byte[] elf) throws ElfException {
        return ElfReader.image(elf).lines();
    }

    @Test
    void everyInstructionKeepsItsLineThroughAFile() throws ElfException {
        Image image = image();
        LineTable read = readBack(ElfWriter.executable(image));
        int compared = 0;
        for (LineMark written : image.lines().marks()) {
            if (written.isCode()) {
                LineMark found = read.at(written.offset());
                assertEquals(written.shown().file() + ":" + written.shown().line(), found.location().file() + ":" + found.location().line(),
                    () -> "at 0x" + Long.toHexString(written.offset()));
                compared++;
            }
        }
        assertTrue(compared >= 8, "there should be something to compare");
    }

    @Test
    void dataBetweenInstructionsHasNoLine() throws ElfException {
        Image image = image();
        assertEquals(null, readBack(ElfWriter.executable(image)).at(image.symbol("data").value()));
    }

    @Test
    void versionFiveKeepsItsNamesElsewhere() {
        LineTable lines = DwarfLineReader.read(versionFive(), NAMES, new byte[0]);
        assertEquals(List.of("/src/b.c:7", "/src/b.c:9"),
            lines.marks().stream().map(mark -> mark.location().file() + ":" + mark.location().line()).toList());
        assertEquals(9, lines.at(0x1007).location().line());
        assertEquals(null, lines.at(0x1008));
    }

    private static byte[] versionFive() {
        byte[] section = new byte[VERSION_5.length];
        for (int i = 0; i < section.length; i++) {
            section[i] = (byte) VERSION_5[i];
        }
        section[0] = (byte) (section.length - 4);
        return section;
    }

    @Test
    void whateverIsInTheSectionNothingIsThrown() {
        Random random = new Random(5);
        byte[] valid = versionFive();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = valid.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            LineTable lines = DwarfLineReader.read(damaged, NAMES, new byte[0]);
            assertTrue(lines.marks().size() <= damaged.length, "there are not more lines than bytes");
        }
        byte[] noise = new byte[200];
        for (int i = 0; i < 20_000; i++) {
            random.nextBytes(noise);
            noise[1] = 0;
            noise[2] = 0;
            noise[3] = 0;
            noise[4] = (byte) (2 + random.nextInt(4));
            noise[5] = 0;
            assertTrue(DwarfLineReader.read(noise, NAMES, NAMES).marks().size() <= noise.length);
        }
    }
}
