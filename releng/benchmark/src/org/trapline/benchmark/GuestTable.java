// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.trapline.machine.engine.EngineKind;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * Programs on the bare machine and as guests by each technique: how much longer they take by the wall clock once they are up to speed, and how often control
 * leaves them. Several machines of each kind run by turns in one process, see {@link RunGuestsByTurns}.
 */
final class GuestTable {
    /** For each machine of a kind: in half of them, all must be compiled that will be, for all machines. */
    private static final double SECONDS = 4;
    /** The program must go on for longer than that. */
    private static final long FOR_EVER = 1_000_000_000_000L;

    /** A way to run a guest, and what the table calls it. */
    private record Way(String name, CpuTechnique technique, PagingScheme paging) {
        String kind() {
            return technique.name() + RunGuestsByTurns.BY + paging.name();
        }
    }

    private static final List<Way> WAYS = List.of(
        new Way("trap and emulate", CpuTechnique.TRAP_AND_EMULATE, PagingScheme.SHADOW),
        new Way("binary translation", CpuTechnique.BINARY_TRANSLATION, PagingScheme.SHADOW),
        new Way("hardware, shadow", CpuTechnique.HARDWARE, PagingScheme.SHADOW),
        new Way("hardware, nested", CpuTechnique.HARDWARE, PagingScheme.NESTED));

    private final Engine engine;
    private final List<List<Double>> ratios = new ArrayList<>();

    /**
     * Prints the heading.
     * @param machines of each kind
     * @param scale    how much longer than usual they run
     */
    GuestTable(List<String> vmOptions, EngineKind kind, int machines, double scale) {
        List<String> kinds = new ArrayList<>(List.of(RunGuestsByTurns.BARE));
        WAYS.forEach(way -> kinds.add(way.kind()));
        engine = Engine.byTurns(vmOptions, kind, machines, scale * SECONDS, kinds);
        WAYS.forEach(way -> ratios.add(new ArrayList<>()));
        System.out.println("Nanoseconds of wall clock an instruction takes on the bare machine, and what the same takes as a guest: how much longer, and exits a "
            + "second. Medians of " + machines + " machines each, with the fastest and the slowest.");
        System.out.printf("%-12s%24s", "program", "bare");
        WAYS.forEach(way -> System.out.printf("%36s", way.name()));
        System.out.println();
    }

    /** Runs a program and prints its line. */
    void measure(Workload workload, Guests guests) throws IOException, InterruptedException {
        Path program = guests.build(workload, FOR_EVER);
        List<String[]> lines = engine.run(program, workload.isa()).output().lines().map(line -> line.split(" ")).toList();
        double[] bare = nanos(lines.getFirst());
        double usual = middle(bare);
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-12s%24s", workload.name(),
            String.format(Locale.ROOT, "%.3f (%.3f..%.3f)", usual, bare[0], bare[bare.length - 1])));
        for (int i = 0; i < WAYS.size(); i++) {
            double[] taken = nanos(lines.get(i + 1));
            ratios.get(i).add(middle(taken) / usual);
            String spread = String.format(Locale.ROOT, "%+.1f %% (%+.1f..%+.1f)", more(middle(taken), usual), more(taken[0], usual),
                more(taken[taken.length - 1], usual));
            line.append(String.format("%28s%8s", spread, lines.get(i + 1)[1]));
        }
        System.out.println(line);
    }

    /** Returns what a line says of each machine, the fastest first. */
    private static double[] nanos(String[] line) {
        return Arrays.stream(line).skip(2).mapToDouble(Double::parseDouble).sorted().toArray();
    }

    private static double more(double taken, double usual) {
        return 100 * (taken / usual - 1);
    }

    private static double middle(double[] sorted) {
        return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    }

    /** Prints the averages. */
    void close() {
        System.out.println();
        for (int i = 0; i < WAYS.size(); i++) {
            double mean = Math.exp(ratios.get(i).stream().mapToDouble(Math::log).average().orElse(0));
            System.out.printf(Locale.ROOT, "%s: %+.1f %% of wall clock, the geometric mean of %d%n", WAYS.get(i).name(), 100 * (mean - 1), ratios.get(i).size());
        }
    }
}
