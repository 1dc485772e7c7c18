// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;

/** Reads one snapshot file. */
final class SnapshotDecoder {
    /** Deflate makes nothing smaller than by this factor, so a length beyond it is wrong. */
    private static final int MOST_INFLATION = 1_100;
    /** More memory than any machine or disk has: 128 GiB. */
    private static final int MOST_PAGES = 1 << 25;
    private static final int ENTRY = 2 * Integer.BYTES;

    private final byte[] file;
    private final Map<String, String> about = new LinkedHashMap<>();
    private final Map<String, StateImage> states = new LinkedHashMap<>();
    private final List<byte[]> pages = new ArrayList<>();
    private int at;
    private int sections;

    /** The payload of a section, read from its beginning on. */
    private static final class Payload {
        final String where;
        final byte[] bytes;
        int at;

        Payload(String where, byte[] bytes) {
            this.where = where;
            this.bytes = bytes;
        }

        SnapshotFileException wrong(String what) {
            return new SnapshotFileException(where + " " + what);
        }

        int left() {
            return bytes.length - at;
        }

        int number() throws SnapshotFileException {
            if (left() < Integer.BYTES) {
                throw wrong("ends too early");
            }
            at += Integer.BYTES;
            return LittleEndian.getInt(bytes, at - Integer.BYTES);
        }

        /** Reads a count of things that take so many bytes each. */
        int count(int each) throws SnapshotFileException {
            int count = number();
            if (count < 0 || count > left() / each) {
                throw wrong("says it has " + count + " entries, which it has no room for");
            }
            return count;
        }

        byte[] take(int count) {
            at += count;
            return Arrays.copyOfRange(bytes, at - count, at);
        }

        String text() throws SnapshotFileException {
            return new String(take(count(1)), StandardCharsets.UTF_8);
        }

        void end() throws SnapshotFileException {
            if (left() > 0) {
                throw wrong("is longer than what it has to say");
            }
        }
    }

    SnapshotDecoder(byte[] file) {
        this.file = file;
    }

    Snapshot read() throws SnapshotFileException {
        int magic = SnapshotFile.MAGIC.length;
        if (file.length < magic || !Arrays.equals(file, 0, magic, SnapshotFile.MAGIC, 0, magic)) {
            throw new SnapshotFileException("not a snapshot: the file does not begin as one does");
        }
        if (file.length < SnapshotFile.HEAD) {
            throw new SnapshotFileException("the snapshot is cut off: it ends within its head");
        }
        int version = LittleEndian.getInt(file, magic);
        if (version != SnapshotFile.VERSION) {
            throw new SnapshotFileException("a snapshot of version " + Integer.toUnsignedString(version) + "; this program reads version "
                + SnapshotFile.VERSION);
        }
        at = SnapshotFile.HEAD;
        while (section()) {
            sections++;
        }
        if (at != file.length) {
            throw new SnapshotFileException("something follows the end of the snapshot, at byte " + at);
        }
        return new Snapshot(about, states);
    }

    /** Reads the next section; returns whether another follows. */
    private boolean section() throws SnapshotFileException {
        int start = at;
        if (file.length - at < SnapshotFile.SECTION_HEAD) {
            throw new SnapshotFileException("the snapshot is cut off: it ends after " + sections + " sections, at byte " + file.length);
        }
        Section kind = Section.of(LittleEndian.getInt(file, at));
        int length = LittleEndian.getInt(file, at + 4);
        String where = "section " + sections + (kind == null ? "" : " (" + kind + ")") + " at byte " + start;
        if (length < 0 || length > file.length - at - SnapshotFile.SECTION_HEAD) {
            throw new SnapshotFileException("the snapshot is cut off or damaged: " + where + " says it has " + Integer.toUnsignedString(length)
                + " bytes, and there are " + (file.length - at - SnapshotFile.SECTION_HEAD));
        }
        CRC32C crc = new CRC32C();
        crc.update(file, at, 12);
        crc.update(file, at + SnapshotFile.SECTION_HEAD, length);
        if ((int) crc.getValue() != LittleEndian.getInt(file, at + 12) || LittleEndian.getInt(file, at + 8) != sections) {
            throw new SnapshotFileException("the snapshot is damaged: " + where + " does not have its checksum");
        }
        if (kind == null) {
            throw new SnapshotFileException(where + " is of an unknown kind");
        }
        at += SnapshotFile.SECTION_HEAD + length;
        Payload payload = new Payload(where, Arrays.copyOfRange(file, at - length, at));
        switch (kind) {
            case INFO -> readInfo(payload);
            case PAGE -> readPages(inflate(payload));
            case STAT -> readState(inflate(payload));
            case STOP -> payload.end();
        }
        return kind != Section.STOP;
    }

    private static Payload inflate(Payload deflated) throws SnapshotFileException {
        int length = deflated.number();
        if (length < 0 || length > (long) MOST_INFLATION * (deflated.left() + 1)) {
            throw deflated.wrong("says it has " + Integer.toUnsignedString(length) + " bytes when inflated");
        }
        byte[] bytes = new byte[length];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(deflated.bytes, deflated.at, deflated.left());
            int done = 0;
            while (done < length) {
                int count = inflater.inflate(bytes, done, length - done);
                if (count == 0) {
                    throw deflated.wrong("has fewer bytes than it says");
                }
                done += count;
            }
            return new Payload(deflated.where, bytes);
        } catch (DataFormatException e) {
            throw deflated.wrong("cannot be inflated: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private void readInfo(Payload payload) throws SnapshotFileException {
        int count = payload.count(ENTRY);
        for (int i = 0; i < count; i++) {
            String name = payload.text();
            about.put(name, payload.text());
        }
        payload.end();
    }

    private void readPages(Payload payload) throws SnapshotFileException {
        if (payload.left() % Ram.PAGE_SIZE != 0) {
            throw payload.wrong("is not made of whole pages");
        }
        while (payload.left() > 0) {
            pages.add(payload.take(Ram.PAGE_SIZE));
        }
    }

    private void readState(Payload payload) throws SnapshotFileException {
        String name = payload.text();
        byte[] data = payload.take(payload.count(1));
        int count = payload.count(ENTRY);
        List<RamImage> memories = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            memories.add(readMemory(payload));
        }
        payload.end();
        if (states.putIfAbsent(name, new StateImage(data, List.copyOf(memories))) != null) {
            throw payload.wrong("is a second state '" + name + "'");
        }
    }

    private RamImage readMemory(Payload payload) throws SnapshotFileException {
        int pageCount = payload.number();
        if (pageCount <= 0 || pageCount > MOST_PAGES) {
            throw payload.wrong("says memory has " + Integer.toUnsignedString(pageCount) + " pages");
        }
        int count = payload.count(ENTRY);
        int[] indexes = new int[count];
        byte[][] content = new byte[count][];
        for (int i = 0; i < count; i++) {
            indexes[i] = payload.number();
            int page = payload.number();
            if (indexes[i] < 0 || indexes[i] >= pageCount || page < 0 || page >= pages.size()) {
                throw payload.wrong("names a page that is not there");
            }
            content[i] = pages.get(page);
        }
        return RamImage.of(pageCount, indexes, content);
    }
}
