// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.Map;

import org.trapline.trace.TraceNames;
import org.trapline.trace.text.JsonWriter;

/** Statistics as one JSON object. Cycles that are not known are left out. */
final class StatisticsJson {
    private final TraceStatistics statistics;
    private final TraceNames names;
    private final StringBuilder out = new StringBuilder();
    private final JsonWriter json = new JsonWriter(out);

    StatisticsJson(TraceStatistics statistics, TraceNames names) {
        this.statistics = statistics;
        this.names = names;
    }

    String render() {
        long exits = statistics.exits().values().stream().mapToLong(Cost::count).sum();
        json.beginObject().member("events", statistics.events());
        json.name("kinds").beginObject();
        statistics.kinds().forEach((kind, count) -> json.member(kind.label(), count));
        json.endObject();
        json.name("exits").beginArray();
        statistics.exitsByCause().forEach((cause, cost) -> cost("cause", names.cause(cause), cost, exits));
        json.endArray().name("exits_by_vm").beginArray();
        statistics.exitsByVm().forEach((vm, cost) -> cost("vm", names.vm(vm), cost, exits));
        json.endArray().name("exits_by_vm_and_cause").beginArray();
        statistics.exits().forEach((exit, cost) -> {
            json.beginObject().member("vm", names.vm(exit.vm())).member("cause", names.cause(exit.cause()));
            appendCost(cost, exits);
        });
        json.endArray();
        counts("emulated", "instruction", StatisticsText.emulated(statistics, names));
        counts("traps", "trap", StatisticsText.traps(statistics, names));
        causes("reflected", statistics.reflections());
        causes("injected", statistics.injections());
        counts("mode_changes", "change", StatisticsText.modeChanges(statistics));
        time();
        json.endObject();
        return out.append('\n').toString();
    }

    private void cost(String what, String name, Cost cost, long exits) {
        json.beginObject().member(what, name);
        appendCost(cost, exits);
    }

    private void appendCost(Cost cost, long exits) {
        json.member("count", cost.count()).member("share", (double) cost.count() / exits);
        if (cost.timed() > 0) {
            json.name("cycles").beginObject().member("min", cost.min()).member("mean", cost.mean()).member("max", cost.max())
                .member("total", cost.total()).endObject();
        }
        json.endObject();
    }

    private void counts(String name, String what, Map<String, Long> counts) {
        json.name(name).beginArray();
        counts.forEach((key, count) -> json.beginObject().member(what, key).member("count", count).endObject());
        json.endArray();
    }

    private void causes(String name, Map<Long, Long> counts) {
        json.name(name).beginArray();
        counts.forEach((cause, count) -> json.beginObject().member("cause", names.cause(cause)).member("count", count).endObject());
        json.endArray();
    }

    private void time() {
        TraceStatistics.Time time = statistics.time();
        json.name("time").beginObject().name("guests").beginArray();
        time.guestCycles().forEach((vm, cycles) -> json.beginObject().member("vm", names.vm(vm)).member("cycles", cycles)
            .member("instructions", time.guestInstructions().get(vm)).endObject());
        json.endArray().name("vmm").beginObject().member("cycles", time.vmmCycles())
            .member("instructions", time.vmmInstructions()).endObject();
        json.member("idle_cycles", time.idleCycles()).endObject();
    }
}
