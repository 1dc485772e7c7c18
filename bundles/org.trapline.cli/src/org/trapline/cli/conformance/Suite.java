// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.trapline.asm.elf.ElfReader;
import org.trapline.cli.CommandException;
import org.trapline.runtime.check.Arrangement;

/**
 * The programs of a conformance suite: all ELF files of a folder that have such names.
 *
 * @param folder   where they are
 * @param programs in the order of their names
 */
public record Suite(Path folder, List<Path> programs) {
    /** Instructions that a program may take. */
    private static final long LIMIT = 2_000_000;

    /** Copies the list. */
    public Suite {
        programs = List.copyOf(programs);
    }

    /**
     * Looks for the programs.
     * @param only a pattern, as shells have it
     */
    public static Suite of(Path folder, String only) throws IOException {
        var matcher = folder.getFileSystem().getPathMatcher("glob:" + only);
        try (Stream<Path> files = Files.list(folder)) {
            return new Suite(folder, files.filter(file -> matcher.matches(file.getFileName())).filter(Suite::isElf).sorted().toList());
        }
    }

    private static boolean isElf(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return ElfReader.isElf(in.readNBytes(4));
        } catch (IOException e) {
            throw CommandException.error(file + ": " + e.getMessage());
        }
    }

    /** Runs all of them in one way and returns the names of those that did not pass. */
    public List<String> failing(Arrangement arrangement) throws IOException, InterruptedException {
        List<String> failing = new java.util.ArrayList<>();
        for (Path program : programs) {
            if (new TestProgram(program, null).run(arrangement, LIMIT).outcome() != Verdict.Outcome.PASS) {
                failing.add(program.getFileName().toString());
            }
        }
        return failing;
    }
}
