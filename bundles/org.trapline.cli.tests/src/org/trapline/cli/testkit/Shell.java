// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.trapline.cli.ExitCode;
import org.trapline.cli.Main;
import org.trapline.cli.Terminal;

/** A shell in a folder. */
public final class Shell {
    private final Path folder;

    /**
     * What a command left behind.
     *
     * @param command the arguments
     * @param code    its exit code
     * @param out     what it wrote to the standard output
     * @param err     what it wrote to the standard error output
     */
    public record Result(String command, int code, String out, String err) {

        /** Expects an exit code. */
        public Result expect(ExitCode wanted) {
            assertEquals(wanted.code(), code, () -> command + "\n--- out\n" + out + "--- err\n" + err);
            return this;
        }
    }

    public Shell(Path folder) {
        this.folder = folder;
    }

    /** Returns the path of a file in the folder. */
    public String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Writes a text file and returns its path. */
    public String file(String name, String... lines) {
        return file(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file and returns its path. */
    public String file(String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls the command line. */
    public Result run(String... args) {
        return runTyping("", args);
    }

    /** Calls the command line with something on its standard input. */
    public Result runTyping(String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8), new PrintStream(err, false, StandardCharsets.UTF_8), () -> false);
        int code = Main.run(terminal, args);
        return new Result(String.join(" ", args), code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
