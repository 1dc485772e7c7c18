// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.IOException;
import java.net.InetSocketAddress;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.gdb.GdbServer;
import org.trapline.runtime.Session;

import picocli.CommandLine.Option;

/** Whether gdb is to come, and where. */
final class GdbChoice {
    private static final String STANDARD_STREAMS = "-";

    @Option(names = "--gdb", paramLabel = "[HOST:]PORT", description = "Wait before the first instruction for `target remote` of gdb; port 0 is any that is "
        + "free, - is the standard input and output, for `target remote | trapline run ... --gdb -`.")
    private String address;

    @Option(names = "--gdb-target", paramLabel = "NAME", description = "The host or domain that gdb sees; by default everything that runs a program of its "
        + "own, each hart or vCPU as a thread.")
    private String target;

    boolean isAsked() {
        if (address == null && target != null) {
            throw CommandException.usage("--gdb-target says what gdb sees, and without --gdb it sees nothing");
        }
        return address != null;
    }

    /** Tells whether gdb is at the standard streams, which nobody else may use then. */
    boolean isAtStandardStreams() {
        return isAsked() && address.equals(STANDARD_STREAMS);
    }

    /** Returns where the rest of the command writes. */
    Terminal terminal(Terminal usual) {
        return isAtStandardStreams() ? new Terminal(usual.in(), usual.err(), usual.err(), () -> false) : usual;
    }

    /** Lets gdb come to a session that was started; what is returned takes leave of it. */
    Visit open(Session session, Terminal terminal) {
        if (!isAsked()) {
            return () -> { };
        }
        try {
            if (isAtStandardStreams()) {
                return serve(session, terminal);
            }
            GdbServer server = GdbServer.open(session, GdbServer.address(address), target);
            InetSocketAddress at = server.address();
            terminal.err().println("gdb: listening on " + at.getAddress().getHostAddress() + ":" + at.getPort());
            return server::close;
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--gdb: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandException(ExitCode.ERROR, "--gdb " + address + ": " + e.getMessage());
        }
    }

    private Visit serve(Session session, Terminal terminal) {
        GdbServer.check(session, target);
        Thread stub = Thread.ofPlatform().daemon().name("gdb stub").start(() -> GdbServer.serve(session, terminal.in(), terminal.out(), target));
        return stub::join;
    }

    /** A gdb that may come, or has come. */
    interface Visit extends AutoCloseable {
        /** Takes leave. */
        @Override
        void close() throws InterruptedException;
    }
}
