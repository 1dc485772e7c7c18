// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.analysis.TraceDiff.Aspect;
import org.trapline.trace.analysis.TraceDiff.Difference;
import org.trapline.trace.file.TraceFile;
import org.trapline.trace.testkit.SampleTrace;

final class TraceDiffTest {
    private static final EventOrigin WEB = new EventOrigin(0, 0, 0, 0);

    private static TraceBuffer csrWrites(long... values) {
        TraceBuffer buffer = new TraceBuffer(100, SampleTrace.names());
        long cycle = 0;
        for (long value : values) {
            buffer.record(EventKind.EMULATE, WEB, cycle, cycle, 0x8000_0000L, SampleTrace.CSRRW_MSTATUS, SampleTrace.MSTATUS, 0, value);
            cycle += 10;
        }
        return buffer;
    }

    @Test
    void twoRunsOfOneSeedAreTheSame() {
        TraceBuffer left = SampleTrace.of(41, 5000);
        TraceBuffer right = SampleTrace.of(41, 5000);
        assertEquals(Optional.empty(), TraceDiff.first(left, right, Aspect.ALL));
        assertEquals(TraceDigest.of(left), TraceDigest.of(right));
    }

    @Test
    void theFirstDifferenceIsFoundAndNamed() {
        TraceBuffer left = csrWrites(1, 2, 3, 4);
        TraceBuffer right = csrWrites(1, 2, 9, 8);
        Difference difference = TraceDiff.first(left, right, Aspect.ALL).orElseThrow();
        assertEquals(2, difference.seq());
        assertEquals(List.of("new"), difference.fields());
        String text = difference.describe(left, right);
        assertTrue(text.contains("event 2 differs in new"), text);
        assertTrue(text.contains("mstatus: 0x0 -> 0x3") && text.contains("mstatus: 0x0 -> 0x9"), text);
        assertNotEquals(TraceDigest.of(left), TraceDigest.of(right));
    }

    @Test
    void aTraceThatEndsEarlierDiffersThere() {
        TraceBuffer left = csrWrites(1, 2, 3);
        TraceBuffer right = csrWrites(1, 2);
        Difference difference = TraceDiff.first(left, right, Aspect.ALL).orElseThrow();
        assertEquals(2, difference.seq());
        assertNull(difference.right());
        assertEquals(3, difference.left().arg(3));
        assertTrue(difference.describe(left, right).contains("one trace ends before event 2"));
    }

    @Test
    void instantsCountOnlyWhereAskedFor() {
        TraceBuffer left = new TraceBuffer(10, SampleTrace.names());
        TraceBuffer right = new TraceBuffer(10, SampleTrace.names());
        left.record(EventKind.IDLE, WEB, 1, 5, 0, 7, 0, 0, 0);
        right.record(EventKind.IDLE, WEB, 2, 6, 0, 7, 0, 0, 0);
        assertEquals(List.of("instret", "cycle"), TraceDiff.first(left, right, Aspect.ALL).orElseThrow().fields());
        assertEquals(Optional.empty(), TraceDiff.first(left, right, Aspect.EVENTS));
    }

    @Test
    void aFileIsTheSameAsTheRunItWasSavedFrom(@TempDir Path folder) throws IOException {
        TraceBuffer run = SampleTrace.of(42, 3000);
        TraceFile.save(run, folder.resolve("run.trace"));
        try (TraceFile file = TraceFile.open(folder.resolve("run.trace"))) {
            assertEquals(Optional.empty(), TraceDiff.first(run, file, Aspect.ALL));
            assertEquals(TraceDigest.of(run), TraceDigest.of(file));
        }
    }

    @Test
    void theDigestIsThatOfTheCanonicalBytes() {
        TraceBuffer buffer = new TraceBuffer(10, SampleTrace.names());
        buffer.record(EventKind.IDLE, EventOrigin.NOWHERE, 1, 2, 3, 4, 5, 6, 7);
        // printf 'idle\0' and the eight words 0..7, little-endian, through sha256sum
        assertEquals("54f2991362bb33fe0c7ab086e22a7c523347bc8ca0c18d785ec6392705bad2a2", TraceDigest.of(buffer));
    }
}
