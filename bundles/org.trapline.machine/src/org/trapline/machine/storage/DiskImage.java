// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.state.StateExchange;

/**
 * A disk: a file, or nothing but zeros, and over it the pages that were written. The file stays as it is until somebody asks to
 * {@link #commit}, so a run can be done again, and a future that is given up leaves no trace in it.
 *
 * <p>The file is not to be changed by others as long as the disk is there. Where that would do harm, it is noticed: what is missing cannot be read,
 * and a file that is no longer what it was is not written to.
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
    private String fingerprint = "blank";
    private Stamp stamp;
    private String checksum;
    private boolean changed;

    /** By which one sees from outside that a file is no longer what it was. */
    private record Stamp(long bytes, Object modified, Object key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.size(), now.lastModifiedTime(), now.fileKey());
        }
    }

    private DiskImage(long size, Path file, FileChannel channel) {
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("a disk of " + size + " bytes");
        }
        this.size = size;
        this.file = file;
        this.channel = channel;
        long pages = Math.max(1, Math.ceilDiv(size, PAGE_SIZE));
        overlay = new Ram(pages * PAGE_SIZE);
        written = new Ram(Math.ceilDiv(pages, 8L * PAGE_SIZE) * PAGE_SIZE);
    }

    /**
     * Takes notice of the file as it is now. Its size, beginning and end tell it apart from most others, quickly: a state must not be brought back on
     * another file than it was kept on. {@link #checksum} tells it from all.
     */
    private void know() throws IOException {
        stamp = Stamp.of(file);
        checksum = null;
        CRC32C sum = new CRC32C();
        byte[] bytes = new byte[(int) Math.min(SAMPLE, stamp.bytes())];
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            fill(in, 0, bytes, 0, bytes.length);
            sum.update(bytes);
            fill(in, stamp.bytes() - bytes.length, bytes, 0, bytes.length);
            sum.update(bytes);
        }
        fingerprint = stamp.bytes() + "-" + Long.toHexString(sum.getValue());
    }

    /** Returns a disk of zeros. */
    public static DiskImage blank(long size) {
        return new DiskImage(size, null, null);
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
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + (Files.isDirectory(file) ? " is a directory" : " is no ordinary file"));
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long wanted = size < 0 ? channel.size() : size;
            if (wanted > MAX_SIZE) {
                throw new IOException(file + " has " + wanted + " bytes; a disk has " + MAX_SIZE + " at most");
            }
            DiskImage disk = new DiskImage(wanted, file, channel);
            disk.know();
            return disk;
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
        setWritten(page, true);
    }

    private void setWritten(long page, boolean is) {
        long others = written.read(page >>> 3, 1) & ~(1L << (page & 7));
        written.write(page >>> 3, 1, is ? others | 1L << (page & 7) : others);
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
                readFile(at + done, into, from + done, part);
            }
            done += part;
        }
    }

    /** Reads from the file behind; what it did not have when it was opened is zero. */
    private void readFile(long at, byte[] into, int from, int length) throws IOException {
        int inFile = channel == null ? 0 : (int) Math.clamp(stamp.bytes() - at, 0, length);
        fill(channel, at, into, from, inFile);
        Arrays.fill(into, from + inFile, from + length, (byte) 0);
    }

    private void fill(FileChannel in, long at, byte[] into, int from, int length) throws IOException {
        for (int done = 0; done < length;) {
            int count = in.read(ByteBuffer.wrap(into, from + done, length - done), at + done);
            if (count < 0) {
                throw new IOException("'" + file + "' ends at byte " + in.size() + ", but had " + stamp.bytes() + " when it was opened");
            }
            done += count;
        }
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
            readFile(at, bytes, 0, (int) Math.min(PAGE_SIZE, size - at));
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

    /** Throws if the file behind is not the one that was opened, as far as one sees that from outside. */
    private void checkUnchanged() throws IOException {
        Stamp now;
        try {
            now = Stamp.of(file);
        } catch (NoSuchFileException e) {
            throw new IOException("'" + file + "' has gone since it was opened", e);
        }
        if (!now.equals(stamp)) {
            throw new IOException("'" + file + "' has been changed by somebody else since it was opened");
        }
    }

    /**
     * Returns a short text that is another one for every other content of the file behind: its size and CRC-32C. The first time it reads all of it.
     * @return empty if there is no file
     * @throws IOException if it cannot be read, or has been changed since it was opened
     */
    public String checksum() throws IOException {
        if (file == null) {
            return "";
        }
        checkUnchanged();
        if (checksum == null) {
            CRC32C sum = new CRC32C();
            byte[] bytes = new byte[SAMPLE];
            // Also after the disk was closed.
            try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                for (long at = 0; at < stamp.bytes(); at += bytes.length) {
                    int part = (int) Math.min(bytes.length, stamp.bytes() - at);
                    fill(in, at, bytes, 0, part);
                    sum.update(bytes, 0, part);
                }
            }
            checksum = stamp.bytes() + " bytes, CRC-32C " + Long.toHexString(sum.getValue());
        }
        return checksum;
    }

    /**
     * Writes what was written to the disk to its file, too.
     * @throws IOException if that fails, or the file has been changed since it was opened; then nothing was written
     */
    public void commit() throws IOException {
        if (file == null) {
            throw new IllegalStateException("there is no file to write to");
        }
        checkUnchanged();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] bytes = new byte[PAGE_SIZE];
            for (long page = 0; page << PAGE_SHIFT < size; page++) {
                if (isWritten(page)) {
                    overlay.read(page << PAGE_SHIFT, bytes, 0, PAGE_SIZE);
                    writeFile(out, page << PAGE_SHIFT, bytes);
                }
            }
        }
        know();
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

    @Override
    public void exchangePart(StateExchange state, long first, long length) {
        final int firstPage = (int) (first >>> PAGE_SHIFT);
        final int count = (int) (length >>> PAGE_SHIFT);
        state.fixed("contents", fingerprint);
        state.pages("overlay", overlay, first, length);
        final BitSet bits = new BitSet(count);
        for (int page = 0; page < count; page++) {
            bits.set(page, isWritten(firstPage + (long) page));
        }
        final long[] words = state.list("written", bits.toLongArray(), (count + Long.SIZE - 1) / Long.SIZE, Long.MIN_VALUE, Long.MAX_VALUE);
        if (state.isRestoring()) {
            final BitSet was = BitSet.valueOf(words);
            for (int page = 0; page < count; page++) {
                if (was.get(page) != bits.get(page)) {
                    setWritten(firstPage + (long) page, was.get(page));
                }
            }
        }
    }
}
