// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The section that names the instruction set.
 *
 * @implSpec RISC-V ABIs Specification, "Attributes"
 */
public final class Attributes {
    private static final int WHOLE_FILE = 1;
    private static final int TAG_ARCH = 5;
    private static final byte[] VENDOR = {'r', 'i', 's', 'c', 'v', 0};

    private Attributes() {
    }

    /** Returns the section that says that code is for {@code isa}. */
    public static byte[] section(String isa) {
        ByteArrayOutputStream attributes = new ByteArrayOutputStream();
        attributes.write(TAG_ARCH);
        attributes.writeBytes(isa.getBytes(StandardCharsets.US_ASCII));
        attributes.write(0);
        int innerSize = 1 + 4 + attributes.size();
        ByteBuffer result = ByteBuffer.allocate(1 + 4 + VENDOR.length + innerSize).order(ByteOrder.LITTLE_ENDIAN);
        result.put((byte) 'A').putInt(4 + VENDOR.length + innerSize).put(VENDOR);
        result.put((byte) WHOLE_FILE).putInt(innerSize).put(attributes.toByteArray());
        return result.array();
    }

    /** Returns the instruction set that a section names; empty if it names none or cannot be understood. */
    static String isa(byte[] section) {
        int at = 1 + 4 + VENDOR.length + 1 + 4;
        while (at < section.length) {
            int tag = section[at++];
            // Odd tags hold text, even ones a number in base 128.
            int end = at;
            if ((tag & 1) != 0) {
                while (end < section.length && section[end] != 0) {
                    end++;
                }
            } else {
                while (end < section.length && section[end] < 0) {
                    end++;
                }
            }
            if (tag == TAG_ARCH && end < section.length) {
                return new String(section, at, end - at, StandardCharsets.US_ASCII);
            }
            at = end + 1;
        }
        return "";
    }
}
