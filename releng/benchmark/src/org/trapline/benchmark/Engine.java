// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.trapline.machine.engine.EngineKind;

/**
 * Something that executes RISC-V, started as a process of its own for every run.
 *
 * @param name    as the table shows it
 * @param command the program and its arguments; {@value #ELF} stands for the guest, {@value #ISA} for further extensions
 */
record Engine(String name, List<String> command) {
    static final String ELF = "{elf}";
    static final String ISA = "{isa}";
    private static final int PATIENCE_SECONDS = 300;

    /** How a run went: wall-clock seconds of the process, and what it wrote. */
    record Run(double seconds, String output) {
        /** Returns what the guest wrote: the first line. */
        String console() {
            return output.lines().findFirst().orElse("");
        }

        /** Returns how many instructions our machine says it took: the last line. */
        long instructions() {
            return Long.parseLong(output.lines().toList().getLast());
        }
    }

    /** The peers that may be installed. */
    static List<Engine> peers() {
        List<Engine> peers = new ArrayList<>();
        peers.add(new Engine("QEMU", List.of("qemu-system-riscv64", "-M", "virt", "-cpu", "rv64,h=true", "-m", "64", "-nographic", "-bios", "none",
            "-kernel", ELF)));
        peers.add(new Engine("Spike", List.of("spike", "--isa=rv64gc" + ISA, "-m0x80000000:0x4000000", ELF)));
        return peers;
    }

    /** Our own machine, in a Java of the version this one runs on. */
    static Engine trapline(List<String> vmOptions, EngineKind kind) {
        return new Engine("Trapline", java(vmOptions, RunGuest.class, kind));
    }

    /** Our own machine, bare and with hypervisors, so many of each kind for so many seconds each. */
    static Engine byTurns(List<String> vmOptions, EngineKind kind, int machines, double seconds, List<String> kinds) {
        List<String> command = java(vmOptions, RunGuestsByTurns.class, kind);
        command.addAll(List.of(Integer.toString(machines), Double.toString(seconds)));
        command.addAll(kinds);
        return new Engine("Trapline", command);
    }

    /** Our own machine in comparison with one that does something otherwise, as {@link Cost} knows it by that word. */
    static Engine comparison(String word, List<String> vmOptions, EngineKind kind) {
        List<String> command = java(vmOptions, CompareGuest.class, kind);
        command.add(word);
        return new Engine(word, command);
    }

    private static List<String> java(List<String> vmOptions, Class<?> main, EngineKind kind) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // As this one was started, which is how the product is.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(vmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), ELF, ISA, kind.toString()));
        return command;
    }

    boolean isInstalled() {
        Path program = Path.of(command.getFirst());
        if (program.isAbsolute()) {
            return Files.isExecutable(program);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder).resolve(program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs a guest to its end.
     * @throws IOException if the engine cannot be started, does not come to an end, or fails
     */
    Run run(Path elf, String isa) throws IOException, InterruptedException {
        UnaryOperator<String> filled = word -> word.replace(ELF, elf.toString()).replace(ISA, isa);
        Path output = Files.createTempFile("trapline-bench", ".out");
        try {
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command.stream().map(filled).toList()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).redirectOutput(output.toFile()).start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(name + " does not come to an end with " + elf.getFileName());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            String written = Files.readString(output, StandardCharsets.ISO_8859_1);
            if (process.exitValue() != 0) {
                throw new IOException(name + " failed with " + elf.getFileName() + ": " + written.strip());
            }
            return new Run(seconds, written);
        } finally {
            Files.delete(output);
        }
    }
}
