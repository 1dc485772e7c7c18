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
    static final int BYTES = 48;

    private static final long MAGIC = 0x4942_534f;
    private static final long VERSION = 2;
    private static final long SUPERVISOR = 1;
    private static final long NO_OPTIONS = 0;
    private static final long BOOT_HART = 0;

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(MAGIC).putLong(VERSION).putLong(next).putLong(SUPERVISOR)
            .putLong(NO_OPTIONS).putLong(BOOT_HART).array();
    }
}
