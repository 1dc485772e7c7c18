// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.trapline.machine.replay.History;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionOptions;
import org.trapline.runtime.StartException;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;
import org.trapline.runtime.load.ProgramHost;

/** A session that waits for gdb, and the gdb that comes to it. */
final class Bench implements AutoCloseable {
    private static final String GDB = "gdb-multiarch";
    private static final long SECONDS = 60;

    final Session session;
    final GdbServer server;
    private final Path folder;

    private Bench(Path folder, PlanResult planned, String target, boolean traced) {
        this.folder = folder;
        assertFalse(planned.hasErrors(), () -> planned.problems().toString());
        try {
            session = Session.create(planned.plan(),
                SessionOptions.unattended().withAwaitsInput(true).withStartsPaused(true).withTraceCapacity(traced ? 1 << 16 : 0)
                    .withHistory(History.Limits.standard()));
            session.start();
            server = GdbServer.open(session, GdbServer.address("0"), target);
        } catch (IOException | StartException e) {
            throw new AssertionError(e);
        }
    }

    /** Puts a program on a machine. */
    static Bench of(Path folder, ProgramHost host, String... lines) {
        return new Bench(folder, PlanLoader.program(write(folder, "program.s", lines), host), null, true);
    }

    /** Puts a program on a bare machine with one hart. */
    static Bench of(Path folder, String... lines) {
        return of(folder, host(ProgramHost.Owner.PROGRAM, 1), lines);
    }

    /** Reads a configuration; programs must have been written before. */
    static Bench configured(Path folder, String target, String... lines) {
        return new Bench(folder, PlanLoader.load(write(folder, "lab.tln", lines)), target, false);
    }

    static ProgramHost host(ProgramHost.Owner owner, int cores) {
        return new ProgramHost(owner, ProgramHost.bare().isa(), cores, 8L << 20);
    }

    static Path write(Path folder, String name, String... lines) {
        try {
            return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells whether the stock gdb for RISC-V is installed. */
    static boolean hasGdb() {
        try {
            return new ProcessBuilder(GDB, "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets gdb connect and execute commands; returns what it prints. */
    String gdb(String... commands) {
        List<String> command = new ArrayList<>(List.of(GDB, "-nx", "-q", "-batch", "-ex", "set pagination off", "-ex", "set confirm off",
            "-ex", "target remote 127.0.0.1:" + server.address().getPort()));
        for (String each : commands) {
            command.add("-ex");
            command.add(each);
        }
        Path output = folder.resolve("gdb.out");
        try {
            Process gdb = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
            boolean ends = gdb.waitFor(SECONDS, TimeUnit.SECONDS);
            gdb.destroyForcibly();
            String text = Files.readString(output);
            assertTrue(ends, () -> "gdb does not come to an end; it printed:\n" + text);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        session.close();
        server.close();
    }
}
