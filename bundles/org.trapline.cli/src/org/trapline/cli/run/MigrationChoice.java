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
import org.trapline.runtime.SessionListener;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationPolicy.Otherwise;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.MigrationReport.Outcome;

import picocli.CommandLine.Option;

/** Guests that go over to another process, or come from one. */
public final class MigrationChoice {
    private static final int MOST_PORTS = 0xffff;

    @Option(names = "--listen-migration", paramLabel = "[ADDRESS:]PORT", description = "Start no virtual machine, but wait until one comes from another "
        + "process; at the loopback address unless another is given. Port 0 is any that is free. When it comes is for the network to say, and with post_copy "
        + "when each of its pages does: what such a process does is not the same each time.")
    private String listen;

    @Option(names = "--migrate-to", paramLabel = "HOST:PORT", description = "Move a virtual machine, while it runs, to the process that listens there. "
        + "The exit code says whether it has moved.")
    private String to;

    @Option(names = "--migrate", paramLabel = "GUEST", description = "Which one; by default the first.")
    private String guest;

    @Option(names = "--migrate-at", paramLabel = "N", description = "When all hosts together have executed so many instructions; by default 1_000_000.")
    private String at;

    @Option(names = "--migrate-bandwidth", paramLabel = "BYTES", description = "Send at most so many bytes a second, of virtual time; by default 125_000_000.")
    private String bandwidth;

    @Option(names = "--migrate-downtime", paramLabel = "US", description = "Let it stand still for at most so many microseconds; by default 1_000.")
    private String downtime;

    @Option(names = "--migrate-rounds", paramLabel = "N", description = "Give up copying while it runs after so many rounds; by default 10.")
    private String rounds;

    @Option(names = "--migrate-otherwise", paramLabel = "WHAT", description = "What then, or if it writes as fast as can be sent: stop_and_copy (the "
        + "default), cancel, or post_copy, which moves it at once and fetches pages when they are needed. If "
        + "the other process cannot be reached any more and it is not known who has it, it stands still and asks: whoever knows ends the process that is not "
        + "to have it, or tells either that `trapline serve` runs.")
    private String otherwise;

    private MigrationListener listener;
    private MigrationPolicy policy;
    private CompletableFuture<MigrationReport> report;
    private MigrationText text;

    boolean listens() {
        return listen != null;
    }

    /** Gets ready in a session that has not started yet. */
    void prepare(Session session, Terminal terminal) throws IOException {
        refuseWithout("--migrate", guest);
        refuseWithout("--migrate-at", at);
        refuseWithout("--migrate-bandwidth", bandwidth);
        refuseWithout("--migrate-downtime", downtime);
        refuseWithout("--migrate-rounds", rounds);
        refuseWithout("--migrate-otherwise", otherwise);
        if (listen != null || to != null) {
            session.addListener(new SessionListener() {
                @Override
                public void told(Guest about, String news) {
                    terminal.err().println(news);
                    terminal.err().flush();
                }
            });
        }
        if (listen != null) {
            listen(session, terminal);
        }
        if (to != null) {
            policy = policy();
            final Guest chosen = guest(session);
            text = new MigrationText(chosen, to, policy);
            report = session.lives().migrateAt(at == null ? 1_000_000 : RunCommand.instructions("--migrate-at", at), chosen, address("--migrate-to", to), policy);
        }
    }

    private void refuseWithout(String option, String given) {
        if (to == null && given != null) {
            throw CommandException.usage(option + " says " + (given == guest ? "what --migrate-to moves" : "how --migrate-to moves it") + ", which is missing");
        }
    }

    private MigrationPolicy policy() {
        final MigrationPolicy standard = MigrationPolicy.standard();
        return new MigrationPolicy(number("--migrate-bandwidth", bandwidth, 1, Long.MAX_VALUE, standard.bytesPerSecond()), standard.latency(),
            number("--migrate-downtime", downtime, 0, Long.MAX_VALUE / MigrationText.CYCLES_PER_US, standard.maxDowntime() / MigrationText.CYCLES_PER_US)
                * MigrationText.CYCLES_PER_US,
            (int) number("--migrate-rounds", rounds, 1, Integer.MAX_VALUE, standard.maxRounds()), otherwise());
    }

    private static long number(String option, String given, long least, long most, long standard) {
        if (given == null) {
            return standard;
        }
        try {
            final long number = Long.parseLong(given.replace("_", ""));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as for numbers that do not fit.
        }
        throw CommandException.usage(option + " " + given + ": expected a number, " + least + " or more");
    }

    private Otherwise otherwise() {
        for (final Otherwise each : Otherwise.values()) {
            if (RunCommand.lower(each).equals(otherwise)) {
                return each;
            }
        }
        if (otherwise != null) {
            throw CommandException.usage("--migrate-otherwise " + otherwise + ": expected stop_and_copy, cancel or post_copy");
        }
        return MigrationPolicy.standard().otherwise();
    }

    private void listen(Session session, Terminal terminal) throws IOException {
        final InetSocketAddress where = address("--listen-migration", listen);
        try {
            listener = session.listen(where, come -> {
                terminal.err().println(come.name() + " has come");
                terminal.err().flush();
                session.lives().setHostsStayOn(false);
                session.endInput();
            });
        } catch (IOException e) {
            throw new CommandException(ExitCode.ERROR, "--listen-migration " + listen + ": " + e.getMessage());
        }
        terminal.err().println("waiting for a virtual machine at port " + listener.port());
        terminal.err().flush();
    }

    /**
     * Returns the address that an option gives; of the loopback interface if it names none.
     * @throws CommandException if it is none
     */
    public static InetSocketAddress address(String option, String text) {
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
    void finish(PrintStream out, boolean json) throws IOException {
        if (listener != null) {
            listener.close();
        }
        if (report == null) {
            return;
        }
        try {
            final MigrationReport found = report.join();
            out.println(json ? text.json(found) : text.of(found));
        } catch (CompletionException e) {
            out.println(json ? text.jsonFailure(e.getCause().getMessage()) : "migration: " + e.getCause().getMessage());
        }
    }

    /** Returns what the migration has to say about the exit code of a session that has ended: nothing if there was none, or it went as wished. */
    ExitCode exitCode() {
        if (report == null) {
            return ExitCode.OK;
        }
        if (report.isCompletedExceptionally()) {
            return ExitCode.FAILED;
        }
        final Outcome outcome = report.join().outcome();
        return outcome == Outcome.MOVED ? ExitCode.OK : outcome == Outcome.STAYED ? ExitCode.FAILED : ExitCode.STUCK;
    }
}
