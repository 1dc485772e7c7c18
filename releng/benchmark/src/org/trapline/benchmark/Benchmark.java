// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The command {@code bench}: runs the workloads on every engine there is and prints their speeds and ratios. */
public final class Benchmark {
    private static final String HELP = """
            Usage: ./trapline bench [OPTIONS] [WORKLOAD...]

            Measures the machine on guest programs and privileged events, and beside it the peers that are installed
            (qemu-system-riscv64, spike). Speeds are medians; what a start costs is subtracted.

              --runs N       runs of each program on each engine, 3 unless said otherwise
              --scale X      runs X times as long as usual; 0.1 for a first impression
              --jvm OPTION   an option for the Java that runs our machine; may be given several times
              --snapshots    measure beside it what a snapshot each second of guest time costs
              --trace        measure beside it what recording a trace costs
              --csv FILE     write the figures to a file as well
              --list         list the workloads
              --help         this
            """;

    private final Guests guests;
    private final List<Engine> engines;
    private final int runs;
    private final List<String> rows = new ArrayList<>();
    private final Map<String, List<Double>> ratios = new LinkedHashMap<>();

    private Benchmark(Guests guests, List<Engine> engines, int runs) {
        this.guests = guests;
        this.engines = engines;
        this.runs = runs;
    }

    /** Arguments: the benchmark's folder, then those of the command. */
    public static void main(String[] args) throws InterruptedException {
        try {
            command(Path.of(args[0]), Arrays.asList(args).subList(1, args.length));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("trapline: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void command(Path home, List<String> words) throws IOException, InterruptedException {
        int runs = 3;
        double scale = 1;
        List<Engine> variants = new ArrayList<>();
        Path csv = null;
        List<String> vmOptions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--help", "-h" -> {
                    System.out.print(HELP);
                    return;
                }
                case "--list" -> {
                    Workload.ALL.forEach(w -> System.out.println(w.name()));
                    return;
                }
                case "--runs" -> runs = Integer.parseInt(value(words, i++));
                case "--scale" -> scale = Double.parseDouble(value(words, i++));
                case "--jvm" -> vmOptions.add(value(words, i++));
                case "--snapshots" -> variants.add(Engine.variant("Snapshots", RunGuest.SNAPSHOTS, vmOptions));
                case "--trace" -> variants.add(Engine.variant("Traced", RunGuest.TRACE, vmOptions));
                case "--csv" -> csv = Path.of(value(words, i++));
                default -> names.add(words.get(i));
            }
        }
        if (runs < 1 || scale <= 0) {
            throw new IllegalArgumentException("--runs and --scale are more than 0");
        }
        List<Engine> engines = new ArrayList<>(List.of(Engine.trapline(vmOptions)));
        engines.addAll(variants);
        Engine.peers().stream().filter(Engine::isInstalled).forEach(engines::add);
        Benchmark benchmark = new Benchmark(new Guests(home.resolve("guests"), home.resolve("target/guests")), engines, runs);
        for (Workload workload : chosen(names)) {
            benchmark.measure(workload.scaled(scale));
        }
        benchmark.means();
        if (csv != null) {
            Files.write(csv, benchmark.rows);
        }
    }

    private static String value(List<String> words, int option) {
        if (option + 1 == words.size() || words.get(option + 1).startsWith("--")) {
            throw new IllegalArgumentException(words.get(option) + " wants a value; see --help");
        }
        return words.get(option + 1);
    }

    private static List<Workload> chosen(List<String> names) {
        for (String name : names) {
            if (Workload.ALL.stream().noneMatch(w -> w.name().equals(name))) {
                throw new IllegalArgumentException("there is no workload " + name + "; there are "
                    + Workload.ALL.stream().map(Workload::name).collect(Collectors.joining(", ")));
            }
        }
        return Workload.ALL.stream().filter(w -> names.isEmpty() || names.contains(w.name())).toList();
    }

    private void measure(Workload workload) throws IOException, InterruptedException {
        if (rows.isEmpty() || !rows.getLast().endsWith(workload.kind().unit())) {
            heading(workload.kind());
        }
        Path shortElf = guests.build(workload, workload.shortRun());
        Path longElf = guests.build(workload, workload.long_());
        long count = workload.long_() - workload.shortRun();
        String console = null;
        List<Double> speeds = new ArrayList<>();
        for (Engine engine : engines) {
            double[] seconds = new double[runs];
            for (int i = 0; i < runs; i++) {
                Engine.Run brief = engine.run(shortElf, workload.isa());
                Engine.Run full = engine.run(longElf, workload.isa());
                seconds[i] = full.seconds() - brief.seconds();
                if (workload.kind() == Workload.Kind.PROGRAM) {
                    if (console != null && !console.equals(full.console())) {
                        throw new IOException(engine.name() + " computes something else in " + workload.name() + ": " + full.console() + " for " + console);
                    }
                    console = full.console();
                    if (engine == engines.getFirst()) {
                        count = instructions(full) - instructions(brief);
                    }
                }
            }
            speeds.add(count / median(seconds) / 1e6);
        }
        report(workload, speeds);
    }

    private static long instructions(Engine.Run run) {
        return Long.parseLong(run.output().lines().toList().getLast());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private void heading(Workload.Kind kind) {
        StringBuilder line = new StringBuilder("%n%-14s".formatted(kind == Workload.Kind.PROGRAM ? "program" : "event"));
        engines.forEach(e -> line.append("%10s".formatted(e.name())));
        engines.stream().skip(1).forEach(e -> line.append("%11s".formatted("/" + e.name())));
        System.out.println(line.append("   ").append(kind.unit()));
    }

    private void report(Workload workload, List<Double> speeds) {
        StringBuilder line = new StringBuilder("%-14s".formatted(workload.name()));
        StringBuilder row = new StringBuilder(workload.name());
        String digits = workload.kind() == Workload.Kind.PROGRAM ? "%10.0f" : "%10.2f";
        for (double speed : speeds) {
            line.append(digits.formatted(speed));
            row.append(",").append(String.format(Locale.ROOT, "%.3f", speed));
        }
        for (int i = 1; i < speeds.size(); i++) {
            double ratio = speeds.getFirst() / speeds.get(i);
            line.append("%11.2f".formatted(ratio));
            ratios.computeIfAbsent(workload.kind() + "/" + engines.get(i).name(), k -> new ArrayList<>()).add(ratio);
        }
        rows.add(row + "," + workload.kind().unit());
        System.out.println(line);
    }

    private void means() {
        if (engines.size() == 1) {
            System.out.println("\nNo peer is installed: no ratios.");
        }
        ratios.forEach((name, of) -> {
            double mean = Math.exp(of.stream().mapToDouble(Math::log).average().orElseThrow());
            System.out.println("%s: geometric mean of %d ratios %.2f".formatted(name.toLowerCase(Locale.ROOT), of.size(), mean));
        });
    }
}
