// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.loading;

import org.trapline.machine.memory.LittleEndian;

/**
 * A Linux kernel in the form in which boot loaders take it: a header of 64 bytes, which begins with executable code, and the kernel.
 *
 * <pre>
 *  0  code      two instructions, the second of which jumps over the header
 *  8  offset    where the kernel wants to lie, from the start of RAM
 * 16  size      bytes that it takes, with what it clears itself
 * 24  flags     bit 0: big-endian
 * 48  magic     "RISCV", and zeros
 * 56  magic2    "RSC" and 5
 * </pre>
 *
 * @param offset from the start of RAM
 * @param size   bytes in memory
 * @implSpec Linux, "Boot image header in RISC-V Linux"
 */
public record LinuxImage(long offset, long size) {
    private static final int HEADER = 64;
    private static final int OFFSET = 8;
    private static final int SIZE = 16;
    private static final int FLAGS = 24;
    private static final int MAGIC2 = 56;
    private static final int MAGIC2_VALUE = 0x0543_5352;

    /** Tells whether a file is such an image, by its magic number. */
    public static boolean isImage(byte[] file) {
        return file.length >= HEADER && (int) LittleEndian.get(file, MAGIC2, 4) == MAGIC2_VALUE;
    }

    /**
     * Reads the header of a file that {@link #isImage is} an image.
     * @throws LoadException if the kernel cannot run here, or the header contradicts the file
     */
    public static LinuxImage read(String name, byte[] file) throws LoadException {
        if ((LittleEndian.get(file, FLAGS, 8) & 1) != 0) {
            throw new LoadException("'" + name + "' is a big-endian kernel");
        }
        long offset = LittleEndian.get(file, OFFSET, 8);
        long size = LittleEndian.get(file, SIZE, 8);
        if (offset < 0 || (offset & 0xfff) != 0 || offset > 1L << 40 || size < 0 || size > 1L << 40) {
            throw new LoadException("'" + name + "' has a damaged header: offset 0x" + Long.toHexString(offset) + ", size 0x"
                + Long.toHexString(size));
        }
        return new LinuxImage(offset, Math.max(size, file.length));
    }
}
