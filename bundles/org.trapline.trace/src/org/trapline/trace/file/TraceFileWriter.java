// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.trapline.trace.ArgType;
import org.trapline.trace.EventKind;
import org.trapline.trace.NameTable.Content;
import org.trapline.trace.SpillSink;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.TraceSlot;

/**
 * Writes a trace file, all at once or as the spill file of a running {@link TraceBuffer}. One thread writes, any thread reads back.
 *
 * <p>Names are written at the beginning and again whenever they have changed, so that a file whose writing was broken off reads well
 * up to there.
 */
public final class TraceFileWriter implements SpillSink, Closeable {
    /** The most events of a chunk. */
    static final int CHUNK_EVENTS = TraceBuffer.SEGMENT_EVENTS;

    private final TraceNames names;
    private final OutputStream out;
    private final RandomAccessFile in;
    private final Pages pages;
    private final EventCodec codec = new EventCodec();
    private final ByteSink sink = new ByteSink();
    private final WordSet knownWords = new WordSet();
    private final int[][] instructionArgs = instructionArgs();
    private Content writtenNames;
    private long position;
    private long next = -1;
    private boolean finished;
    private boolean broken;

    private TraceFileWriter(Path path, TraceNames names) throws IOException {
        this.names = names;
        this.out = new FileOutputStream(path.toFile());
        try {
            this.in = new RandomAccessFile(path.toFile(), "r");
            this.pages = new Pages(in, KindTable.current());
            begin();
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    /** Creates the file, or empties one that is there. */
    public static TraceFileWriter create(Path path, TraceNames names) throws IOException {
        return new TraceFileWriter(path, names);
    }

    @Override
    public void append(long seq, long[] slots, int offset, int count) throws IOException {
        if (finished || next >= 0 && seq != next) {
            throw new IllegalStateException("event " + seq + " cannot follow " + (finished ? "the end mark" : "event " + (next - 1)));
        }
        // Until all is written the file has half a chunk at its end, and must not get an end mark.
        broken = true;
        for (int done = 0; done < count; done += CHUNK_EVENTS) {
            appendChunk(seq + done, slots, offset + done * TraceSlot.LONGS, Math.min(CHUNK_EVENTS, count - done));
        }
        broken = false;
    }

    @Override
    public boolean read(long seq, TraceEvent into) {
        try {
            return pages.read(seq, into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the end mark, unless writing failed before. What was written can still be read back until this is closed. */
    public void finish() throws IOException {
        if (finished) {
            return;
        }
        finished = true;
        try (out) {
            if (!broken) {
                writeChangedNames();
                sink.clear();
                writeChunk(Chunk.END, 0);
            }
        }
    }

    /** Finishes the file, and ends reading back. */
    @Override
    public void close() throws IOException {
        try (in) {
            finish();
        }
    }

    private void begin() throws IOException {
        write(FileHead.bytes(), FileHead.BYTES);
        KindTable.write(sink);
        writeChunk(Chunk.KIND, 0);
        writeChangedNames();
    }

    private void appendChunk(long seq, long[] slots, int offset, int count) throws IOException {
        writeChangedNames();
        writeNewInstructions(slots, offset, count);
        next = seq;
        sink.clear();
        codec.encode(slots, offset, count, sink);
        long at = position;
        writeChunk(Chunk.EVENTS, count);
        pages.add(seq, count, at);
        next = seq + count;
    }

    private void writeChangedNames() throws IOException {
        Content content = names.content();
        if (content == writtenNames) {
            return;
        }
        sink.clear();
        NamesCodec.write(content, sink);
        writeChunk(Chunk.NAME, 0);
        writtenNames = content;
    }

    private void writeNewInstructions(long[] slots, int offset, int count) throws IOException {
        Map<Integer, String> texts = new HashMap<>();
        for (int at = offset; at < offset + count * TraceSlot.LONGS; at += TraceSlot.LONGS) {
            for (int arg : instructionArgs[TraceSlot.kind(slots[at])]) {
                int word = (int) slots[at + TraceSlot.ARGS + arg];
                if (knownWords.add(word)) {
                    texts.put(word, names.instruction(word));
                }
            }
        }
        if (!texts.isEmpty()) {
            sink.clear();
            NamesCodec.writeInstructions(texts, sink);
            writeChunk(Chunk.TEXT, 0);
        }
    }

    private void writeChunk(int tag, int events) throws IOException {
        Chunk chunk = Chunk.of(tag, Math.max(next, 0), events, sink.bytes(), sink.size());
        write(chunk.bytes(), Chunk.HEAD_BYTES);
        write(sink.bytes(), sink.size());
    }

    private void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        position += length;
    }

    private static int[][] instructionArgs() {
        List<EventKind> kinds = EventKind.all();
        return kinds.stream().map(kind -> IntStream.range(0, kind.args().size())
            .filter(i -> kind.args().get(i).type() == ArgType.INSTRUCTION).toArray()).toArray(int[][]::new);
    }
}
