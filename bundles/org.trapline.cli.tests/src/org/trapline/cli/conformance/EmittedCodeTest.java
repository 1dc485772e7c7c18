// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.cli.testkit.ClassPath;
import org.trapline.examples.Example;

/**
 * HotSpot refuses nothing of what is emitted for the corpus: the examples; the programs of the benchmark, where there is a compiler that builds them; and those
 * of riscv-tests, where the environment variable RISCV_TESTS names a folder with them.
 */
@Timeout(600)
class EmittedCodeTest {
    private static final Path BENCHMARK = Path.of("../../releng/benchmark/guests");
    private static final String COMPILER = "riscv64-unknown-elf-gcc";
    /** HotSpot says so of a method that it will never compile. */
    private static final String REFUSED = "COMPILE SKIPPED";
    /** As it shows a method that is compiled as well as it can; before the number are flags, such as that of a loop that is being executed. */
    private static final String COMPILED_WELL = ".* 4 +(@ [0-9]+ +)?org\\.trapline\\.machine\\.jit\\.Region_.*::run.*";
    private static final String REGIONS = "org/trapline/machine/jit/Region_*.*";
    private static final int LEAST_REGIONS = 100;

    @TempDir
    private Path folder;

    private final List<String> commands = new ArrayList<>();

    private void command(String... words) {
        if (!commands.isEmpty()) {
            commands.add(CorpusRun.THEN);
        }
        commands.addAll(List.of(words));
    }

    private void examples() throws IOException {
        for (Example example : Example.all()) {
            Path copy = Files.createDirectories(folder.resolve(example.name()));
            example.copyTo(copy);
            command("run", "--engine", "eager", "-q", copy.resolve(example.configuration()).toString());
        }
    }

    private void benchmark() throws IOException, InterruptedException {
        if (!isInstalled(COMPILER)) {
            return;
        }
        for (String name : programs()) {
            Path elf = folder.resolve(name);
            List<String> build = new ArrayList<>(List.of(COMPILER, "-O2", "-march=rv64gc", "-mabi=lp64d", "-mcmodel=medany", "-nostdlib", "-ffreestanding",
                "-fno-tree-loop-distribute-patterns", "-DREPEAT=2", "-T", BENCHMARK.resolve("guest.ld").toString(), "-o", elf.toString()));
            Stream.of("finish.S", "start.S", "main.c", name + ".c").forEach(file -> build.add(BENCHMARK.resolve(file).toString()));
            build.add("-lgcc");
            assertEquals(0, new ProcessBuilder(build).inheritIO().start().waitFor(), name);
            command("run", "--engine", "eager", "-q", elf.toString());
        }
    }

    private static List<String> programs() throws IOException {
        try (Stream<Path> files = Files.list(BENCHMARK)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".c") && !name.equals("main.c"))
                .map(name -> name.substring(0, name.length() - 2)).sorted().toList();
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    @Test
    void nothingOfTheCorpusIsRefused() throws IOException, InterruptedException {
        examples();
        benchmark();
        String suite = System.getenv("RISCV_TESTS");
        if (suite != null) {
            command("riscv-tests", suite, "--engine", "eager");
        }
        // Regions are compiled as soon as they have been executed, and waited for.
        List<String> java = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
            "-XX:CompileCommand=quiet", "-XX:CompileCommand=CompileThresholdScaling," + REGIONS + ",0.001", "-XX:+PrintCompilation",
            "-XX:CompileCommand=BackgroundCompilation," + REGIONS + ",false", "-cp", ClassPath.ofTests(), CorpusRun.class.getName()));
        java.addAll(commands);
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(java).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        int code = process.waitFor();
        List<String> lines = Files.readAllLines(said);
        assertEquals(0, code, () -> String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
        assertEquals(List.of(), lines.stream().filter(line -> line.contains(REFUSED) && line.contains("org.trapline")).toList());
        long regions = lines.stream().filter(line -> line.matches(COMPILED_WELL)).count();
        assertTrue(regions >= LEAST_REGIONS, "regions that were compiled well: " + regions);
    }
}
