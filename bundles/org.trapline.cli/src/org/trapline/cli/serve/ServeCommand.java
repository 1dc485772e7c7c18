// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;

import org.trapline.api.ApiServer;
import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.cli.output.ProblemPrinter;
import org.trapline.cli.output.Style;
import org.trapline.cli.run.Interruption;
import org.trapline.cli.run.MigrationChoice;
import org.trapline.runtime.MigrationListener;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionOptions;
import org.trapline.runtime.StartException;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets others use a configuration's virtual machines. */
@Command(name = "serve", description = "%nStarts the hosts of a machine configuration and answers requests about their virtual machines over HTTP and JSON: "
    + "list, create, start, stop, snapshot, migrate, delete. /openapi.json describes everything. Only this computer can connect, unless --bind says "
    + "otherwise, and only with the token that is printed.%n", footer = {"", "Ctrl-C ends it."})
public final class ServeCommand implements Callable<Integer> {
    private static final int MOST_PORT = 0xffff;
    private static final String REQUEST_TIME = "sun.net.httpserver.maxReqTime";
    private static final int REQUEST_SECONDS = 60;

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The configuration (.tln).")
    private Path file;

    @Option(names = "--host", paramLabel = "NAME", description = "Start only this host of the configuration; may be given several times.")
    private Set<String> hosts = new LinkedHashSet<>();

    @Option(names = "--port", paramLabel = "N", defaultValue = "8028", description = "Where to listen; 0 takes a free port. Default ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Listen at this address; 0.0.0.0 lets other computers connect. What is sent can be read "
        + "on the way.")
    private String bind;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Take the token from a file; by default there is a new one each time.")
    private Path tokenFile;

    @Option(names = "--listen-migration", paramLabel = "[ADDRESS:]PORT", description = "Start no virtual machine by itself, but take in those that come from "
        + "another process with the same configuration; at the loopback address unless another is given.")
    private String listen;

    @Option(names = "--paused", description = "Let no time pass before a request to /v1/session/resume.")
    private boolean paused;

    private MigrationListener migrations;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > MOST_PORT) {
            throw CommandException.usage("--port " + port + ": expected a number up to " + MOST_PORT);
        }
        if (!PlanLoader.isConfiguration(file)) {
            throw CommandException.usage(file + ": expected a machine configuration (.tln)");
        }
        String token = tokenFile == null ? ApiServer.newToken() : Files.readString(tokenFile).strip();
        if (token.isEmpty()) {
            throw CommandException.error(tokenFile + ": there is no token in it");
        }
        PlanResult planned = PlanLoader.configuration(file, hosts);
        new ProblemPrinter(terminal.err(), Style.of(terminal, Style.When.AUTO)).print(planned.problems());
        if (planned.hasErrors()) {
            return ExitCode.ERROR.code();
        }
        SessionOptions options = SessionOptions.unattended().withAwaitsInput(true).withStartsPaused(paused).withTraceCapacity(0);
        try (Session session = Session.create(planned.plan(), options)) {
            return serve(session, token);
        } catch (StartException e) {
            throw new CommandException(ExitCode.ERROR, e.getMessage());
        }
    }

    private int serve(Session session, String token) throws IOException, InterruptedException {
        try (ApiServer server = open(session, token); Interruption interruption = new Interruption(session)) {
            if (listen != null) {
                listen(session);
            }
            session.start();
            session.lives().setHostsStayOn(true);
            terminal.out().println("listening at " + server.url() + ", described by " + server.url() + "/openapi.json");
            terminal.out().println("token " + token);
            terminal.out().println("for example: curl -H 'Authorization: Bearer " + token + "' " + server.url() + "/v1/guests");
            terminal.out().flush();
            session.awaitEnd();
            if (migrations != null) {
                migrations.close();
            }
            return (interruption.happened() ? ExitCode.INTERRUPTED : ExitCode.OK).code();
        }
    }

    private void listen(Session session) {
        try {
            migrations = session.listen(MigrationChoice.address("--listen-migration", listen), _ -> { });
            terminal.out().println("waiting for virtual machines at port " + migrations.port());
        } catch (IOException e) {
            throw CommandException.error("--listen-migration " + listen + ": " + e.getMessage());
        }
    }

    private ApiServer open(Session session, String token) throws IOException {
        if (System.getProperty(REQUEST_TIME) == null) {
            // Who begins a request and does not end it is hung up on.
            System.setProperty(REQUEST_TIME, Integer.toString(REQUEST_SECONDS));
        }
        InetAddress address;
        try {
            address = bind == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw CommandException.usage("--bind " + bind + ": there is no such address");
        }
        try {
            return ApiServer.start(session, new InetSocketAddress(address, port), token);
        } catch (IOException e) {
            throw CommandException.error("cannot listen at " + address.getHostAddress() + ", port " + port + ": " + e.getMessage());
        }
    }
}
