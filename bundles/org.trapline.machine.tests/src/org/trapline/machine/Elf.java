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

/** Just enough of an ELF reader for well-formed test programs. */
public final class Elf {
    private static final int LOAD = 1;
    private static final int SYMBOLS = 2;

    private final ByteBuffer file;
    private final Map<String, Long> symbols = new HashMap<>();

    private Elf(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int sections = (int) file.getLong(40);
        for (int i = 0; i < file.getShort(60); i++) {
            int header = sections + 64 * i;
            if (file.getInt(header + 4) == SYMBOLS) {
                readSymbols(header, sections + 64 * file.getInt(header + 40));
            }
        }
    }

    public static Elf read(Path path) throws IOException {
        return new Elf(Files.readAllBytes(path));
    }

    private void readSymbols(int table, int strings) {
        int first = (int) file.getLong(table + 24);
        int end = first + (int) file.getLong(table + 32);
        for (int at = first; at < end; at += 24) {
            symbols.put(text((int) file.getLong(strings + 24) + file.getInt(at)), file.getLong(at + 8));
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
        return file.getLong(24);
    }

    public long symbol(String name) {
        return symbols.get(name);
    }

    /** Copies what is to be loaded to its physical addresses. */
    public void load(Bus bus) {
        for (int i = 0; i < file.getShort(56); i++) {
            int header = (int) file.getLong(32) + 56 * i;
            if (file.getInt(header) == LOAD) {
                byte[] bytes = new byte[(int) file.getLong(header + 32)];
                file.get((int) file.getLong(header + 8), bytes);
                bus.load(file.getLong(header + 24), bytes);
            }
        }
    }
}
