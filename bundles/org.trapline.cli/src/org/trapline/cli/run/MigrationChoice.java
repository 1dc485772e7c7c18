// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.runtime.Guest;
import org.trapline.runtime.MigrationListener;
import org.trapline.runtime.Session;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.Round;

import picocli.CommandLine.Option;

/** Guests that go over to another process, or come from one. */
final class MigrationChoice {
    private static final long NANOS_PER_CYCLE = 10;
    private static final int MOST_PORTS = 0xffff;

    @Option(names = "--listen-migration", paramLabel = "[ADDRESS:]PORT", description = "Start no virtual machine, but wait until one comes from another "
        + "process; at the loopback address unless another is given. Port 0 is any that is free.")
    private String listen;

    @Option(names = "--migrate-to", paramLabel = "HOST:PORT", description = "Move a virtual machine, while it runs, to the process that listens there.")
    private String to;

    @Option(names = "--migrate", paramLabel = "GUEST", description = "Which one; by default the first.")
    private String guest;

    @Option(names = "--migrate-at", paramLabel = "N", description = "When all hosts together have executed so many instructions; by default 1_000_000.")
    private String at;

    private MigrationListener listener;
    private CompletableFuture<MigrationReport> report;

    boolean listens() {
        return listen != null;
    }

    /** Gets ready in a session that has not started yet. */
    void prepare(Session session, Terminal terminal) throws IOException {
        if (to == null && (guest != null || at != null)) {
            throw CommandException.usage((guest != null ? "--migrate" : "--migrate-at") + " says what --migrate-to moves, which is missing");
        }
        if (listen != null) {
            listen(session, terminal);
        }
        if (to != null) {
            report = session.lives().migrateAt(at == null ? 1_000_000 : RunCommand.instructions("--migrate-at", at), guest(session),
                address("--migrate-to", to), MigrationPolicy.standard());
        }
    }

    private void listen(Session session, Terminal terminal) throws IOException {
        final InetSocketAddress where = address("--listen-migration", listen);
        try {
            listener = session.listen(where, come -> {
                terminal.err().println(come.name() + " has come");
                session.lives().setHostsStayOn(false);
                session.endInput();
            });
        } catch (IOException e) {
            throw new CommandException(ExitCode.ERROR, "--listen-migration " + listen + ": " + e.getMessage());
        }
        terminal.err().println("waiting for a virtual machine at port " + listener.port());
        terminal.err().flush();
    }

    private static InetSocketAddress address(String option, String text) {
        final int colon = text.lastIndexOf(':');
        try {
            final int port = Integer.parseInt(text.substring(colon + 1));
            if (port >= 0 && port <= MOST_PORTS) {
                return colon < 0 ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port) : new InetSocketAddress(text.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // Told below, as for numbers that are no port.
        }
        throw CommandException.usage(option + " " + text + ": expected HOST:PORT, such as localhost:7000");
    }

    private Guest guest(Session session) {
        return session.guests().stream().filter(each -> guest == null || each.name().equals(guest)).findFirst().orElseThrow(() -> CommandException.usage(
            "--migrate " + guest + ": there is no such guest, expected one of "
                + session.guests().stream().map(Guest::name).collect(Collectors.joining(", "))));
    }

    /** Tells how it went; the session has ended. */
    void finish(PrintStream out) throws IOException {
        if (listener != null) {
            listener.close();
        }
        if (report == null) {
            return;
        }
        try {
            final MigrationReport found = report.join();
            final String pages = found.rounds().stream().map(Round::pages).map(String::valueOf).collect(Collectors.joining(", "));
            out.println("migration: it has " + (found.outcome() == MigrationReport.Outcome.MOVED ? "moved" : "stayed")
                + (found.reason().isEmpty() ? "" : " (" + found.reason() + ")") + "; pages in each round: " + pages + "; it stood still for "
                + found.downtime() * NANOS_PER_CYCLE / 1_000 + " us");
        } catch (CompletionException e) {
            out.println("migration: " + e.getCause().getMessage());
        }
    }
}
