// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import org.trapline.trace.Mode;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.TraceSource;
import org.trapline.trace.code.Plane;
import org.trapline.trace.text.EventText;
import org.trapline.trace.text.JsonLinesFormatter;
import org.trapline.trace.text.JsonWriter;

/**
 * Writes the JSON object form of Chrome's Trace Event Format, which Perfetto reads too.
 *
 * <p>A host and a VM are a process each. A host's threads are its harts, with a slice for each stay of a vCPU; a VM's are its vCPUs,
 * with a slice for each stay on a hart and in it slices for the guest's run and the VMM's answer to each exit. Beside each runs a
 * thread with its privilege modes. Every other event is a point, and each VM counts its exits.
 */
public final class ChromeTraceExporter {
    /** The clock of a hart where nothing else is known. */
    public static final long NOMINAL_HZ = 100_000_000;

    private static final long MAX_HZ = 9_000_000_000L;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final int FIRST_VM_PID = 20_000;
    private static final int FLUSH_CHARS = 1 << 16;
    /** Slices of a stay on a hart, and those in them. */
    private static final int STAY = 0;
    private static final int RUN = 1;

    private final EventText text;
    private final JsonLinesFormatter args;
    private final long hz;
    private final StringBuilder buffer = new StringBuilder();
    private final Map<Long, ChromeTrack> tracks = new LinkedHashMap<>();
    private final Map<Integer, Long> exits = new HashMap<>();
    private JsonWriter json;
    private long lastNs;

    /**
     * Prepares the writing of one trace.
     * @param hz cycles a second, at most 9 GHz
     */
    public ChromeTraceExporter(TraceNames names, long hz) {
        if (hz < 1 || hz > MAX_HZ) {
            throw new IllegalArgumentException("a clock of " + hz + " Hz");
        }
        this.text = new EventText(names);
        this.args = new JsonLinesFormatter(names);
        this.hz = hz;
    }

    /** Writes all events a source holds now, with the nominal clock. */
    public static void write(TraceSource source, Appendable out) throws IOException {
        new ChromeTraceExporter(source.names(), NOMINAL_HZ).write(source, event -> true, out);
    }

    /** Writes the events that pass; an exporter writes once. */
    public void write(TraceSource source, Predicate<TraceEvent> filter, Appendable out) throws IOException {
        if (json != null) {
            throw new IllegalStateException("this exporter has written its trace");
        }
        json = new JsonWriter(buffer);
        json.beginObject().member("displayTimeUnit", "ns");
        json.name("otherData").beginObject().member("producer", "Trapline").member("clock_hz", hz).endObject();
        json.name("traceEvents").beginArray();
        try {
            source.forEach(event -> {
                if (filter.test(event)) {
                    add(event);
                    flush(out, FLUSH_CHARS);
                }
            });
            tracks.values().forEach(track -> close(track, STAY, lastNs));
            json.endArray().endObject();
            buffer.append('\n');
            flush(out, 0);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void flush(Appendable out, int atLeast) {
        if (buffer.length() < atLeast) {
            return;
        }
        try {
            out.append(buffer);
            buffer.setLength(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(TraceEvent event) {
        long ns = ns(event.cycle());
        lastNs = Math.max(lastNs, ns);
        switch (event.kind()) {
            case VCPU_LOAD -> {
                begin(vcpuTrack(event, false), STAY, ns, "on hart " + event.hart(), "stay", event);
                begin(hartTrack(event, false), STAY, ns, text.who(event), "stay", event);
            }
            case VCPU_PUT -> {
                close(vcpuTrack(event, false), STAY, ns);
                close(hartTrack(event, false), STAY, ns);
            }
            case VM_ENTRY -> begin(vcpuTrack(event, false), RUN, ns, "guest " + Mode.name(event.arg(0)), "guest", event);
            case VM_EXIT -> {
                begin(vcpuTrack(event, false), RUN, ns, text.value(event, 0), "vmm", event);
                countExit(event, ns);
            }
            case MODE -> {
                boolean isVirtual = event.arg(0) == Plane.VIRTUAL.ordinal();
                begin(isVirtual ? vcpuTrack(event, true) : hartTrack(event, true), STAY, ns, Mode.name(event.arg(2)), "mode", event);
            }
            default -> point(event, ns);
        }
    }

    private void begin(ChromeTrack track, int level, long ns, String name, String category, TraceEvent event) {
        close(track, level, ns);
        head("B", track, ns).member("name", name).member("cat", category);
        appendArgs(event);
        json.endObject();
        track.open(level);
    }

    private void close(ChromeTrack track, int level, long ns) {
        while (track.closeOne(level)) {
            head("E", track, ns).endObject();
        }
    }

    private void point(TraceEvent event, long ns) {
        ChromeTrack track = vcpuTrack(event, false);
        boolean ofThread = event.vm() >= 0 ? event.vcpu() >= 0 : event.hart() >= 0;
        head("i", track, ns).member("s", ofThread ? "t" : "p").member("name", event.kind().label()).member("cat", "event");
        appendArgs(event);
        json.endObject();
    }

    private void countExit(TraceEvent event, long ns) {
        ChromeTrack near = vcpuTrack(event, false);
        ChromeTrack track = track(near.pid(), 0, "", "counters");
        head("C", track, ns).member("name", "exits").name("args").beginObject()
            .member("exits", exits.merge(event.vm(), 1L, Long::sum)).endObject().endObject();
    }

    private JsonWriter head(String phase, ChromeTrack track, long ns) {
        long at = track.at(ns);
        json.newLine().beginObject().member("ph", phase).member("pid", track.pid()).member("tid", track.tid());
        // Microseconds with the nanoseconds behind the point; a double would lose them in long runs.
        return json.name("ts").raw(at / 1000 + "." + String.valueOf(1000 + at % 1000).substring(1));
    }

    private void appendArgs(TraceEvent event) {
        json.name("args").beginObject().member("seq", event.seq()).member("what", text.detail(event)).name("values");
        args.appendArgs(event, json);
        SymbolRef symbol = text.symbol(event);
        if (event.pc() != 0 || symbol != null) {
            json.member("pc", "0x" + Long.toHexString(event.pc()) + (symbol == null ? "" : " <" + symbol + ">"));
        }
        SourceLine line = text.line(event);
        if (line != null) {
            json.member("source", line.toString());
        }
        json.endObject();
    }

    /** Returns the track of the event's vCPU; of its hart where nobody told VMs apart, as under a hypervisor that runs bare. */
    private ChromeTrack vcpuTrack(TraceEvent event, boolean modes) {
        if (event.vm() < 0) {
            return hartTrack(event, modes);
        }
        String name = event.vcpu() < 0 ? "vm" : "vcpu " + event.vcpu();
        return track(FIRST_VM_PID + event.vm(), tid(event.vcpu(), modes), text.names().vm(event.vm()), modes ? name + " mode" : name);
    }

    private ChromeTrack hartTrack(TraceEvent event, boolean modes) {
        String name = event.hart() < 0 ? "host" : "hart " + event.hart();
        String process = event.host() < 0 ? "run" : text.names().host(event.host());
        return track(event.host() + 1, tid(event.hart(), modes), process, modes ? name + " mode" : name);
    }

    /** Thread 0 counts, 1 and 2 belong to the whole, then two to each vCPU or hart. */
    private static int tid(int id, boolean modes) {
        return (id + 1) * 2 + (modes ? 2 : 1);
    }

    private ChromeTrack track(int pid, int tid, String process, String thread) {
        long key = (long) pid << Integer.SIZE | tid;
        ChromeTrack track = tracks.get(key);
        if (track == null) {
            track = new ChromeTrack(pid, tid);
            if (tracks.values().stream().noneMatch(other -> other.pid() == pid)) {
                metadata(track, "process_name", process);
            }
            metadata(track, "thread_name", thread);
            tracks.put(key, track);
        }
        return track;
    }

    private void metadata(ChromeTrack track, String what, String name) {
        json.newLine().beginObject().member("ph", "M").member("pid", track.pid()).member("tid", track.tid()).member("name", what)
            .name("args").beginObject().member("name", name).endObject().endObject();
    }

    private long ns(long cycle) {
        // In two steps, because cycles times 10^9 overflow after 92 s of a 100 MHz clock.
        return cycle / hz * NS_PER_SECOND + cycle % hz * NS_PER_SECOND / hz;
    }
}
