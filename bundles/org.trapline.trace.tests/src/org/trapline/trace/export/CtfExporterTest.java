// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.testkit.SampleTrace;

final class CtfExporterTest {
    @TempDir
    private Path folder;

    private static TraceBuffer oneOfEachKind() {
        TraceBuffer buffer = new TraceBuffer(100, SampleTrace.names());
        buffer.enable(EnumSet.allOf(EventKind.class));
        long cycle = 1000;
        for (EventKind kind : EventKind.all()) {
            buffer.record(kind, new EventOrigin(0, 1, 0, 0), 7, cycle += 10, SampleTrace.START, 2, 1, 1, 1);
        }
        buffer.record(EventKind.VM_EXIT, new EventOrigin(0, 0, 0, 0), 7, cycle, SampleTrace.START, SampleTrace.TIMER, 0x10,
            SampleTrace.ECALL, 1);
        return buffer;
    }

    @Test
    void packetsFillTheStreamExactly() throws IOException {
        CtfExporter.write(SampleTrace.of(61, 20_000), folder, ChromeTraceExporter.NOMINAL_HZ);
        ByteBuffer stream = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("stream"))).order(ByteOrder.LITTLE_ENDIAN);
        int packets = 0;
        long lastEnd = 0;
        for (int at = 0; at < stream.limit(); packets++) {
            assertEquals(0xc1fc1fc1, stream.getInt(at));
            long begin = stream.getLong(at + 8);
            assertTrue(begin >= lastEnd && stream.getLong(at + 16) >= begin, "time runs on from packet to packet");
            lastEnd = stream.getLong(at + 16);
            long size = stream.getLong(at + 32);
            assertEquals(0, size % Byte.SIZE);
            at += (int) (size / Byte.SIZE);
            assertTrue(at <= stream.limit(), "the packet lies in the stream");
        }
        assertTrue(packets > 1);
    }

    @Test
    void babeltraceReadsEveryEvent() throws IOException, InterruptedException {
        TraceBuffer buffer = SampleTrace.of(62, 20_000);
        CtfExporter.write(buffer, folder, ChromeTraceExporter.NOMINAL_HZ);
        assertEquals(buffer.nextSeq(), babeltrace().size());
    }

    @Test
    void babeltraceShowsNames() throws IOException, InterruptedException {
        CtfExporter.write(oneOfEachKind(), folder, ChromeTraceExporter.NOMINAL_HZ);
        List<String> lines = babeltrace();
        assertEquals(EventKind.all().size() + 1, lines.size());
        for (EventKind kind : EventKind.all()) {
            assertTrue(lines.get(kind.ordinal()).contains(" " + kind.label() + ": "), lines.get(kind.ordinal()));
        }
        String exit = lines.getLast();
        assertTrue(exit.contains("machine_timer") && exit.contains("web") && exit.contains("insn_text = \"ecall\""), exit);
        assertTrue(exit.contains("source = \"guest/hello.s:10\"") && exit.contains("symbol = \"_start\""), exit);
    }

    /** The oracle: the reader that belongs to the format. */
    private List<String> babeltrace() throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "babeltrace2")));
        assumeTrue(installed, "babeltrace2 is not installed");
        Path text = folder.resolve("text");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder("babeltrace2", folder.toString())
            .redirectOutput(text.toFile()).redirectError(errors.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "babeltrace2 ends");
        assertEquals(0, process.exitValue(), Files.readString(errors));
        assertFalse(Files.readString(errors).contains("ERROR"), Files.readString(errors));
        return Files.readAllLines(text);
    }
}
