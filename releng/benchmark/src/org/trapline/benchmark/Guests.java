// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the guests with the cross compiler of the system. */
final class Guests {
    private static final String COMPILER = "riscv64-unknown-elf-gcc";

    private final Path sources;
    private final Path out;

    Guests(Path sources, Path out) throws IOException {
        this.sources = sources;
        this.out = Files.createDirectories(out);
    }

    /**
     * Builds a workload that does so many repetitions.
     * @throws IOException if there is no compiler, or it refuses
     */
    Path build(Workload workload, long repetitions) throws IOException, InterruptedException {
        Path elf = out.resolve(workload.name() + "-" + repetitions + ".elf");
        List<String> command = new ArrayList<>(List.of(COMPILER, "-O2", "-march=rv64gc", "-mabi=lp64d", "-mcmodel=medany", "-nostdlib",
            "-ffreestanding", "-fno-tree-loop-distribute-patterns", "-DREPEAT=" + repetitions, "-T", sources.resolve("guest.ld").toString(),
            "-o", elf.toString(), sources.resolve("finish.S").toString()));
        if (workload.kind() == Workload.Kind.EVENT) {
            command.addAll(List.of("-D" + workload.define(), sources.resolve(workload.source()).toString()));
        } else {
            command.addAll(List.of(sources.resolve("start.S").toString(), sources.resolve("main.c").toString(),
                sources.resolve(workload.source()).toString(), "-lgcc"));
        }
        Process compiler;
        try {
            compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("the guests are built with " + COMPILER + " (Debian: apt-get install gcc-riscv64-unknown-elf): " + e.getMessage(), e);
        }
        String said = new String(compiler.getInputStream().readAllBytes());
        if (compiler.waitFor() != 0) {
            throw new IOException(workload.source() + " does not build:\n" + said);
        }
        return elf;
    }
}
