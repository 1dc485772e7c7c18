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
 * Programs on the bare machine and as guests by each technique: how much longer they take by the wall clock, and how often control leaves them.
 * Each technique has its turn after a turn of the bare machine, and is compared with that.
 */
final class GuestTable {
    private final int rounds;
    private final Engine bare;
    private final List<Engine> techniques;
    private final List<List<Double>> ratios = new ArrayList<>();

    /** Prints the heading. */
    GuestTable(List<String> vmOptions, EngineKind kind, int rounds) {
        this.rounds = rounds;
        bare = Engine.trapline(vmOptions, kind);
        techniques = List.of(
            Engine.guest("trap and emulate", vmOptions, kind, CpuTechnique.TRAP_AND_EMULATE, PagingScheme.SHADOW),
            Engine.guest("binary translation", vmOptions, kind, CpuTechnique.BINARY_TRANSLATION, PagingScheme.SHADOW),
            Engine.guest("hardware, shadow", vmOptions, kind, CpuTechnique.HARDWARE, PagingScheme.SHADOW),
            Engine.guest("hardware, nested", vmOptions, kind, CpuTechnique.HARDWARE, PagingScheme.NESTED));
        techniques.forEach(technique -> ratios.add(new ArrayList<>()));
        System.out.println("Seconds of wall clock, and what the same takes as a guest: how much longer, and exits a second.");
        System.out.printf("%-12s%9s", "program", "bare");
        techniques.forEach(technique -> System.out.printf("%36s", technique.name()));
        System.out.println();
    }

    /** Runs a program and prints its line. */
    void measure(Workload workload, Guests guests) throws IOException, InterruptedException {
        Path brief = guests.build(workload, workload.shortRun());
        Path full = guests.build(workload, workload.long_());
        double[] bareSeconds = new double[techniques.size() * rounds];
        double[][] longer = new double[techniques.size()][rounds];
        double[] exits = new double[techniques.size()];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < techniques.size(); i++) {
                double before = seconds(bare, brief, full, workload.isa());
                bareSeconds[i * rounds + round] = before;
                Engine.Run start = techniques.get(i).run(brief, workload.isa());
                Engine.Run run = techniques.get(i).run(full, workload.isa());
                double seconds = run.seconds() - start.seconds();
                longer[i][round] = seconds / before - 1;
                exits[i] = (run.exits() - start.exits()) / seconds;
            }
        }
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-12s%9.2f", workload.name(), middle(bareSeconds)));
        for (int i = 0; i < techniques.size(); i++) {
            ratios.get(i).add(1 + middle(longer[i]));
            String spread = String.format(Locale.ROOT, "%+.1f %% (%+.1f..%+.1f)", 100 * middle(longer[i]), 100 * Arrays.stream(longer[i]).min().orElseThrow(),
                100 * Arrays.stream(longer[i]).max().orElseThrow());
            line.append(String.format(Locale.ROOT, "%28s%8.0f", spread, exits[i]));
        }
        System.out.println(line);
    }

    private static double seconds(Engine engine, Path brief, Path full, String isa) throws IOException, InterruptedException {
        double start = engine.run(brief, isa).seconds();
        return engine.run(full, isa).seconds() - start;
    }

    private static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Prints the averages. */
    void close() {
        System.out.println();
        for (int i = 0; i < techniques.size(); i++) {
            double mean = Math.exp(ratios.get(i).stream().mapToDouble(Math::log).average().orElse(0));
            System.out.printf(Locale.ROOT, "%s: %+.1f %% of wall clock, the geometric mean of %d%n", techniques.get(i).name(), 100 * (mean - 1), ratios.get(i).size());
        }
    }
}
