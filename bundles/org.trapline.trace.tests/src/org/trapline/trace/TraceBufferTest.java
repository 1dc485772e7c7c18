// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

final class TraceBufferTest {
    private static final int SEGMENT = TraceBuffer.SEGMENT_EVENTS;

    private static void recordNumbered(TraceBuffer buffer, long count) {
        for (long i = 0; i < count; i++) {
            long n = buffer.nextSeq();
            buffer.record(EventKind.VM_EXIT, 1, 2, 3, 4, n, n * 2, n * 3, n * 5, n * 7, n * 11, n * 13);
        }
    }

    private static void assertNumbered(TraceEvent event) {
        long n = event.seq();
        assertEquals(n, event.instret());
        assertEquals(n * 2, event.cycle());
        assertEquals(n * 3, event.pc());
        assertEquals(n * 5, event.arg(0));
        assertEquals(n * 7, event.arg(1));
        assertEquals(n * 11, event.arg(2));
        assertEquals(n * 13, event.arg(3));
    }

    @Test
    void anEventIsReadAsItWasRecorded() {
        TraceBuffer buffer = new TraceBuffer(10, new NameTable());
        buffer.record(EventKind.EMULATE, new EventOrigin(0, 7, 1, EventOrigin.NONE), 11, 12, 0x8000_0000L, 1, -2, 3, Long.MIN_VALUE);
        TraceEvent event = new TraceEvent();
        assertTrue(buffer.read(0, event));
        assertEquals(EventKind.EMULATE, event.kind());
        assertEquals(new EventOrigin(0, 7, 1, -1), event.origin());
        assertEquals(0x8000_0000L, event.pc());
        assertEquals(-2, event.arg(1));
        assertEquals(Long.MIN_VALUE, event.arg(3));
    }

    @Test
    void theLargestIdsKeepTheirValues() {
        TraceBuffer buffer = new TraceBuffer(10, new NameTable());
        EventOrigin origin = new EventOrigin(EventOrigin.MAX_ID, EventOrigin.MAX_ID, EventOrigin.MAX_ID, EventOrigin.MAX_ID);
        buffer.record(EventKind.BREAKPOINT, origin, 0, 0, 0, 0, 0, 0, 0);
        TraceEvent event = new TraceEvent();
        assertTrue(buffer.read(0, event));
        assertEquals(origin, event.origin());
        assertEquals(EventKind.BREAKPOINT, event.kind());
        assertThrows(IllegalArgumentException.class, () -> new EventOrigin(EventOrigin.MAX_ID + 1, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new EventOrigin(0, -2, 0, 0));
    }

    @Test
    void eventsThatAreNotThereAreNotReadAndLeaveTheReadersEventAlone() {
        TraceBuffer buffer = new TraceBuffer(10, new NameTable());
        recordNumbered(buffer, 3);
        TraceEvent event = new TraceEvent();
        assertTrue(buffer.read(2, event));
        assertFalse(buffer.read(3, event));
        assertFalse(buffer.read(-1, event));
        assertEquals(2, event.seq());
        assertNumbered(event);
    }

    @Test
    void aFullRingForgetsTheOldestAndKeepsItsCapacity() {
        TraceBuffer buffer = new TraceBuffer(2L * SEGMENT, new NameTable());
        recordNumbered(buffer, 7L * SEGMENT + 5);
        assertEquals(7L * SEGMENT + 5, buffer.nextSeq());
        assertTrue(buffer.nextSeq() - buffer.firstSeq() >= 2L * SEGMENT, "at least the capacity is kept");
        TraceEvent event = new TraceEvent();
        assertFalse(buffer.read(buffer.firstSeq() - 1, event));
        for (long seq = buffer.firstSeq(); seq < buffer.nextSeq(); seq++) {
            assertTrue(buffer.read(seq, event));
            assertNumbered(event);
        }
    }

    @Test
    void kindsThatAreNotWantedAreNotRecorded() {
        TraceBuffer buffer = new TraceBuffer(10, new NameTable());
        assertFalse(buffer.wants(EventKind.INSTRUCTION));
        buffer.record(EventKind.INSTRUCTION, EventOrigin.ofHart(0, 0), 0, 0, 0, 0x13, 0, 0, 0);
        assertEquals(0, buffer.nextSeq());
        buffer.enable(EnumSet.of(EventKind.INSTRUCTION));
        buffer.record(EventKind.INSTRUCTION, EventOrigin.ofHart(0, 0), 0, 0, 0, 0x13, 0, 0, 0);
        buffer.record(EventKind.TRAP, EventOrigin.ofHart(0, 0), 0, 0, 0, 2, 0, 0, 3);
        assertEquals(1, buffer.nextSeq());
    }

    @Test
    void readersBesideTheWriterSeeWholeEventsOnly() throws InterruptedException {
        TraceBuffer buffer = new TraceBuffer(SEGMENT, new NameTable());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long total = 60L * SEGMENT;
        Thread[] readers = new Thread[2];
        for (int i = 0; i < readers.length; i++) {
            boolean oldest = i == 0;
            readers[i] = new Thread(() -> {
                TraceEvent event = new TraceEvent();
                // The oldest event is the one about to be overwritten, the newest the one just being published.
                while (buffer.nextSeq() < total) {
                    long seq = oldest ? buffer.firstSeq() : buffer.nextSeq() - 1;
                    if (buffer.read(seq, event)) {
                        assertEquals(seq, event.seq());
                        assertNumbered(event);
                    }
                }
            });
            readers[i].setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
            readers[i].start();
        }
        recordNumbered(buffer, total);
        for (Thread reader : readers) {
            reader.join();
        }
        assertNull(failure.get(), "no reader saw a torn event");
    }

    @Test
    void aSpillThatFailsEndsSpillingAndNotTheRun() {
        SpillSink full = new SpillSink() {
            @Override
            public void append(long seq, long[] slots, int offset, int count) throws IOException {
                throw new IOException("disk full");
            }

            @Override
            public boolean read(long seq, TraceEvent into) {
                return false;
            }
        };
        TraceBuffer buffer = new TraceBuffer(SEGMENT, new NameTable(), full);
        recordNumbered(buffer, 5L * SEGMENT);
        assertEquals("disk full", buffer.spillFailure().orElseThrow().getMessage());
        assertTrue(buffer.firstSeq() > 0, "what the ring forgot is not promised any more");
        TraceEvent event = new TraceEvent();
        assertTrue(buffer.read(buffer.firstSeq(), event));
        assertNumbered(event);
    }
}
