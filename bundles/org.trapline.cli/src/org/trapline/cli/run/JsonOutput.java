// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.trapline.cli.Terminal;
import org.trapline.cli.output.ProblemPrinter;
import org.trapline.runtime.Guest;
import org.trapline.runtime.GuestResult;
import org.trapline.runtime.Problem;
import org.trapline.runtime.Session;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceDigest;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.trace.text.EventText;
import org.trapline.trace.text.JsonLinesFormatter;
import org.trapline.trace.text.JsonWriter;
import org.trapline.vmm.LifeCycle;

/** Everything as JSON objects, one a line, each with its {@code type}. */
final class JsonOutput extends RunOutput {
    private final TraceFilter filter;
    private final EventText text;
    private final JsonLinesFormatter formatter;
    private final TraceDigest digest = new TraceDigest();
    private final StringBuilder line = new StringBuilder();

    /** @param filter events to write, or null for none */
    JsonOutput(Session session, Terminal terminal, TraceFilter filter) {
        super(session, terminal);
        this.filter = filter;
        this.text = new EventText(trace().names());
        this.formatter = new JsonLinesFormatter(trace().names());
    }

    /** Returns an object of type {@code diagnostics}. */
    static String diagnostics(List<Problem> problems) {
        StringBuilder line = new StringBuilder();
        JsonWriter json = new JsonWriter(line).beginObject().member("type", "diagnostics").name("diagnostics");
        ProblemPrinter.json(problems, json);
        json.endObject();
        return line.toString();
    }

    private JsonWriter begin(String type) {
        line.setLength(0);
        return new JsonWriter(line).beginObject().member("type", type);
    }

    private void end(JsonWriter json) {
        json.endObject();
        terminal().out().println(line);
    }

    @Override
    public void printed(Guest guest, byte[] bytes) {
        catchUp();
        end(begin("console").member("guest", guest.name()).member("text", new String(bytes, StandardCharsets.UTF_8)));
    }

    @Override
    public void guestChanged(Guest guest, LifeCycle lifeCycle) {
        catchUp();
        end(begin("life").member("guest", guest.name()).member("state", RunCommand.lower(lifeCycle)));
    }

    @Override
    void event(TraceEvent event) {
        digest.add(event);
        if (filter != null && filter.matches(event, text)) {
            JsonWriter json = begin("event").name("event");
            StringBuilder body = new StringBuilder();
            formatter.append(event, body);
            end(json.raw(body.toString()));
        }
    }

    @Override
    void finish(List<GuestResult> results) {
        catchUp();
        JsonWriter json = begin("summary").name("guests").beginArray();
        for (GuestResult result : results) {
            json.beginObject().member("guest", result.guest().name()).member("ending", RunCommand.lower(result.ending()))
                .member("exit_code", result.exitCode()).member("instructions", result.instructions()).member("emulated", result.emulated())
                .member("exits", result.exits()).member("cycles", result.cycles()).member("pc", "0x" + Long.toHexString(result.pc()));
            result.memory().ifPresent(use -> json.name("memory").beginObject().member("size", use.size()).member("resident", use.resident())
                .member("swap_outs", use.swapOuts()).member("swap_ins", use.swapIns()).endObject());
            result.translation().ifPresent(counts -> json.name("translation").beginObject().member("misses", counts.misses())
                .member("hits", counts.hits()).member("instructions", counts.instructions()).member("words", counts.words())
                .member("links", counts.links()).member("indirect_targets", counts.cases()).member("invalidated", counts.invalidated())
                .member("evicted", counts.evicted()).member("in_use", counts.blocks()).member("bytes", counts.bytes()).endObject());
            json.endObject();
        }
        json.endArray().member("trace_digest", digest.finish());
        json.name("statistics").raw(statistics().toJson(trace().names()).strip());
        end(json);
    }
}
