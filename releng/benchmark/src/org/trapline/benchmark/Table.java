// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints measurements as they come in, and what they are on average. */
final class Table {
    private static final String TOO_SHORT = "short";

    private final List<Engine> engines;
    private final List<Cost> costs;
    private final List<String> rows = new ArrayList<>();
    /** Of our machine to another; for costs, of the time with it to that without. */
    private final Map<String, List<Double>> ratios = new LinkedHashMap<>();
    private Workload.Kind kind;
    private boolean tooShort;

    Table(List<Engine> engines, List<Cost> costs) {
        this.engines = engines;
        this.costs = costs;
    }

    /** Returns the lines of a file of comma-separated values. */
    List<String> rows() {
        return rows;
    }

    void add(Measurement measured) {
        if (measured.workload().kind() != kind) {
            kind = measured.workload().kind();
            heading();
        }
        StringBuilder line = new StringBuilder("%-14s".formatted(measured.workload().name()));
        StringBuilder row = new StringBuilder(measured.workload().name());
        String digits = kind == Workload.Kind.PROGRAM ? "%.0f" : "%.2f";
        for (double speed : measured.speeds()) {
            line.append("%10s".formatted(shown(digits, speed)));
            row.append(',').append(String.format(Locale.ROOT, "%.3f", speed));
        }
        for (int i = 1; i < engines.size(); i++) {
            double ratio = measured.speeds().getFirst() / measured.speeds().get(i);
            line.append("%11s".formatted(shown("%.2f", ratio)));
            note(engines.get(i).name(), ratio);
        }
        for (int i = 0; i < costs.size(); i++) {
            double part = measured.costs().get(i).median();
            line.append("%18s".formatted(shown("%+.1f %%", 100 * part) + " +-" + shown("%.1f", 100 * measured.costs().get(i).scatter())));
            row.append(',').append(String.format(Locale.ROOT, "%.4f", part));
            note(costs.get(i).name(), part + 1);
        }
        rows.add(row + "," + kind.unit());
        System.out.println(line);
    }

    private void heading() {
        StringBuilder line = new StringBuilder("%n%-14s".formatted(kind == Workload.Kind.PROGRAM ? "program" : "event"));
        engines.forEach(e -> line.append("%10s".formatted(e.name())));
        engines.stream().skip(1).forEach(e -> line.append("%11s".formatted("/" + e.name())));
        costs.forEach(c -> line.append("%18s".formatted(c.name())));
        System.out.println(line.append("   ").append(kind.unit()));
    }

    private String shown(String format, double value) {
        tooShort |= Double.isNaN(value);
        return Double.isNaN(value) ? TOO_SHORT : format.formatted(value);
    }

    private void note(String name, double ratio) {
        if (!Double.isNaN(ratio)) {
            ratios.computeIfAbsent(kind + " " + name, k -> new ArrayList<>()).add(ratio);
        }
    }

    /** Prints the averages. */
    void close() {
        System.out.println();
        if (engines.size() == 1) {
            System.out.println("No peer is installed: no ratios.");
        }
        for (Workload.Kind each : Workload.Kind.values()) {
            String of = each.name().toLowerCase(Locale.ROOT) + "s";
            engines.stream().skip(1).map(Engine::name).filter(name -> ratios.containsKey(each + " " + name)).forEach(name ->
                System.out.println("%s: %.2f times %s, the geometric mean of %d".formatted(of, mean(each, name), name, ratios.get(each + " " + name).size())));
            costs.stream().filter(cost -> ratios.containsKey(each + " " + cost.name())).forEach(cost ->
                System.out.println("%s: %s costs %.1f %% of the time, %.1f %% in the middle of %d".formatted(of, cost.what(), 100 * (mean(each, cost.name()) - 1),
                    100 * (median(each, cost.name()) - 1), ratios.get(each + " " + cost.name()).size())));
        }
        if (tooShort) {
            System.out.println("short: the run was too short to tell; a greater --scale makes it longer.");
        }
    }

    private double median(Workload.Kind of, String name) {
        List<Double> sorted = ratios.get(of + " " + name).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private double mean(Workload.Kind of, String name) {
        return Math.exp(ratios.get(of + " " + name).stream().mapToDouble(Math::log).average().orElseThrow());
    }
}
