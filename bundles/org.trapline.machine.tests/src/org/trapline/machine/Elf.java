// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.trapline.machine.memory.Bus;

/** Just enough of an ELF reader for well-formed test programs, of 32 or of 64 bits. */
public final class Elf {
    private static final int LOAD = 1;
    private static final int SYMBOLS = 2;
    private static final int CLASS = 4;
    private static final int CLASS_64 = 2;

    private final ByteBuffer file;
    private final Map<String, Long> symbols = new HashMap<>();
    private final boolean wide;

    private Elf(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        wide = bytes[CLASS] == CLASS_64;
        int sections = (int) word(40, 32);
        int size = wide ? 64 : 40;
        for (int i = 0; i < file.getShort(wide ? 60 : 48); i++) {
            int header = sections + size * i;
            if (file.getInt(header + 4) == SYMBOLS) {
                readSymbols(header, sections + size * file.getInt(header + (wide ? 40 : 24)));
            }
        }
    }

    /** Returns an address, offset or size, which stands at another place in a file of 32 bits. */
    private long word(int at64, int at32) {
        return wide ? file.getLong(at64) : file.getInt(at32) & 0xffff_ffffL;
    }

    public static Elf read(Path path) throws IOException {
        return new Elf(Files.readAllBytes(path));
    }

    private void readSymbols(int table, int strings) {
        int first = (int) word(table + 24, table + 16);
        int end = first + (int) word(table + 32, table + 20);
        for (int at = first; at < end; at += wide ? 24 : 16) {
            symbols.put(text((int) word(strings + 24, strings + 16) + file.getInt(at)), word(at + 8, at + 4));
        }
    }

    private String text(int at) {
        int end = at;
        while (file.get(end) != 0) {
            end++;
        }
        return new String(file.array(), at, end - at, StandardCharsets.UTF_8);
    }

    public long entry() {
        return word(24, 24);
    }

    public long symbol(String name) {
        return symbols.get(name);
    }

    /** Copies what is to be loaded to its physical addresses. */
    public void load(Bus bus) {
        for (int i = 0; i < file.getShort(wide ? 56 : 44); i++) {
            int header = (int) word(32, 28) + (wide ? 56 : 32) * i;
            if (file.getInt(header) == LOAD) {
                byte[] bytes = new byte[(int) word(header + 32, header + 16)];
                file.get((int) word(header + 8, header + 4), bytes);
                bus.load(word(header + 24, header + 12), bytes);
            }
        }
    }
}
