// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.loading;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What firmware is told, by a pointer in {@code a2}, about the program that it is to start. Firmware that has its own idea of that ignores it.
 *
 * @param next physical address of the program's first instruction
 * @implSpec OpenSBI, "OpenSBI Firmware with Dynamic Information", version 2
 */
record FirmwareInfo(long next) {
    /** Room for six numbers of 64 bits; RV32 needs half of it. */
    static final int BYTES = 48;

    private static final long MAGIC = 0x4942_534f;
    private static final long VERSION = 2;
    private static final long SUPERVISOR = 1;
    private static final long NO_OPTIONS = 0;
    private static final long BOOT_HART = 0;

    /** Returns what firmware reads whose registers have so many bits. */
    byte[] bytes(int xlen) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long field : new long[] {MAGIC, VERSION, next, SUPERVISOR, NO_OPTIONS, BOOT_HART}) {
            if (xlen == Integer.SIZE) {
                bytes.putInt((int) field);
            } else {
                bytes.putLong(field);
            }
        }
        return bytes.array();
    }
}
