// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;

/** Writes one snapshot file. */
final class SnapshotEncoder {
    private static final int ZERO = -1;

    private final OutputStream out;
    /** Numbers of pages by what they hold, and of those arrays already seen. */
    private final Map<Content, Integer> numbers = new HashMap<>();
    private final Map<byte[], Integer> seen = new IdentityHashMap<>();
    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private int sections;

    /** A page, compared by what it holds. */
    private record Content(byte[] page) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Content content && Arrays.equals(page, content.page);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(page);
        }
    }

    SnapshotEncoder(OutputStream out) {
        this.out = out;
    }

    void write(Snapshot snapshot) throws IOException {
        out.write(SnapshotFile.MAGIC);
        out.write(number(SnapshotFile.VERSION));
        writeInfo(snapshot.about());
        for (StateImage state : snapshot.states().values()) {
            for (RamImage memory : state.memories()) {
                for (int index = 0; index < memory.pageCount(); index++) {
                    numberOf(memory.page(index));
                }
            }
        }
        flushPages();
        for (Map.Entry<String, StateImage> each : snapshot.states().entrySet()) {
            writeState(each.getKey(), each.getValue());
        }
        write(Section.STOP, new byte[0]);
    }

    private void writeInfo(Map<String, String> about) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(number(about.size()));
        about.forEach((name, value) -> {
            writeText(payload, name);
            writeText(payload, value);
        });
        write(Section.INFO, payload.toByteArray());
    }

    private void writeState(String name, StateImage state) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        writeText(payload, name);
        payload.writeBytes(number(state.data().length));
        payload.writeBytes(state.data());
        payload.writeBytes(number(state.memories().size()));
        for (RamImage memory : state.memories()) {
            ByteArrayOutputStream table = new ByteArrayOutputStream();
            int count = 0;
            for (int index = 0; index < memory.pageCount(); index++) {
                int page = numberOf(memory.page(index));
                if (page != ZERO) {
                    table.writeBytes(number(index));
                    table.writeBytes(number(page));
                    count++;
                }
            }
            payload.writeBytes(number(memory.pageCount()));
            payload.writeBytes(number(count));
            payload.writeBytes(table.toByteArray());
        }
        writeDeflated(Section.STAT, payload.toByteArray());
    }

    /** Returns the number of a page in the file, where it is written if it is new. */
    private int numberOf(byte[] page) throws IOException {
        if (page == null) {
            return ZERO;
        }
        Integer known = seen.get(page);
        if (known == null) {
            known = RamImage.isZero(page) ? Integer.valueOf(ZERO) : numbers.get(new Content(page));
            if (known == null) {
                known = numbers.size();
                numbers.put(new Content(page), known);
                pages.writeBytes(page);
                if (pages.size() == SnapshotFile.PAGES * Ram.PAGE_SIZE) {
                    flushPages();
                }
            }
            seen.put(page, known);
        }
        return known;
    }

    private void flushPages() throws IOException {
        if (pages.size() > 0) {
            writeDeflated(Section.PAGE, pages.toByteArray());
            pages.reset();
        }
    }

    private void writeDeflated(Section kind, byte[] payload) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        deflated.writeBytes(number(payload.length));
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream into = new DeflaterOutputStream(deflated, deflater)) {
            into.write(payload);
        } finally {
            deflater.end();
        }
        write(kind, deflated.toByteArray());
    }

    private void write(Section kind, byte[] payload) throws IOException {
        byte[] head = new byte[3 * Integer.BYTES];
        LittleEndian.putInt(head, 0, kind.code());
        LittleEndian.putInt(head, 4, payload.length);
        LittleEndian.putInt(head, 8, sections++);
        CRC32C crc = new CRC32C();
        crc.update(head);
        crc.update(payload);
        out.write(head);
        out.write(number((int) crc.getValue()));
        out.write(payload);
    }

    private static void writeText(ByteArrayOutputStream into, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        into.writeBytes(number(bytes.length));
        into.writeBytes(bytes);
    }

    private static byte[] number(int value) {
        byte[] bytes = new byte[Integer.BYTES];
        LittleEndian.putInt(bytes, 0, value);
        return bytes;
    }
}
