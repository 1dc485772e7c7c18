// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.TraceSource;
import org.trapline.trace.testkit.SampleTrace;

final class TraceFileTest {
    private static final int SEGMENT = TraceBuffer.SEGMENT_EVENTS;

    @TempDir
    private Path folder;
    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("run.trace");
    }

    private static void assertSameEvents(TraceSource expected, TraceSource actual) {
        assertEquals(expected.firstSeq(), actual.firstSeq());
        assertEquals(expected.nextSeq(), actual.nextSeq());
        TraceEvent left = new TraceEvent();
        TraceEvent right = new TraceEvent();
        for (long seq = expected.firstSeq(); seq < expected.nextSeq(); seq++) {
            assertTrue(expected.read(seq, left) && actual.read(seq, right));
            assertTrue(left.sameAs(right), "event " + seq + " is the same");
            assertEquals(seq, right.seq());
        }
    }

    @Test
    void aFileGivesBackEveryEvent() throws IOException {
        TraceBuffer buffer = SampleTrace.of(1, 3 * SEGMENT);
        TraceFile.save(buffer, path);
        try (TraceFile file = TraceFile.open(path)) {
            assertSameEvents(buffer, file);
        }
    }

    @Test
    void valuesAtTheLimitsSurvive() throws IOException {
        TraceBuffer buffer = new TraceBuffer(10, new NameTable());
        long[] limits = {Long.MIN_VALUE, Long.MAX_VALUE, -1, 0, 1L << 63, 0x7f, 0x80};
        for (long value : limits) {
            buffer.record(EventKind.HYPERCALL, new EventOrigin(EventOrigin.MAX_ID, -1, 0, 1), value, -value, ~value, value, value >>> 1,
                value << 1, value);
        }
        TraceFile.save(buffer, path);
        try (TraceFile file = TraceFile.open(path)) {
            assertSameEvents(buffer, file);
        }
    }

    @Test
    void anEmptyTraceIsAFileToo() throws IOException {
        TraceFile.save(new TraceBuffer(10, new NameTable()), path);
        try (TraceFile file = TraceFile.open(path)) {
            assertEquals(file.firstSeq(), file.nextSeq());
            assertFalse(file.read(0, new TraceEvent()));
        }
    }

    @Test
    void aTraceThatForgotItsBeginningKeepsItsNumbers() throws IOException {
        TraceBuffer buffer = new TraceBuffer(SEGMENT, SampleTrace.names());
        SampleTrace.record(buffer, 2, 5 * SEGMENT);
        assertTrue(buffer.firstSeq() > 0);
        TraceFile.save(buffer, path);
        try (TraceFile file = TraceFile.open(path)) {
            assertSameEvents(buffer, file);
        }
    }

    @Test
    void namesComeWithTheFile() throws IOException {
        TraceFile.save(SampleTrace.of(3, 1000), path);
        try (TraceFile file = TraceFile.open(path)) {
            TraceNames names = file.names();
            assertEquals("rack1", names.host(0));
            assertEquals("db", names.vm(1));
            assertEquals("mstatus", names.csr(SampleTrace.MSTATUS));
            assertEquals("machine_timer", names.cause(SampleTrace.TIMER));
            assertEquals("main+0x4", names.symbol(0, 1, SampleTrace.START + 0x44).toString());
            assertEquals("hello.s:42", names.line(0, 0, SampleTrace.START + 0x44).shortText());
            assertEquals("uart0+0x5", names.device(0, 0, 0x1000_0005L).toString());
            assertEquals("csrrw zero, mstatus, t0", names.instruction(SampleTrace.CSRRW_MSTATUS), "texts of the words that occur");
        }
    }

    @Test
    void theSameTraceGivesTheSameBytes() throws IOException {
        TraceFile.save(SampleTrace.of(4, 2000), path);
        Path again = folder.resolve("again.trace");
        TraceFile.save(SampleTrace.of(4, 2000), again);
        assertEquals(-1, Files.mismatch(path, again));
    }

    @Test
    void whatTheRingForgotIsReadFromItsSpillFile() throws IOException {
        TraceBuffer all = SampleTrace.of(5, 6 * SEGMENT);
        try (TraceFileWriter spill = TraceFileWriter.create(path, SampleTrace.names())) {
            TraceBuffer ring = new TraceBuffer(SEGMENT, SampleTrace.names(), spill);
            SampleTrace.record(ring, 5, 6 * SEGMENT);
            assertEquals(0, ring.firstSeq());
            assertSameEvents(all, ring);
            ring.flush();
            spill.finish();
            assertSameEvents(all, ring);
        }
        try (TraceFile file = TraceFile.open(path)) {
            assertSameEvents(all, file);
        }
    }

    @Test
    void flushingAsOftenAsOneLikesLosesAndDoublesNothing() throws IOException {
        TraceBuffer ring;
        try (TraceFileWriter spill = TraceFileWriter.create(path, new NameTable())) {
            ring = new TraceBuffer(4L * SEGMENT, new NameTable(), spill);
            Random random = new Random(6);
            while (ring.nextSeq() < 2L * SEGMENT + 17) {
                ring.record(EventKind.CONSOLE, EventOrigin.ofHart(0, 0), ring.nextSeq(), ring.nextSeq(), 0, 0, random.nextInt(256), 0, 0);
                if (random.nextInt(500) == 0) {
                    ring.flush();
                }
            }
            ring.flush();
        }
        try (TraceFile file = TraceFile.open(path)) {
            assertSameEvents(ring, file);
        }
    }

    @Test
    void namesGivenWhileRunningAreInTheFile() throws IOException {
        NameTable names = new NameTable();
        try (TraceFileWriter writer = TraceFileWriter.create(path, names)) {
            TraceBuffer ring = new TraceBuffer(10, names, writer);
            ring.record(EventKind.IDLE, EventOrigin.NOWHERE, 0, 0, 0, 1, 0, 0, 0);
            ring.flush();
            names.nameVm(4, "late");
        }
        try (TraceFile file = TraceFile.open(path)) {
            assertEquals("late", file.names().vm(4));
        }
    }

    @Test
    void aFileThatIsStillBeingWrittenIsReadUpToItsLastFlush() throws IOException {
        try (TraceFileWriter writer = TraceFileWriter.create(path, SampleTrace.names())) {
            TraceBuffer ring = new TraceBuffer(SEGMENT, SampleTrace.names(), writer);
            SampleTrace.record(ring, 7, 2 * SEGMENT);
            try (TraceFile file = TraceFile.recover(path)) {
                assertEquals(2L * SEGMENT, file.nextSeq());
                assertEquals("web", file.names().vm(0));
                assertTrue(file.damage().orElseThrow().getMessage().contains("still being written"));
            }
        }
    }

    @Test
    void somethingElseIsNoTraceFile() throws IOException {
        Files.writeString(path, "host rack1 { cores 2 }\n# more text\n");
        TraceFileException refused = assertThrows(TraceFileException.class, () -> TraceFile.open(path));
        assertTrue(refused.getMessage().contains("not a trace file"), refused.getMessage());
        Files.write(path, new byte[0]);
        assertThrows(TraceFileException.class, () -> TraceFile.recover(path));
    }

    @Test
    void anotherVersionIsNamed() throws IOException {
        TraceFile.save(SampleTrace.of(8, 10), path);
        byte[] bytes = Files.readAllBytes(path);
        bytes[8] = 9;
        int crc = Chunk.crc(bytes, 12);
        for (int i = 0; i < 4; i++) {
            bytes[12 + i] = (byte) (crc >>> 8 * i);
        }
        Files.write(path, bytes);
        TraceFileException refused = assertThrows(TraceFileException.class, () -> TraceFile.open(path));
        assertTrue(refused.getMessage().contains("version 9"), refused.getMessage());
    }

    @Test
    void aFileCutAnywhereIsRefusedAndReadableUpToThere() throws IOException {
        TraceBuffer buffer = SampleTrace.of(9, 3 * SEGMENT);
        TraceFile.save(buffer, path);
        byte[] whole = Files.readAllBytes(path);
        Random random = new Random(9);
        long longest = 0;
        for (int i = 0; i < 60; i++) {
            int length = i == 0 ? whole.length - 1 : random.nextInt(whole.length);
            Files.write(path, Arrays.copyOf(whole, length));
            TraceFileException refused = assertThrows(TraceFileException.class, () -> TraceFile.open(path));
            assertTrue(refused.offset() <= length, "the offset lies in the file");
            if (refused.readableEvents() > 0) {
                try (TraceFile part = TraceFile.recover(path)) {
                    assertEquals(refused.readableEvents(), part.nextSeq() - part.firstSeq());
                    assertEquals(refused.getMessage(), part.damage().orElseThrow().getMessage());
                    assertReadsAs(buffer, part);
                    longest = Math.max(longest, part.nextSeq());
                }
            }
        }
        assertTrue(longest >= 3L * SEGMENT, "one byte short loses no whole chunk");
    }

    private static void assertReadsAs(TraceSource expected, TraceSource part) {
        TraceEvent left = new TraceEvent();
        TraceEvent right = new TraceEvent();
        for (long seq = part.firstSeq(); seq < part.nextSeq(); seq += 101) {
            assertTrue(expected.read(seq, left) && part.read(seq, right));
            assertTrue(left.sameAs(right));
        }
    }

    @Test
    void bytesAfterTheEndAreDamageThatLosesNothing() throws IOException {
        TraceBuffer buffer = SampleTrace.of(10, 100);
        TraceFile.save(buffer, path);
        byte[] whole = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(whole, whole.length + 3));
        TraceFileException refused = assertThrows(TraceFileException.class, () -> TraceFile.open(path));
        assertEquals(whole.length, refused.offset());
        assertEquals(buffer.nextSeq(), refused.readableEvents());
    }

    @Test
    void aFailedSaveLeavesTheOldFileAlone() throws IOException {
        Files.writeString(path, "old", StandardCharsets.UTF_8);
        TraceSource forgetful = new TraceSource() {
            @Override
            public long firstSeq() {
                return 0;
            }

            @Override
            public long nextSeq() {
                return 3L * SEGMENT;
            }

            @Override
            public boolean read(long seq, TraceEvent into) {
                return seq < SEGMENT + 10;
            }

            @Override
            public TraceNames names() {
                return new NameTable();
            }
        };
        IOException refused = assertThrows(IOException.class, () -> TraceFile.save(forgetful, path));
        assertTrue(refused.getMessage().startsWith("event " + (SEGMENT + 10) + " was forgotten"), refused.getMessage());
        assertEquals("old", Files.readString(path));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing half done stays behind");
        }
    }

    @Test
    void whatIsSpilledIsReadWhileMoreIsSpilled() throws IOException, InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (TraceFileWriter spill = TraceFileWriter.create(path, new NameTable())) {
            TraceBuffer ring = new TraceBuffer(1, new NameTable(), spill);
            long total = 40L * SEGMENT;
            Thread reader = new Thread(() -> {
                Random random = new Random(14);
                TraceEvent event = new TraceEvent();
                while (ring.nextSeq() < total) {
                    long seq = ring.nextSeq() == 0 ? 0 : random.nextLong(ring.nextSeq());
                    if (ring.read(seq, event)) {
                        assertEquals(seq * 3, event.pc());
                        assertEquals(seq, event.arg(0));
                    } else {
                        assertEquals(0, seq, "only before the first event is there nothing to read");
                    }
                }
            });
            reader.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
            reader.start();
            for (long seq = 0; seq < total; seq++) {
                ring.record(EventKind.IDLE, EventOrigin.NOWHERE, 0, 0, seq * 3, seq, 0, 0, 0);
            }
            reader.join();
        }
        assertNull(failure.get(), "every event was read as it was recorded");
    }
}
