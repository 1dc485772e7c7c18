// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that others wrote and that we are compared with. */
public final class Oracle {
    private static final int PATIENCE_SECONDS = 60;

    private final Path program;

    private Oracle(Path program) {
        this.program = program;
    }

    /** Finds the first of these programs that is installed, and skips the calling test where none is. */
    public static Oracle needed(String... names) {
        for (String name : names) {
            for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
                if (Files.isExecutable(Path.of(place, name))) {
                    return new Oracle(Path.of(place, name));
                }
            }
        }
        assumeTrue(false, "needs " + String.join(" or ", names));
        throw new AssertionError("not reached");
    }

    /** Runs the program and returns what it printed, errors included. */
    public String run(Path folder, List<String> args) {
        try {
            List<String> command = new java.util.ArrayList<>(args);
            command.addFirst(program.toString());
            Path printed = Files.createTempFile(folder, "oracle", ".out");
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Files.createTempFile(folder, "oracle", ".in").toFile()))
                .redirectOutput(printed.toFile()).start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + " does not end; so far it printed: " + Files.readString(printed, StandardCharsets.ISO_8859_1));
            }
            return Files.readString(printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
