// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

import org.trapline.trace.NameTable;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.TraceSlot;
import org.trapline.trace.TraceSource;

/**
 * A trace on disk, checked as a whole when it is opened and then read in pages.
 *
 * <p>Neither method that opens a file throws anything for a bad one but {@link TraceFileException}; any other
 * {@link IOException} is the file system's.
 */
public final class TraceFile implements TraceSource, Closeable {
    private final Path path;
    private final RandomAccessFile file;
    private final byte[] head = new byte[Chunk.HEAD_BYTES];
    private KindTable kinds;
    private Pages pages;
    private NameTable names = new NameTable();
    private TraceFileException damage;

    private TraceFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "r");
    }

    /**
     * Opens a whole and undamaged trace.
     * @throws TraceFileException if it is anything else; says where, and how many events {@link #recover} would give
     */
    public static TraceFile open(Path path) throws IOException {
        TraceFile trace = recover(path);
        if (trace.damage != null) {
            trace.close();
            throw trace.damage;
        }
        return trace;
    }

    /**
     * Opens what can be read of a trace: everything before the first damage, see {@link #damage()}.
     * @throws TraceFileException if it is no trace file, or damaged before its first event
     */
    public static TraceFile recover(Path path) throws IOException {
        TraceFile trace = new TraceFile(path);
        try {
            trace.scan();
            return trace;
        } catch (IOException | RuntimeException e) {
            trace.close();
            throw e;
        }
    }

    /**
     * Writes everything a source holds now to a file. A file that is there is replaced when the new one is complete.
     * @throws IOException also if the source is a ring that forgot an event before it was written
     */
    public static void save(TraceSource source, Path path) throws IOException {
        Path partial = path.resolveSibling(path.getFileName() + ".partial");
        try {
            try (TraceFileWriter writer = TraceFileWriter.create(partial, source.names())) {
                copy(source, writer);
            }
            Files.move(partial, path, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    public Path path() {
        return path;
    }

    /** Returns what is wrong with a file that was opened by {@link #recover}; its message says what is missing. */
    public Optional<TraceFileException> damage() {
        return Optional.ofNullable(damage);
    }

    @Override
    public long firstSeq() {
        return pages.firstSeq();
    }

    @Override
    public long nextSeq() {
        return pages.nextSeq();
    }

    @Override
    public boolean read(long seq, TraceEvent into) {
        try {
            return pages.read(seq, into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TraceNames names() {
        return names;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static void copy(TraceSource source, TraceFileWriter writer) throws IOException {
        long end = source.nextSeq();
        long seq = source.firstSeq();
        long[] slots = new long[TraceFileWriter.CHUNK_EVENTS * TraceSlot.LONGS];
        TraceEvent event = new TraceEvent();
        boolean begun = false;
        while (seq < end) {
            int count = (int) Math.min(TraceFileWriter.CHUNK_EVENTS, end - seq);
            int done = 0;
            while (done < count && source.read(seq + done, event)) {
                event.store(slots, done++ * TraceSlot.LONGS);
            }
            if (done == count) {
                writer.append(seq, slots, 0, count);
                begun = true;
                seq += count;
            } else if (!begun) {
                // The machine runs on and its ring moved under us; what it dropped was its oldest anyway.
                seq = source.firstSeq();
            } else {
                throw new IOException("event " + (seq + done) + " was forgotten before it could be saved, because the machine runs faster"
                    + " than its trace is written: pause it, or record with a spill file");
            }
        }
    }

    private void scan() throws IOException {
        int length = (int) Math.min(FileHead.BYTES, file.length());
        file.readFully(head, 0, length);
        FileHead.check(head, length);
        byte[] payload = new byte[0];
        EventCodec codec = new EventCodec();
        long at = FileHead.BYTES;
        try {
            while (true) {
                Chunk chunk = readHead(at);
                payload = payload.length < chunk.length() ? new byte[chunk.length()] : payload;
                file.readFully(payload, 0, chunk.length());
                if (Chunk.crc(payload, chunk.length()) != chunk.payloadCrc()) {
                    throw new BadPayload("the checksum of its content is wrong");
                }
                long end = at + Chunk.HEAD_BYTES + chunk.length();
                if (chunk.tag() == Chunk.END) {
                    expectEnd(chunk, end);
                    return;
                }
                accept(chunk, new ByteSource(payload, chunk.length()), at, codec);
                at = end;
            }
        } catch (BadPayload e) {
            stopAt(at, "the trace file is damaged: a chunk cannot be used, " + e.getMessage());
        } catch (EOFException e) {
            stopAt(at, "the trace file was cut short, or is still being written: it ends at byte " + file.length()
                + " without an end mark");
        }
    }

    private void stopAt(long at, String problem) throws TraceFileException {
        long readable = pages == null ? 0 : pages.nextSeq() - pages.firstSeq();
        damage = new TraceFileException(problem, at, readable);
        if (pages == null) {
            throw damage;
        }
    }

    /** Reads a chunk's head; throws EOFException if the chunk is not there as a whole. */
    private Chunk readHead(long at) throws IOException, BadPayload {
        file.seek(at);
        file.readFully(head);
        Chunk chunk = Chunk.parse(head);
        if (chunk == null) {
            throw new BadPayload("the checksum of its head is wrong");
        }
        if (chunk.length() < 0) {
            throw new BadPayload("its length is negative");
        }
        if (chunk.length() > file.length() - at - Chunk.HEAD_BYTES) {
            throw new EOFException();
        }
        return chunk;
    }

    private void expectEnd(Chunk chunk, long end) throws IOException, BadPayload {
        if (pages == null || chunk.length() != 0) {
            throw new BadPayload("it is an end mark out of place");
        }
        if (end != file.length()) {
            stopAt(end, "the trace file is damaged: " + (file.length() - end) + " bytes follow its end mark");
        }
    }

    private void accept(Chunk chunk, ByteSource in, long at, EventCodec codec) throws BadPayload {
        if (kinds == null) {
            if (chunk.tag() != Chunk.KIND) {
                throw new BadPayload("it is not the table of the kinds of events, which comes first");
            }
            kinds = KindTable.read(in);
            pages = new Pages(file, kinds);
        } else if (chunk.tag() == Chunk.NAME) {
            names = new NameTable(NamesCodec.read(in)).nameInstructions(names.content().instructions());
        } else if (chunk.tag() == Chunk.TEXT) {
            names.nameInstructions(NamesCodec.readInstructions(in));
        } else if (chunk.tag() == Chunk.EVENTS) {
            checkPlace(chunk);
            codec.decode(in, chunk.events(), kinds, new long[chunk.events() * TraceSlot.LONGS]);
            pages.add(chunk.seq(), chunk.events(), at);
        } else {
            throw new BadPayload("it is of an unknown sort");
        }
    }

    private void checkPlace(Chunk chunk) throws BadPayload {
        if (chunk.events() < 1 || chunk.events() > TraceFileWriter.CHUNK_EVENTS) {
            throw new BadPayload("it announces " + chunk.events() + " events");
        }
        boolean isFirst = pages.nextSeq() == pages.firstSeq();
        boolean fits = isFirst ? chunk.seq() >= 0 && chunk.seq() <= Long.MAX_VALUE - chunk.events() : chunk.seq() == pages.nextSeq();
        if (!fits) {
            throw new BadPayload("its first event is number " + chunk.seq()
                + (isFirst ? "" : " and not " + pages.nextSeq()));
        }
    }
}
