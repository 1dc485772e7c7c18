// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSlot;

/**
 * Finds events in a file's chunks and keeps the unpacked chunks last used. One thread adds chunks, any thread reads.
 *
 * <p>The file is not read through a {@code FileChannel}: interrupting a thread that reads would close it for everybody.
 */
final class Pages {
    private static final int CACHED = 16;

    /**
     * Where the event chunks stand. A longer index may share its arrays with a shorter one, which never looks beyond its
     * {@code count}.
     */
    private record Index(int count, long[] seqs, int[] events, long[] offsets) {
        private static final int FIRST_SIZE = 64;

        static Index empty() {
            return new Index(0, new long[FIRST_SIZE], new int[FIRST_SIZE], new long[FIRST_SIZE]);
        }

        long end() {
            return count == 0 ? 0 : seqs[count - 1] + events[count - 1];
        }

        int find(long seq) {
            int found = Arrays.binarySearch(seqs, 0, count, seq);
            return found >= 0 ? found : -found - 2;
        }

        Index with(long seq, int eventCount, long offset) {
            int size = count == seqs.length ? count * 2 : seqs.length;
            Index longer = size == seqs.length ? new Index(count + 1, seqs, events, offsets)
                : new Index(count + 1, Arrays.copyOf(seqs, size), Arrays.copyOf(events, size), Arrays.copyOf(offsets, size));
            longer.seqs[count] = seq;
            longer.events[count] = eventCount;
            longer.offsets[count] = offset;
            return longer;
        }
    }

    private record Page(int chunk, long seq, long[] slots) {
    }

    private final RandomAccessFile file;
    private final KindTable kinds;
    private final AtomicReferenceArray<Page> cache = new AtomicReferenceArray<>(CACHED);
    private volatile Index index = Index.empty();

    Pages(RandomAccessFile file, KindTable kinds) {
        this.file = file;
        this.kinds = kinds;
    }

    void add(long seq, int events, long offset) {
        index = index.with(seq, events, offset);
    }

    long firstSeq() {
        Index now = index;
        return now.count == 0 ? 0 : now.seqs[0];
    }

    long nextSeq() {
        return index.end();
    }

    boolean read(long seq, TraceEvent into) throws IOException {
        Index now = index;
        if (now.count == 0 || seq < now.seqs[0] || seq >= now.end()) {
            return false;
        }
        int chunk = now.find(seq);
        Page page = cache.get(chunk % CACHED);
        if (page == null || page.chunk != chunk) {
            page = load(now, chunk);
            cache.set(chunk % CACHED, page);
        }
        into.load(seq, page.slots, (int) (seq - page.seq) * TraceSlot.LONGS);
        return true;
    }

    private Page load(Index now, int chunk) throws IOException {
        long offset = now.offsets[chunk];
        byte[] head = new byte[Chunk.HEAD_BYTES];
        byte[] payload;
        Chunk found;
        synchronized (file) {
            file.seek(offset);
            file.readFully(head);
            found = Chunk.parse(head);
            if (found == null || found.tag() != Chunk.EVENTS || found.events() != now.events[chunk] || found.length() < 0) {
                throw new TraceFileException("the trace file was changed while it was read", offset, now.seqs[chunk] - now.seqs[0]);
            }
            payload = new byte[found.length()];
            file.readFully(payload);
        }
        try {
            if (Chunk.crc(payload, payload.length) != found.payloadCrc()) {
                throw new BadPayload("its checksum is wrong");
            }
            long[] slots = new long[found.events() * TraceSlot.LONGS];
            new EventCodec().decode(new ByteSource(payload, payload.length), found.events(), kinds, slots);
            return new Page(chunk, now.seqs[chunk], slots);
        } catch (BadPayload e) {
            throw new TraceFileException("the trace file was changed while it was read: " + e.getMessage(), offset,
                now.seqs[chunk] - now.seqs[0]);
        }
    }
}
