// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.asm.elf.ElfReader;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Isa;

class LoadImmediateTest {
    private static final int RANDOM_VALUES = 21_000;
    private static final String ARCH = "rv64ima_zicsr_zifencei";

    private static byte[] text(String source, String arch) {
        AssemblyResult result = Assembler.assemble(new SourceFile("li.s", source), AssemblerOptions.defaults().withIsa(Isa.parse(arch)));
        assertEquals(List.of(), result.diagnostics());
        return result.object().section(".text").bytes();
    }

    private static List<String> expansion(String number) {
        Disassembler disassembler = new Disassembler(Isa.parse(ARCH), Disassembler.Style.PLAIN, Disassembler.Symbols.NONE);
        Listing.Row row = new Listing.Row("li.s", 1, "", false, true, 0, text("li a0, " + number + '\n', ARCH), true);
        return row.instructions(disassembler);
    }

    /** All magnitudes equally often, with runs of zeros and ones, and their neighbours. */
    private static List<Long> values() {
        Random random = new Random(64);
        List<Long> values = new ArrayList<>();
        for (int bit = 0; bit < 64; bit++) {
            for (long near = -2; near <= 2; near++) {
                values.add((1L << bit) + near);
                values.add(-(1L << bit) + near);
                values.add((1L << bit) + 0x800 + near);
            }
        }
        while (values.size() < RANDOM_VALUES) {
            long value = random.nextLong() >> random.nextInt(64);
            values.add(random.nextInt(4) == 0 ? value << random.nextInt(64) : value);
        }
        return values;
    }

    @Test
    void whatFitsTwelveBitsTakesOneAddi() {
        assertEquals(List.of("addi a0,zero,2047"), expansion("2047"));
        assertEquals(List.of("addi a0,zero,-2048"), expansion("-2048"));
        assertEquals(List.of("addi a0,zero,-1"), expansion("0xffffffffffffffff"));
    }

    @Test
    void whatFitsThirtyTwoBitsTakesLuiAndAddiw() {
        assertEquals(List.of("lui a0,0x1", "addiw a0,a0,-2048"), expansion("0x800"));
        assertEquals(List.of("lui a0,0x12345"), expansion("0x12345000"));
        assertEquals(List.of("lui a0,0x80000", "addiw a0,a0,-1"), expansion("0x7fffffff"));
    }

    @Test
    void longerNumbersAreShiftedIntoPlace() {
        assertEquals(List.of("addi a0,zero,1", "slli a0,a0,0x1f").getLast(), expansion("0x80000000").getLast());
        assertEquals(8, expansion("0x123456789abcdef1").size());
    }

    @Test
    void everyExpansionIsThatOfGnuAs(@TempDir Path folder) throws Exception {
        GnuTools gnu = new GnuTools(folder, "as");
        StringBuilder source = new StringBuilder();
        values().forEach(value -> source.append("li a").append(Math.floorMod(value, 8)).append(", ").append(value).append('\n'));
        for (String arch : List.of(ARCH, "rv64gc")) {
            byte[] expected = ElfReader.object("gnu", gnu.assemble(source.toString(), arch, true)).section(".text").bytes();
            org.junit.jupiter.api.Assertions.assertArrayEquals(expected, text(source.toString(), arch), arch);
        }
    }
}
