// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.cli.output.ProblemPrinter;
import org.trapline.cli.output.Style;
import org.trapline.machine.engine.EngineKind;
import org.trapline.machine.replay.History;
import org.trapline.runtime.Ending;
import org.trapline.runtime.Guest;
import org.trapline.runtime.GuestResult;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionOptions;
import org.trapline.runtime.StartException;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;
import org.trapline.runtime.load.Preparation;
import org.trapline.trace.EventKind;
import org.trapline.trace.analysis.FilterException;
import org.trapline.trace.analysis.TraceFilter;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a configuration or a program. */
@Command(name = "run", description = "%nFILE is a machine configuration (.tln), a program in assembly (.s), an ELF file, a Linux kernel image or a raw "
    + "image (.bin). "
    + "A program that comes alone gets a machine of its own. The first lines of the trace are shown beside what guests print.%n",
    footer = {"", "Ctrl-C ends the run; the summary is printed all the same."})
public final class RunCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Preparation preparation;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "What to run.")
    private Path file;

    @Option(names = "--host", paramLabel = "NAME", description = "Run only this host of the configuration; may be given several times.")
    private Set<String> hosts = new LinkedHashSet<>();

    @Option(names = "--limit", paramLabel = "N", description = "Stop a host after that many instructions; 1_000_000 may be written so.")
    private String limit;

    @Option(names = "--input", paramLabel = "FILE", description = "Type what is in this file at the console, as soon as the guest "
        + "listens; - is the standard input.")
    private Path input;

    @Option(names = "--input-to", paramLabel = "GUEST", description = "The guest that is typed to; by default the first.")
    private String inputTo;

    @Option(names = {"-i", "--interactive"}, description = "Be the guest's terminal: each key goes to it at once, nothing but what it prints is shown, "
        + "and waiting takes its time. Ctrl-A x ends the run, Ctrl-A h tells more.")
    private boolean interactive;

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "jit", description = "What executes: ${COMPLETION-CANDIDATES}; default "
        + "${DEFAULT-VALUE}. All do the same, as fast as they can; eager compiles everything at once, to test what is compiled.")
    private EngineKind engine;

    @ArgGroup(validate = false, heading = "%nScenarios:%n")
    private ScenarioChoice scenario = new ScenarioChoice();

    @ArgGroup(validate = false, heading = "%nMigration to and from other processes, which run the same configuration:%n")
    private MigrationChoice migration = new MigrationChoice();

    @ArgGroup(validate = false, heading = "%nDebugging:%n")
    private GdbChoice gdb = new GdbChoice();

    @ArgGroup(validate = false, heading = "%nTrace:%n")
    private TraceChoice trace = new TraceChoice();

    @ArgGroup(validate = false, heading = "%nState:%n")
    private StateChoice state = new StateChoice();

    @ArgGroup(validate = false, heading = "%nThe machine of a program that comes alone:%n")
    private ProgramChoice program = new ProgramChoice();

    @ArgGroup(validate = false, heading = "%nDevices of such a machine:%n")
    private DeviceChoice devices = new DeviceChoice();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    private OutputChoice output = new OutputChoice();

    /** How results are shown. */
    static final class OutputChoice {
        @Option(names = {"-q", "--quiet"}, description = "Print what guests print, and nothing else.")
        boolean quiet;

        @Option(names = "--stats", description = "At the end, count exits by cause, with what they cost, and all other events.")
        boolean stats;

        @Option(names = "--usage", description = "At the end, say how much memory guests have touched, and how much more this process had at most.")
        boolean usage;

        @Option(names = "--translations", description = "At the end, list the code that kernels under binary translation run as, beside their own.")
        boolean translations;

        @Option(names = "--json", description = "Print JSON objects, one a line: console, life, event (with --trace or --filter), summary.")
        boolean json;

        @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
        Style.When colour;
    }

    RunCommand(Terminal terminal, Preparation preparation) {
        this.terminal = terminal;
        this.preparation = preparation;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        file = program.program(file);
        if (gdb.isAtStandardStreams() && (interactive || input != null && input.toString().equals("-"))) {
            throw CommandException.usage("--gdb - and " + (interactive ? "--interactive" : "--input -") + " contradict each other");
        }
        if (interactive && (input != null || output.json)) {
            throw CommandException.usage("--interactive and " + (input != null ? "--input" : "--json") + " contradict each other");
        }
        output.quiet |= interactive;
        TraceFilter filter = trace.filter();
        Set<EventKind> recorded = trace.recorded();
        SessionOptions options = options();
        if (trace.file != null && Files.exists(trace.file) && Files.exists(file) && Files.isSameFile(trace.file, file)) {
            throw CommandException.usage("--trace-file " + trace.file + " is what is to be run");
        }
        PlanResult planned = plan();
        if (output.json && !planned.problems().isEmpty()) {
            terminal.out().println(JsonOutput.diagnostics(planned.problems()));
        } else {
            new ProblemPrinter(terminal.err(), style()).print(planned.problems());
        }
        if (planned.hasErrors()) {
            return ExitCode.ERROR.code();
        }
        byte[] typed = typed();
        state.read();
        scenario.choose(planned.plan());
        if (scenario.needsTrace() && options.traceCapacity() == 0) {
            options = options.withTraceCapacity(TraceChoice.CAPACITY);
        }
        try (Session session = Session.create(planned.plan(), options)) {
            session.trace().ifPresent(buffer -> buffer.enable(recorded));
            return run(session, filter, typed).code();
        } catch (StartException e) {
            throw new CommandException(ExitCode.ERROR, e.getMessage());
        }
    }

    private PlanResult plan() throws InterruptedException {
        if (PlanLoader.isConfiguration(file)) {
            program.refuse(devices.given());
            return PlanLoader.configuration(file, hosts, preparation);
        }
        if (!hosts.isEmpty()) {
            throw CommandException.usage("--host names a host of a configuration, and " + file + " is none");
        }
        return PlanLoader.program(file, program.host(file).with(devices.parts()));
    }

    private byte[] typed() throws IOException {
        if (input == null) {
            return null;
        }
        return input.toString().equals("-") ? terminal.in().readAllBytes() : Files.readAllBytes(input);
    }

    private Style style() {
        return Style.of(terminal, output.colour);
    }

    private boolean isTypedLive() {
        return !gdb.isAtStandardStreams() && (interactive || input == null && terminal.isInteractive());
    }

    private SessionOptions options() {
        SessionOptions kept = gdb.isAsked() ? SessionOptions.unattended().withHistory(History.Limits.standard()) : SessionOptions.unattended();
        return kept.withAwaitsInput(isTypedLive() || gdb.isAsked() || migration.listens()).withStartsPaused(gdb.isAsked() || state.begins())
            .withPacesIdle(interactive).withEngine(engine).withTraceFile(trace.file)
            .withInstructionLimit(limit == null ? Long.MAX_VALUE : limit()).withTraceCapacity(isTraced() ? TraceChoice.CAPACITY : 0);
    }

    private boolean isTraced() {
        return !trace.none && !output.quiet || output.stats || output.json || trace.file != null;
    }

    private long limit() {
        return instructions("--limit", limit);
    }

    /** Returns a number of instructions that was given with an option. */
    public static long instructions(String option, String text) {
        try {
            long instructions = Long.parseLong(text.replace("_", ""));
            if (instructions > 0) {
                return instructions;
            }
        } catch (NumberFormatException e) {
            // Told below, as for numbers that are too small.
        }
        throw CommandException.usage(option + " " + text + ": expected a number of instructions, such as 1_000_000");
    }

    private ExitCode run(Session session, TraceFilter filter, byte[] typed) throws InterruptedException, IOException {
        Terminal screen = gdb.terminal(terminal);
        RunOutput shown = output.json ? new JsonOutput(session, screen, trace.isAsked() ? filter : null)
            : new TextOutput(session, screen, style(), trace.choice(output, filter));
        session.addListener(shown);
        Guest receiver = receiver(session);
        if (typed != null) {
            receiver.console().send(typed);
        }
        try (Interruption interruption = new Interruption(session);
                RawTerminal raw = interactive && terminal.isInteractive() ? RawTerminal.open() : null) {
            state.prepare(session);
            scenario.prepare(session);
            migration.prepare(session, terminal);
            session.start();
            state.begin(session);
            if (state.begins() && !gdb.isAsked()) {
                session.resume();
            }
            if (isTypedLive()) {
                Escape escape = interactive ? new Escape(session::stop, terminal.err()) : null;
                new Typist(terminal, receiver.console(), session, escape).start();
            }
            try (GdbChoice.Visit visit = gdb.open(session, terminal)) {
                session.awaitEnd();
            } finally {
                shown.finish(session.results());
                migration.finish(output.quiet && !output.json ? screen.err() : screen.out(), output.json);
                if (scenario.isPlayed()) {
                    tellScenario(screen);
                }
                if (output.usage) {
                    new Usage(session.touchedBytes()).print(screen.out(), output.json);
                }
                if (output.translations) {
                    new TranslationList(session, output.json).print(screen.out());
                }
                screen.out().flush();
            }
            state.end(session);
            if (interruption.happened()) {
                return ExitCode.INTERRUPTED;
            }
            if (scenario.isPlayed()) {
                return scenario.isSuccess() ? ExitCode.OK : ExitCode.FAILED;
            }
            ExitCode guests = exitCode(session);
            return guests == ExitCode.OK ? migration.exitCode() : guests;
        }
    }

    private void tellScenario(Terminal screen) {
        if (output.json) {
            scenario.printJson(screen.out(), file);
        } else if (!output.quiet || !scenario.isSuccess()) {
            scenario.print(output.quiet ? screen.err() : screen.out(), style(), file);
        }
    }

    private Guest receiver(Session session) {
        if (inputTo == null) {
            return session.guests().getFirst();
        }
        return session.guests().stream().filter(guest -> guest.name().equals(inputTo)).findFirst().orElseThrow(() -> CommandException.usage(
            "--input-to " + inputTo + ": there is no such guest, expected one of "
                + session.guests().stream().map(Guest::name).collect(Collectors.joining(", "))));
    }

    /** The worst of what became of the guests. */
    private static ExitCode exitCode(Session session) {
        Set<Ending> endings = session.results().stream().map(GuestResult::ending).collect(Collectors.toSet());
        if (endings.contains(Ending.FAILED) || endings.contains(Ending.CRASHED) || endings.contains(Ending.TRAPPING)) {
            return ExitCode.FAILED;
        }
        if (endings.contains(Ending.LIMIT)) {
            return ExitCode.LIMIT;
        }
        if (endings.contains(Ending.WAITING)) {
            return ExitCode.STUCK;
        }
        return endings.contains(Ending.STOPPED) ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    /** What of the trace is wanted. */
    static final class TraceChoice {
        /** The session hands over events at the end of each slice; there are fewer in one. */
        static final long CAPACITY = 1L << 20;
        private static final int FIRST_LINES = 200;
        private static final int FIRST_ALIKE = 3;
        /** What tells a story; under a hypervisor, each trap of the hart is told as an exit already. */
        private static final String STORY =
            "kind=vm_exit,bt_translate,emulate,reflect,irq_inject,shadow_sync,sched,hypercall,sbi,lifecycle or kind=trap !vm=*";

        @Option(names = {"-t", "--trace"}, description = "Show every event, however many there are.")
        boolean all;

        @Option(names = {"-f", "--filter"}, paramLabel = "FILTER", description = "Show every event that passes, such as 'kind=vm_exit,emulate vm=lab.*'.")
        String filter;

        @Option(names = "--record", paramLabel = "KIND", split = ",", description = "Record these kinds of events, too, which are many: instruction, tlb_miss, "
            + "walk.")
        List<String> kinds = List.of();

        @Option(names = "--no-trace", description = "Show none.")
        boolean none;

        @Option(names = "--trace-file", paramLabel = "FILE", description = "Record everything for `trapline trace`.")
        Path file;

        boolean isAsked() {
            return all || filter != null;
        }

        TextOutput.Choice choice(OutputChoice output, TraceFilter parsed) {
            int lines = output.quiet && !isAsked() || none ? 0 : isAsked() ? Integer.MAX_VALUE : FIRST_LINES;
            return new TextOutput.Choice(output.quiet, output.stats, lines, isAsked() ? Integer.MAX_VALUE : FIRST_ALIKE, parsed);
        }

        /** Returns what is to be recorded: all that is usual, and what was asked for. */
        Set<EventKind> recorded() {
            Set<EventKind> recorded = EventKind.all().stream().filter(kind -> kind.isOnByDefault() || kinds.contains(kind.label())).collect(Collectors.toSet());
            kinds.stream().filter(name -> EventKind.all().stream().noneMatch(kind -> kind.label().equals(name))).findFirst().ifPresent(name -> {
                throw CommandException.usage("--record " + name + ": there are no events of that kind; `trapline trace kinds` lists what there is");
            });
            return recorded;
        }

        TraceFilter filter() {
            if (none && isAsked()) {
                throw CommandException.usage("--no-trace and " + (all ? "--trace" : "--filter") + " contradict each other");
            }
            try {
                return TraceFilter.parse(filter != null ? filter : all ? "" : STORY);
            } catch (FilterException e) {
                throw CommandException.usage("--filter: " + e.getMessage());
            }
        }
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
