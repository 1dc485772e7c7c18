// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.state.StateExchange;

/**
 * A disk: a file, or nothing but zeros, and over it the pages that were written. The file stays as it is until somebody asks to
 * {@link #commit}, so a run can be done again, and a future that is given up leaves no trace in it.
 */
public final class DiskImage implements BlockStore, AutoCloseable {
    /** Bytes that are kept together once one of them is written. */
    public static final int PAGE_SIZE = 4096;
    /** The largest disk: 64 GiB. */
    public static final long MAX_SIZE = 64L << 30;

    private static final int PAGE_SHIFT = 12;
    private static final int SAMPLE = 1 << 20;
    private static final byte[] ZEROS = new byte[PAGE_SIZE];

    private final long size;
    private final Path file;
    private final FileChannel channel;
    // What was written, and one bit for each page of which that is anything. A page that was made zero takes no room.
    private final Ram overlay;
    private final Ram written;
    private final String fingerprint;
    private boolean changed;

    private DiskImage(long size, Path file, FileChannel channel, String fingerprint) {
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("a disk of " + size + " bytes");
        }
        this.size = size;
        this.file = file;
        this.channel = channel;
        long pages = Math.max(1, Math.ceilDiv(size, PAGE_SIZE));
        overlay = new Ram(pages * PAGE_SIZE);
        written = new Ram(Math.ceilDiv(pages, 8L * PAGE_SIZE) * PAGE_SIZE);
        this.fingerprint = fingerprint;
    }

    /** Tells files apart by their beginnings and ends: a state must not be brought back on another file than it was kept on. */
    private static String fingerprint(FileChannel channel, long size) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] bytes = new byte[(int) Math.min(SAMPLE, size)];
        readFile(channel, 0, bytes, 0, bytes.length);
        sum.update(bytes);
        readFile(channel, size - bytes.length, bytes, 0, bytes.length);
        sum.update(bytes);
        return Long.toHexString(sum.getValue());
    }

    /** Returns a disk of zeros. */
    public static DiskImage blank(long size) {
        return new DiskImage(size, null, null, "blank");
    }

    /** Returns a disk with the contents of a file, as large as the file. */
    public static DiskImage of(Path file) throws IOException {
        return of(file, -1);
    }

    /**
     * Returns a disk with the contents of a file.
     * @param size bytes; what the file lacks is zero, what it has beyond is not seen; -1 for the file's own size
     */
    public static DiskImage of(Path file, long size) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long wanted = size < 0 ? channel.size() : size;
            if (wanted > MAX_SIZE) {
                throw new IOException(file + " has " + wanted + " bytes; a disk has " + MAX_SIZE + " at most");
            }
            return new DiskImage(wanted, file, channel, fingerprint(channel, wanted));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long size() {
        return size;
    }

    /** Returns the file behind, or null. */
    public Path file() {
        return file;
    }

    private boolean isWritten(long page) {
        return (written.read(page >>> 3, 1) >>> (page & 7) & 1) != 0;
    }

    private void setWritten(long page) {
        written.write(page >>> 3, 1, written.read(page >>> 3, 1) | 1L << (page & 7));
        changed = true;
    }

    @Override
    public void read(long at, byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, size);
        for (int done = 0; done < length;) {
            int inPage = (int) (at + done) & PAGE_SIZE - 1;
            int part = Math.min(length - done, PAGE_SIZE - inPage);
            if (isWritten(at + done >>> PAGE_SHIFT)) {
                overlay.read(at + done, into, from + done, part);
            } else {
                readFile(channel, at + done, into, from + done, part);
            }
            done += part;
        }
    }

    private static void readFile(FileChannel channel, long at, byte[] into, int from, int length) throws IOException {
        int done = 0;
        while (channel != null && done < length) {
            int count = channel.read(ByteBuffer.wrap(into, from + done, length - done), at + done);
            if (count < 0) {
                break;
            }
            done += count;
        }
        Arrays.fill(into, from + done, from + length, (byte) 0);
    }

    @Override
    public void write(long at, byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, size);
        for (int done = 0; done < length;) {
            int inPage = (int) (at + done) & PAGE_SIZE - 1;
            int part = Math.min(length - done, PAGE_SIZE - inPage);
            if (part < PAGE_SIZE) {
                copyUp(at + done >>> PAGE_SHIFT);
            }
            overlay.write(at + done, bytes, from + done, part);
            setWritten(at + done >>> PAGE_SHIFT);
            done += part;
        }
    }

    /** Brings a page of the file into the overlay before a part of it is written. */
    private void copyUp(long page) throws IOException {
        if (!isWritten(page) && channel != null) {
            long at = page << PAGE_SHIFT;
            byte[] bytes = new byte[PAGE_SIZE];
            readFile(channel, at, bytes, 0, (int) Math.min(PAGE_SIZE, size - at));
            overlay.write(at, bytes, 0, PAGE_SIZE);
        }
    }

    @Override
    public void zero(long at, long length) throws IOException {
        Objects.checkFromIndexSize(at, length, size);
        for (long done = 0; done < length;) {
            int inPage = (int) (at + done) & PAGE_SIZE - 1;
            int part = (int) Math.min(length - done, PAGE_SIZE - inPage);
            long page = at + done >>> PAGE_SHIFT;
            if (part < PAGE_SIZE) {
                copyUp(page);
            }
            if (overlay.isAllocated((int) page)) {
                overlay.write(at + done, ZEROS, 0, part);
            }
            setWritten(page);
            done += part;
        }
    }

    /** Tells whether anything was written. */
    public boolean isChanged() {
        return changed;
    }

    /** Writes what was written to the disk to its file, too. */
    public void commit() throws IOException {
        if (file == null) {
            throw new IllegalStateException("there is no file to write to");
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] bytes = new byte[PAGE_SIZE];
            for (long page = 0; page << PAGE_SHIFT < size; page++) {
                if (isWritten(page)) {
                    overlay.read(page << PAGE_SHIFT, bytes, 0, PAGE_SIZE);
                    writeFile(out, page << PAGE_SHIFT, bytes);
                }
            }
        }
    }

    private void writeFile(FileChannel out, long page, byte[] contents) throws IOException {
        long at = page;
        ByteBuffer bytes = ByteBuffer.wrap(contents, 0, (int) Math.min(PAGE_SIZE, size - at));
        while (bytes.hasRemaining()) {
            at += out.write(bytes, at);
        }
    }

    /** Closes the file behind. */
    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("size", size);
        state.fixed("contents", fingerprint);
        changed = state.flag("changed", changed);
        state.pages("overlay", overlay);
        state.pages("written", written);
    }
}
