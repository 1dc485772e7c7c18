// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.trapline.machine.state.Snapshot;

/**
 * A snapshot in a file.
 * <pre>
 *  file      magic (8 bytes), version (4), sections up to and including STOP; nothing follows
 *  section   kind (4 letters), length of the payload (4), number of the section (4), CRC-32C of kind, length, number and payload (4), payload
 *  INFO      count (4), then name and value as texts; text: length (4), UTF-8
 *  PAGE      length when inflated (4), deflated: pages of 4096 bytes
 *  STAT      length when inflated (4), deflated: name as a text, length of the fields (4), fields as a state image has them, count of memories (4);
 *            memory: pages it has (4), pages that are not zero (4), for each of these its index (4) and the number of its page in the file (4)
 * </pre>
 * All numbers are little-endian. Pages with equal content are there once, pages of zeros not at all. A file is there as a whole or not at all:
 * it is written under another name first. Whoever reads one trusts nothing in it.
 */
public final class SnapshotFile {
    static final byte[] MAGIC = {'T', 'R', 'P', 'L', 'S', 'N', 'A', 'P'};
    /** Counts up when older programs could not read the file rightly. */
    static final int VERSION = 1;
    static final int HEAD = MAGIC.length + Integer.BYTES;
    static final int SECTION_HEAD = 4 * Integer.BYTES;
    /** Pages of a section. */
    static final int PAGES = 256;

    private SnapshotFile() {
    }

    /** Writes a snapshot; a file that is there is replaced once all is written. */
    public static void write(Path path, Snapshot snapshot) throws IOException {
        Path target = path.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                new SnapshotEncoder(out).write(snapshot);
            }
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Returns the bytes that a file of a snapshot has. */
    public static byte[] bytes(Snapshot snapshot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new SnapshotEncoder(out).write(snapshot);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * Reads a snapshot.
     * @throws SnapshotFileException if the file is none, or damaged
     */
    public static Snapshot read(Path path) throws IOException {
        return read(Files.readAllBytes(path));
    }

    /**
     * Reads a snapshot from the bytes of a file.
     * @throws SnapshotFileException if they are none, or damaged
     */
    public static Snapshot read(byte[] bytes) throws SnapshotFileException {
        return new SnapshotDecoder(bytes).read();
    }
}
