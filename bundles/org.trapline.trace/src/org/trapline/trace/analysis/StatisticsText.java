// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.trapline.trace.EventKind;
import org.trapline.trace.Mode;
import org.trapline.trace.TraceNames;

/** Statistics as tables; those without rows are left out. */
final class StatisticsText {
    private final TraceStatistics statistics;
    private final TraceNames names;
    private final StringBuilder out = new StringBuilder();

    StatisticsText(TraceStatistics statistics, TraceNames names) {
        this.statistics = statistics;
        this.names = names;
    }

    String render() {
        out.append(statistics.events()).append(" events\n");
        long exits = statistics.exits().values().stream().mapToLong(Cost::count).sum();
        section("Exits by cause", costs("cause", named(statistics.exitsByCause(), names::cause), exits));
        if (statistics.exitsByVm().size() > 1) {
            section("Exits by VM", costs("vm", named(statistics.exitsByVm(), names::vm), exits));
        }
        Map<String, Long> emulated = emulated(statistics, names);
        section("Emulated instructions", counts("instruction", emulated));
        section("Traps", counts("trap", traps(statistics, names)));
        section("Traps handed to guest kernels", counts("cause", named(statistics.reflections(), names::cause)));
        section("Interrupts injected", counts("cause", named(statistics.injections(), names::cause)));
        section("Mode changes", counts("change", modeChanges(statistics)));
        section("Time", time());
        Map<String, Long> kinds = new LinkedHashMap<>();
        statistics.kinds().forEach((kind, count) -> kinds.put(kind.label(), count));
        section("Events by kind", counts("kind", kinds));
        return out.toString();
    }

    private void section(String title, TextTable table) {
        if (!table.isEmpty()) {
            out.append('\n').append(title).append('\n');
            table.append(out);
        }
    }

    private static TextTable costs(String what, Map<String, Cost> costs, long exits) {
        TextTable table = new TextTable(1, what, "count", "share", "min", "mean", "max", "cycles");
        costs.forEach((name, cost) -> table.row(name, Long.toString(cost.count()), percent(cost.count(), exits),
            known(cost, Long.toString(cost.min())), known(cost, String.format(Locale.ROOT, "%.1f", cost.mean())),
            known(cost, Long.toString(cost.max())), known(cost, Long.toString(cost.total()))));
        return table;
    }

    private static String known(Cost cost, String text) {
        return cost.timed() == 0 ? "-" : text;
    }

    private static TextTable counts(String what, Map<String, Long> counts) {
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        TextTable table = new TextTable(1, what, "count", "share");
        counts.entrySet().stream().sorted(Comparator.comparingLong(entry -> -entry.getValue()))
            .forEach(entry -> table.row(entry.getKey(), Long.toString(entry.getValue()), percent(entry.getValue(), total)));
        return table;
    }

    private TextTable time() {
        TraceStatistics.Time time = statistics.time();
        long cycles = time.vmmCycles() + time.idleCycles() + sum(time.guestCycles());
        long instructions = time.vmmInstructions() + sum(time.guestInstructions());
        TextTable table = new TextTable(1, "whose", "cycles", "share", "instructions", "share");
        if (cycles == 0) {
            return table;
        }
        time.guestCycles().forEach((vm, count) -> timeRow(table, "guest " + names.vm(vm), count, cycles,
            time.guestInstructions().get(vm), instructions));
        timeRow(table, "VMM", time.vmmCycles(), cycles, time.vmmInstructions(), instructions);
        timeRow(table, "idle", time.idleCycles(), cycles, 0, instructions);
        return table;
    }

    private static void timeRow(TextTable table, String whose, long cycles, long allCycles, long instructions, long allInstructions) {
        table.row(whose, Long.toString(cycles), percent(cycles, allCycles), Long.toString(instructions),
            percent(instructions, allInstructions));
    }

    static long sum(Map<Integer, Long> numbers) {
        return numbers.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
    }

    /** Returns counts by mnemonic and CSR: {@code csrrw mstatus}. */
    static Map<String, Long> emulated(TraceStatistics statistics, TraceNames names) {
        Map<String, Long> counts = new TreeMap<>();
        statistics.emulations().forEach((emulation, count) -> {
            String mnemonic = names.instruction(emulation.word()).split(" ", 2)[0];
            // Without a disassembler the word itself says more than ".word".
            String shown = mnemonic.startsWith(".") ? names.instruction(emulation.word()) : mnemonic;
            counts.merge(emulation.csr() < 0 ? shown : shown + " " + names.csr(emulation.csr()), count, Long::sum);
        });
        return counts;
    }

    static Map<String, Long> traps(TraceStatistics statistics, TraceNames names) {
        Map<String, Long> counts = new TreeMap<>();
        statistics.traps().forEach((trap, count) ->
            counts.merge(names.cause(trap.cause()) + " " + Mode.name(trap.from()) + " -> " + Mode.name(trap.to()), count, Long::sum));
        return counts;
    }

    static Map<String, Long> modeChanges(TraceStatistics statistics) {
        List<String> planes = EventKind.MODE.args().get(0).codes();
        Map<String, Long> counts = new TreeMap<>();
        statistics.modeChanges().forEach((change, count) -> {
            String plane = change.plane() >= 0 && change.plane() < planes.size() ? planes.get(change.plane()) : "plane " + change.plane();
            counts.merge(plane + " " + Mode.name(change.from()) + " -> " + Mode.name(change.to()), count, Long::sum);
        });
        return counts;
    }

    private static <K, V> Map<String, V> named(Map<K, V> map, Function<K, String> namer) {
        Map<String, V> named = new LinkedHashMap<>();
        // Two of one name, such as VMs of different hosts, stay two rows.
        map.forEach((key, value) -> {
            String name = namer.apply(key);
            named.put(named.containsKey(name) ? name + " (" + key + ")" : name, value);
        });
        return named;
    }
}
