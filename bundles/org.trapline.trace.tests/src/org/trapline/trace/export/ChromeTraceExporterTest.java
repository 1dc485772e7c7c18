// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.Mode;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceSource;
import org.trapline.trace.code.Plane;
import org.trapline.trace.code.SwitchReason;
import org.trapline.trace.testkit.Json;
import org.trapline.trace.testkit.SampleTrace;

final class ChromeTraceExporterTest {
    private static final EventOrigin WEB = new EventOrigin(0, 0, 0, 0);

    private static List<Object> export(TraceSource source) throws IOException {
        StringBuilder out = new StringBuilder();
        ChromeTraceExporter.write(source, out);
        Map<String, Object> json = Json.object(Json.parse(out.toString()));
        return checked(Json.array(json.get("traceEvents")));
    }

    /** Holds the events against the format's rules; a viewer that gets others draws nonsense or nothing. */
    private static List<Object> checked(List<Object> events) {
        Map<String, Deque<String>> open = new HashMap<>();
        Map<String, Double> last = new HashMap<>();
        Set<String> named = new HashSet<>();
        for (Object element : events) {
            Map<String, Object> event = Json.object(element);
            String phase = (String) event.get("ph");
            String track = event.get("pid") + "/" + event.get("tid");
            if (phase.equals("M")) {
                assertTrue(Set.of("process_name", "thread_name").contains(event.get("name")));
                assertNotNull(Json.object(event.get("args")).get("name"));
                named.add(event.get("name") + (event.get("name").equals("process_name") ? "" + event.get("pid") : track));
                continue;
            }
            Double ts = (Double) event.get("ts");
            assertTrue(ts >= last.getOrDefault(track, 0.0), "time does not run backwards on " + track);
            last.put(track, ts);
            assertTrue(named.contains("thread_name" + track), "the thread " + track + " has a name");
            assertTrue(named.contains("process_name" + event.get("pid")), "the process has a name");
            Deque<String> slices = open.computeIfAbsent(track, any -> new ArrayDeque<>());
            switch (phase) {
                case "B" -> slices.push((String) event.get("name"));
                case "E" -> assertNotNull(slices.poll(), "a slice that ends has begun");
                case "i" -> assertTrue(Set.of("t", "p", "g").contains(event.get("s")) && event.get("name") != null);
                case "C" -> Json.object(event.get("args")).values().forEach(value -> assertTrue(value instanceof Double));
                default -> throw new AssertionError("the phase " + phase + " is not one of ours");
            }
        }
        open.forEach((track, slices) -> assertTrue(slices.isEmpty(), "every slice of " + track + " ends"));
        return events;
    }

    private static List<String> shapes(List<Object> events, String process, String thread) {
        Map<String, String> names = new HashMap<>();
        for (Object element : events) {
            Map<String, Object> event = Json.object(element);
            if ("M".equals(event.get("ph"))) {
                String key = event.get("name").equals("process_name") ? "" + event.get("pid") : event.get("pid") + "/" + event.get("tid");
                names.put(key, (String) Json.object(event.get("args")).get("name"));
            }
        }
        return events.stream().map(Json::object).filter(event -> !"M".equals(event.get("ph")))
            .filter(event -> process.equals(names.get("" + event.get("pid"))))
            .filter(event -> thread.equals(names.get(event.get("pid") + "/" + event.get("tid"))))
            .map(event -> event.get("ph") + " " + event.getOrDefault("name", "") + "@" + event.get("ts")).toList();
    }

    @Test
    void aRunKeepsTheRulesOfTheFormat() throws IOException {
        List<Object> events = export(SampleTrace.of(51, 5000));
        assertTrue(events.size() > 5000);
    }

    @Test
    void anEmptyTraceIsAnEmptyList() throws IOException {
        assertEquals(List.of(), export(new TraceBuffer(10, new NameTable())));
    }

    @Test
    void aTraceThatForgotItsBeginningKeepsTheRulesToo() throws IOException {
        TraceBuffer ring = new TraceBuffer(1, SampleTrace.names());
        SampleTrace.record(ring, 52, 5 * TraceBuffer.SEGMENT_EVENTS + 37);
        assertTrue(ring.firstSeq() > 0);
        export(ring);
    }

    @Test
    void eventsInAnyOrderKeepTheRulesToo() throws IOException {
        Random random = new Random(53);
        TraceBuffer buffer = new TraceBuffer(5000, SampleTrace.names());
        for (int i = 0; i < 5000; i++) {
            EventKind kind = EventKind.all().get(random.nextInt(EventKind.all().size()));
            EventOrigin origin = new EventOrigin(random.nextInt(3) - 1, random.nextInt(3) - 1, random.nextInt(3) - 1,
                random.nextInt(3) - 1);
            buffer.record(kind, origin, 0, random.nextInt(1_000_000), 0, random.nextInt(4), random.nextInt(),
                random.nextInt(6), random.nextLong());
        }
        export(buffer);
    }

    @Test
    void theGuestsRunAndTheAnswerToItsExitAreSlicesOfItsVcpu() throws IOException {
        TraceBuffer buffer = new TraceBuffer(10, SampleTrace.names());
        buffer.record(EventKind.VCPU_LOAD, WEB, 0, 100, 0, SwitchReason.IDLE.ordinal(), 0, 0, 0);
        buffer.record(EventKind.VM_ENTRY, WEB, 0, 150, 0, Mode.S, 0, 0, 0);
        buffer.record(EventKind.VM_EXIT, WEB, 0, 1234, 0, SampleTrace.ILLEGAL_INSTRUCTION, 0, 0, Mode.S);
        buffer.record(EventKind.EMULATE, WEB, 0, 1250, 0, SampleTrace.CSRRW_MSTATUS, SampleTrace.MSTATUS, 0, 8);
        buffer.record(EventKind.VM_ENTRY, WEB, 0, 1300, 0, Mode.S, 0, 0, 0);
        buffer.record(EventKind.VCPU_PUT, WEB, 0, 2000, 0, SwitchReason.STOP.ordinal(), 0, 0, 0);
        List<Object> events = export(buffer);
        assertEquals(List.of("B on hart 0@1.0", "B guest S@1.5", "E @12.34", "B illegal_instruction@12.34", "i emulate@12.5", "E @13.0",
            "B guest S@13.0", "E @20.0", "E @20.0"), shapes(events, "web", "vcpu 0"));
        assertEquals(List.of("B web.vcpu0@1.0", "E @20.0"), shapes(events, "rack1", "hart 0"));
        assertEquals(List.of("C exits@12.34"), shapes(events, "web", "counters"));
    }

    @Test
    void modesHaveATrackOfTheirOwn() throws IOException {
        TraceBuffer buffer = new TraceBuffer(10, SampleTrace.names());
        EventOrigin hart = EventOrigin.ofHart(0, 1);
        buffer.record(EventKind.MODE, hart, 0, 0, 0, Plane.PHYSICAL.ordinal(), Mode.M, Mode.S, 0);
        buffer.record(EventKind.MODE, hart, 0, 100, 0, Plane.PHYSICAL.ordinal(), Mode.S, Mode.U, 0);
        buffer.record(EventKind.MODE, WEB, 0, 200, 0, Plane.VIRTUAL.ordinal(), Mode.S, Mode.U, 0);
        List<Object> events = export(buffer);
        assertEquals(List.of("B S@0.0", "E @1.0", "B U@1.0", "E @2.0"), shapes(events, "rack1", "hart 1 mode"));
        assertEquals(List.of("B U@2.0", "E @2.0"), shapes(events, "web", "vcpu 0 mode"));
    }

    @Test
    void longRunsKeepTheirNanoseconds() throws IOException {
        TraceBuffer buffer = new TraceBuffer(10, SampleTrace.names());
        long tenDays = 10L * 24 * 3600 * ChromeTraceExporter.NOMINAL_HZ;
        buffer.record(EventKind.IDLE, EventOrigin.ofHart(0, 0), 0, tenDays + 1, 0, 1, 0, 0, 0);
        StringBuilder out = new StringBuilder();
        ChromeTraceExporter.write(buffer, out);
        assertTrue(out.toString().contains("\"ts\":864000000000.010"), out.toString());
    }

    @Test
    void theClockIsTheCallers() throws IOException {
        TraceBuffer buffer = new TraceBuffer(10, SampleTrace.names());
        buffer.record(EventKind.IDLE, EventOrigin.ofHart(0, 0), 0, 3_000_000_001L, 0, 1, 0, 0, 0);
        StringBuilder out = new StringBuilder();
        new ChromeTraceExporter(SampleTrace.names(), 1_000_000_000L).write(buffer, event -> true, out);
        assertTrue(out.toString().contains("\"ts\":3000000.001"), out.toString());
        assertThrows(IllegalArgumentException.class, () -> new ChromeTraceExporter(SampleTrace.names(), 0));
    }
}
