// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.trapline.benchmark.kernels.KernelRun;
import org.trapline.machine.engine.EngineKind;

/** The command {@code bench}: runs the workloads on every engine there is and prints their speeds, ratios and costs. */
public final class Benchmark {
    private static final String HELP = """
            Usage: ./trapline bench [OPTIONS] [WORKLOAD...]

            Measures the machine on guest programs and privileged events, and beside it the peers that are installed
            (qemu-system-riscv64, spike). Speeds are medians; what a start costs is subtracted. Of our machine it is said, too,
            what a snapshot each second of guest time costs, and what it costs that a trace could be recorded (to the interpreter, for compiled
            code records nothing): in processor time, of parts with and without by turns, after half of the run; what follows +- is how far the
            runs are apart.

              --runs N       runs of each program on each engine (with --guests, machines of each kind), 3 unless said otherwise
              --scale X      runs X times as long as usual; 0.1 for a first impression
              --engine NAME  jit, interpreter or eager; jit unless said otherwise
              --jvm OPTION   an option for the Java that runs our machine; may be given several times
              --trace        say as well what recording a trace costs
              --speed        say no costs, only speeds
              --csv FILE     write the figures to a file as well
              --guests       measure instead the programs as guests of a hypervisor, by each technique, beside the bare machine
              --memory       measure instead what memory each program takes, on the command line and beyond what the program has touched (Linux);
                             `trapline run --usage` says it of other guests
              --kernels      measure instead the machine's parts by themselves: kernels, ways to memory, decoding and compiling, by JMH; as
                             WORKLOAD parts of their names
              --machines N   measure instead what N virtual machines of one template cost: how long until the nth is there, and memory
              --soak MINUTES measure nothing, but keep the machine busy in bad ways for so long, with guests that change their code all the time,
                             that have ten thousand hot blocks, that come and go; each minute a line of CSV tells what the JVM holds
              --list         list the workloads
              --help         this
            """;

    private int runs = 3;
    private double scale = 1;
    private boolean tracing;
    private boolean onlySpeed;
    private EngineKind kind = EngineKind.JIT;
    private Path csv;
    private int machines;
    private int soakMinutes;
    private boolean guestsOnly;
    private boolean kernelsOnly;
    private boolean memoryOnly;
    private final List<String> vmOptions = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    private Benchmark() {
    }

    /** Arguments: the benchmark's folder, then those of the command. */
    public static void main(String[] args) throws InterruptedException {
        List<String> words = Arrays.asList(args).subList(1, args.length);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(HELP);
            return;
        }
        if (words.contains("--list")) {
            Workload.ALL.forEach(w -> System.out.println(w.name()));
            return;
        }
        try {
            Benchmark benchmark = new Benchmark();
            benchmark.read(words);
            benchmark.run(Path.of(args[0]));
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("trapline: " + e.getMessage());
            System.exit(1);
        }
    }

    private void read(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--runs" -> runs = Integer.parseInt(value(words, i++));
                case "--scale" -> scale = Double.parseDouble(value(words, i++));
                case "--jvm" -> vmOptions.add(value(words, i++));
                case "--engine" -> kind = EngineKind.valueOf(value(words, i++).toUpperCase(Locale.ROOT));
                case "--trace" -> tracing = true;
                case "--kernels" -> kernelsOnly = true;
                case "--guests" -> guestsOnly = true;
                case "--memory" -> memoryOnly = true;
                case "--speed" -> onlySpeed = true;
                case "--machines" -> machines = Integer.parseInt(value(words, i++));
                case "--soak" -> soakMinutes = Integer.parseInt(value(words, i++));
                case "--csv" -> csv = Path.of(value(words, i++));
                default -> names.add(words.get(i));
            }
        }
        if (runs < 1 || scale <= 0 || machines < 0 || soakMinutes < 0) {
            throw new IllegalArgumentException("--runs, --scale, --machines and --soak are more than 0");
        }
    }

    private static String value(List<String> words, int option) {
        if (option + 1 == words.size() || words.get(option + 1).startsWith("--")) {
            throw new IllegalArgumentException(words.get(option) + " wants a value; see --help");
        }
        return words.get(option + 1);
    }

    private void run(Path home) throws IOException, InterruptedException {
        if (machines > 0) {
            Instances.print(machines);
            return;
        }
        if (kernelsOnly) {
            KernelRun.run(names, 1);
            return;
        }
        if (soakMinutes > 0) {
            new Soak(Strain.all(home.resolve("guests/soak"), kind), System.out).run(soakMinutes);
            return;
        }
        Guests guests = new Guests(home.resolve("guests"), home.resolve("target/guests"));
        if (guestsOnly) {
            GuestTable table = new GuestTable(vmOptions, kind, runs, scale);
            for (Workload workload : chosen()) {
                if (workload.kind() == Workload.Kind.PROGRAM) {
                    table.measure(workload, guests);
                }
            }
            table.close();
            return;
        }
        if (memoryOnly) {
            MemoryTable table = new MemoryTable(home.resolve("../../trapline").toAbsolutePath().normalize(), kind);
            for (Workload workload : chosen()) {
                table.measure(workload.scaled(scale), guests);
            }
            table.close();
            return;
        }
        List<Engine> engines = new ArrayList<>(List.of(Engine.trapline(vmOptions, kind)));
        Engine.peers().stream().filter(Engine::isInstalled).forEach(engines::add);
        List<Cost> costs = new ArrayList<>();
        if (!onlySpeed) {
            costs.add(Cost.snapshots(vmOptions, kind));
            costs.add(Cost.untraced(vmOptions));
        }
        if (tracing) {
            costs.add(Cost.traced(vmOptions, kind));
        }
        Table table = new Table(engines, costs);
        for (Workload workload : chosen()) {
            table.add(Measurement.of(workload.scaled(scale), guests, engines, costs, runs));
        }
        table.close();
        if (csv != null) {
            Files.write(csv, table.rows());
        }
    }

    private List<Workload> chosen() {
        for (String name : names) {
            if (Workload.ALL.stream().noneMatch(w -> w.name().equals(name))) {
                throw new IllegalArgumentException("there is no workload " + name + "; there are "
                    + Workload.ALL.stream().map(Workload::name).collect(Collectors.joining(", ")));
            }
        }
        return Workload.ALL.stream().filter(w -> names.isEmpty() || names.contains(w.name())).toList();
    }
}
