// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The GNU assembler, linker and their kin, as oracles; a test that needs one is skipped where it is missing. */
public final class GnuTools {
    private static final String PREFIX = "riscv64-unknown-elf-";
    private static final int LONGEST_SECONDS = 120;
    private static final int CLASS = 4;
    private static final byte CLASS_32 = 1;

    private final Path folder;

    /**
     * @param folder where files are made
     * @param names  the tools needed, such as {@code as}
     */
    public GnuTools(Path folder, String... names) {
        this.folder = folder;
        for (String name : names) {
            assumeTrue(isInstalled(PREFIX + name), "needs " + PREFIX + name);
        }
    }

    /** Tells whether a program is on the path. */
    public static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** Returns the object that {@code as} makes. */
    public byte[] assemble(String source, String arch, boolean relax) throws IOException, InterruptedException {
        Path input = Files.writeString(folder.resolve("source.s"), source);
        Path output = folder.resolve("source.o");
        run(List.of(PREFIX + "as", "-march=" + arch, relax ? "-mrelax" : "-mno-relax", "-I", folder.toString(), "-o", output.toString(),
            input.toString()));
        return Files.readAllBytes(output);
    }

    /** Returns the executable that {@code ld} makes of objects. */
    public byte[] link(boolean relax, byte[]... objects) throws IOException, InterruptedException {
        boolean narrow = objects[0][CLASS] == CLASS_32;
        List<String> command = new ArrayList<>(List.of(PREFIX + "ld", narrow ? "-melf32lriscv" : "-melf64lriscv", "-Ttext=0x80000000", relax ? "--relax" : "--no-relax", "-o",
            folder.resolve("program.elf").toString()));
        for (int i = 0; i < objects.length; i++) {
            command.add(Files.write(folder.resolve("object" + i + ".o"), objects[i]).toString());
        }
        run(command);
        return Files.readAllBytes(folder.resolve("program.elf"));
    }

    /** Returns what a program prints, having made sure that it succeeds. */
    public String run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " does not end");
        }
        String text = Files.readString(output);
        if (process.exitValue() != 0) {
            throw new IOException(command + " failed:\n" + text);
        }
        return text;
    }
}
