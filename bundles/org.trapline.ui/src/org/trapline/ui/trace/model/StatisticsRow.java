// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.trapline.trace.Mode;
import org.trapline.trace.TraceNames;
import org.trapline.trace.analysis.Cost;
import org.trapline.trace.analysis.TraceStatistics;

/**
 * A row of the statistics: a heading with rows below it, or something counted.
 *
 * @param count how often, or how many cycles
 * @param share of the heading's whole, from 0 to 1
 * @param cost what it took; null where that is not measured
 * @param filter the filter that shows these events; empty where there is none
 */
public record StatisticsRow(String name, long count, double share, Cost cost, String filter, List<StatisticsRow> rows) {

    /** Returns the headings, those without rows left out. */
    public static List<StatisticsRow> of(final TraceStatistics statistics, final TraceNames names) {
        final List<StatisticsRow> headings = new ArrayList<>();
        headings.add(costs("VM exits by cause", statistics.exitsByCause(), names::cause, "kind=vm_exit cause="));
        headings.add(costs("VM exits by machine", statistics.exitsByVm(), names::vm, "kind=vm_exit vm="));
        headings.add(counts("Emulated instructions", emulated(statistics, names)));
        headings.add(counts("Traps reflected to guest kernels", named(statistics.reflections(), names::cause), "kind=reflect cause="));
        headings.add(counts("Interrupts injected", named(statistics.injections(), names::cause), "kind=irq_inject cause="));
        headings.add(counts("Traps of the hart", traps(statistics, names)));
        final Map<String, Long> kinds = new TreeMap<>();
        statistics.kinds().forEach((kind, count) -> kinds.put(kind.label(), count));
        headings.add(counts("Events by kind", kinds, "kind="));
        headings.add(time(statistics.time(), names));
        headings.removeIf(heading -> heading.rows().isEmpty());
        return List.copyOf(headings);
    }

    private static <K> StatisticsRow costs(final String title, final Map<K, Cost> costs, final Function<K, String> namer,
            final String filter) {
        final long total = costs.values().stream().mapToLong(Cost::count).sum();
        final List<StatisticsRow> rows = new ArrayList<>();
        costs.forEach((key, cost) -> rows.add(new StatisticsRow(namer.apply(key), cost.count(), share(cost.count(), total), cost,
                filter + value(namer.apply(key)), List.of())));
        return new StatisticsRow(title, total, 1, null, "", rows);
    }

    private static String value(final String name) {
        return name.indexOf(' ') < 0 ? name : '"' + name + '"';
    }

    private static StatisticsRow counts(final String title, final Map<String, Long> counts) {
        return counts(title, counts, null);
    }

    private static StatisticsRow counts(final String title, final Map<String, Long> counts, final String filter) {
        final long total = counts.values().stream().mapToLong(Long::longValue).sum();
        final List<StatisticsRow> rows = counts.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Long> e) -> -e.getValue()).thenComparing(Map.Entry::getKey))
                .map(e -> new StatisticsRow(e.getKey(), e.getValue(), share(e.getValue(), total), null,
                        filter == null ? "" : filter + value(e.getKey()), List.of())).toList();
        return new StatisticsRow(title, total, 1, null, "", rows);
    }

    private static Map<String, Long> emulated(final TraceStatistics statistics, final TraceNames names) {
        final Map<String, Long> counts = new TreeMap<>();
        statistics.emulations().forEach((emulation, count) -> {
            final String mnemonic = names.instruction(emulation.word()).split("\\s", 2)[0];
            counts.merge(emulation.csr() < 0 ? mnemonic : mnemonic + " " + names.csr(emulation.csr()), count, Long::sum);
        });
        return counts;
    }

    private static Map<String, Long> traps(final TraceStatistics statistics, final TraceNames names) {
        final Map<String, Long> counts = new TreeMap<>();
        statistics.traps().forEach((trap, count) -> counts.merge(
                names.cause(trap.cause()) + "  " + Mode.name(trap.from()) + " \u2192 " + Mode.name(trap.to()), count, Long::sum));
        return counts;
    }

    private static Map<String, Long> named(final Map<Long, Long> map, final Function<Long, String> namer) {
        final Map<String, Long> named = new TreeMap<>();
        map.forEach((key, value) -> named.merge(namer.apply(key), value, Long::sum));
        return named;
    }

    private static StatisticsRow time(final TraceStatistics.Time time, final TraceNames names) {
        final Map<String, Long> cycles = new TreeMap<>();
        time.guestCycles().forEach((vm, count) -> cycles.merge(vm < 0 ? "no guest" : "guest " + names.vm(vm), count, Long::sum));
        cycles.put("VMM", time.vmmCycles());
        cycles.put("idle", time.idleCycles());
        cycles.values().removeIf(count -> count == 0);
        return counts("Cycles: whose the harts were", cycles);
    }

    private static double share(final long part, final long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
