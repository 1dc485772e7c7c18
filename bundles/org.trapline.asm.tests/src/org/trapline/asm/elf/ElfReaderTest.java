// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.trapline.asm.object.Image;

class ElfReaderTest {
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;

    /** One segment of four bytes at 0x80000000 that is sixteen bytes in memory. */
    private static ByteBuffer executable() {
        ByteBuffer elf = ByteBuffer.allocate(HEADER + SEGMENT + 4).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1);
        elf.putShort(16, (short) 2).putShort(18, (short) 243).putInt(20, 1).putLong(24, 0x80000000L).putLong(32, HEADER);
        elf.putShort(52, (short) HEADER).putShort(54, (short) SEGMENT).putShort(56, (short) 1);
        elf.putInt(64, 1).putInt(68, 5).putLong(72, HEADER + SEGMENT).putLong(80, 0x80000000L).putLong(88, 0x80000000L);
        elf.putLong(96, 4).putLong(104, 16).putInt(120, 0x00000073);
        return elf;
    }

    private static void assertRefused(String message, byte[] bytes) {
        assertEquals(message, assertThrows(ElfException.class, () -> ElfReader.image(bytes)).getMessage());
    }

    @Test
    void anExecutableGivesItsSegmentsAndEntry() throws ElfException {
        Image image = ElfReader.image(executable().array(), 64);
        assertEquals(0x80000000L, image.entry());
        assertEquals(1, image.segments().size());
        assertArrayEquals(new byte[] {0x73, 0, 0, 0}, image.segments().getFirst().bytes());
        assertEquals(16, image.segments().getFirst().size());
        assertEquals("r-x", image.segments().getFirst().permissions());
    }

    @Test
    void anotherMachineIsRefusedByName() {
        assertRefused("ELF for x86-64, expected RISC-V", executable().putShort(18, (short) 62).array());
        assertRefused("ELF for AArch64, expected RISC-V", executable().putShort(18, (short) 183).array());
        assertRefused("ELF for an unknown processor (machine 4660), expected RISC-V", executable().putShort(18, (short) 0x1234).array());
    }

    @Test
    void anotherRegisterWidthIsRefused() {
        ElfException refusal = assertThrows(ElfException.class, () -> ElfReader.image(executable().array(), 32));
        assertEquals("64-bit RISC-V ELF, expected 32-bit: the isa is one of rv32", refusal.getMessage());
    }

    @Test
    void bigEndianIsRefused() {
        assertRefused("big-endian ELF, expected little-endian", executable().put(5, (byte) 2).putShort(18, (short) (243 << 8)).array());
    }

    @Test
    void whatIsNotElfIsRefused() {
        assertRefused("not an ELF file: the file is empty", new byte[0]);
        assertRefused("not an ELF file: it is text", ".globl _start\n".getBytes(StandardCharsets.US_ASCII));
        assertRefused("not an ELF file: it does not start with 7f 45 4c 46", new byte[100]);
    }

    @Test
    void anObjectIsNotAnExecutable() {
        assertRefused("this is an object that has not been linked, expected an executable", executable().putShort(16, (short) 1).array());
    }

    @Test
    void aSegmentMustLieInTheFile() {
        String message = assertThrows(ElfException.class, () -> ElfReader.image(executable().putLong(96, 8).array())).getMessage();
        assertTrue(message.startsWith("the segment at 0x80000000 lies outside the file"), message);
    }

    @Test
    void aSegmentMustNotWrapAround() {
        assertRefused("the segment at 0xfffffffffffffff8 reaches beyond the end of the address space", executable().putLong(80, -8).array());
    }

    @Test
    void everyLengthOfACutFileIsRefused() {
        byte[] whole = executable().array();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThrows(ElfException.class, () -> ElfReader.image(cut), "length " + length);
        }
    }
}
