// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trapline.asm.Assembler;
import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.BuildResult;
import org.trapline.asm.SourceFile;
import org.trapline.asm.link.Linker;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.ObjectFile;
import org.trapline.isa.Isa;

/** Whatever the bytes are, reading gives a result or says what is wrong. */
class ElfCorruptionTest {
    private static final int CORRUPTIONS = 10_000;
    private static final long MOST_BYTES = 1 << 20;
    private static final int[] TELLING = {0, 1, 0x7f, 0x80, 0xff};

    private static final String PROGRAM = """
        .globl _start, value
        _start: la a0, value
        call f
        beq a0, a1, f
        f: ret
        .section .rodata
        text: .asciz "some text"
        .data
        value: .dword value, f - _start
        .bss
        .skip 64
        """;

    private final Random random = new Random(5000);

    /** Of both classes of files. */
    private static final List<String> ISAS = List.of("rv64gc", "rv32gc");

    private static BuildResult build(String isa) {
        BuildResult result = Assembler.build(List.of(new SourceFile("p.s", PROGRAM)), AssemblerOptions.defaults().withIsa(Isa.parse(isa)),
            LinkerOptions.defaults());
        assertEquals(List.of(), result.diagnostics());
        return result;
    }

    private byte[] corrupt(byte[] original) {
        byte[] bytes = random.nextInt(8) == 0 ? Arrays.copyOf(original, random.nextInt(original.length)) : original.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            // Headers and tables are where damage tells.
            int at = random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 256) : bytes.length);
            at = random.nextInt(3) == 0 ? bytes.length - 1 - random.nextInt(Math.min(bytes.length, 1024)) : at;
            bytes[at] = (byte) (random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : random.nextInt());
        }
        return bytes;
    }

    @Test
    void damagedExecutablesAreReadOrRefused() {
        ISAS.forEach(this::damageExecutables);
    }

    private void damageExecutables(String isa) {
        byte[] original = ElfWriter.executable(build(isa).image());
        int refused = 0;
        for (int i = 0; i < CORRUPTIONS; i++) {
            try {
                Image image = ElfReader.image(corrupt(original));
                assertTrue(image.segments().stream().mapToLong(segment -> segment.bytes().length).sum() <= MOST_BYTES);
            } catch (ElfException refusal) {
                assertFalse(refusal.getMessage().isBlank());
                refused++;
            }
        }
        assertTrue(refused > CORRUPTIONS / 10 && refused < CORRUPTIONS, refused + " of " + CORRUPTIONS);
    }

    @Test
    void damagedObjectsAreReadOrRefusedAndNeverBreakTheLinker() {
        ISAS.forEach(this::damageObjects);
    }

    private void damageObjects(String isa) {
        byte[] original = ElfWriter.relocatable(build(isa).units().getFirst().object());
        int refused = 0;
        for (int i = 0; i < CORRUPTIONS; i++) {
            try {
                ObjectFile object = ElfReader.object("damaged.o", corrupt(original));
                Linker.link(List.of(object), LinkerOptions.defaults());
            } catch (ElfException refusal) {
                assertFalse(refusal.getMessage().isBlank());
                refused++;
            }
        }
        assertTrue(refused > CORRUPTIONS / 10 && refused < CORRUPTIONS, refused + " of " + CORRUPTIONS);
    }

    @Test
    void randomBytesBehindAValidStartAreRefused() {
        for (int i = 0; i < 500; i++) {
            byte[] original = ElfWriter.executable(build(ISAS.get(i % 2)).image());
            byte[] bytes = new byte[64 + random.nextInt(4096)];
            random.nextBytes(bytes);
            System.arraycopy(original, 0, bytes, 0, 20);
            try {
                ElfReader.image(bytes);
            } catch (ElfException refusal) {
                assertFalse(refusal.getMessage().isBlank());
            }
        }
    }
}
