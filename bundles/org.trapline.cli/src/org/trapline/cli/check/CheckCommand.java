// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.cli.output.ProblemPrinter;
import org.trapline.cli.output.Style;
import org.trapline.cli.run.RunCommand;
import org.trapline.runtime.StartException;
import org.trapline.runtime.check.CheckReport;
import org.trapline.runtime.check.Checker;
import org.trapline.runtime.check.Cue;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;
import org.trapline.runtime.load.ProgramHost;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the guests of a configuration to the test. */
@Command(name = "check", description = "%nRuns each guest of a configuration, or a single program, alone on a machine of its own and as a guest in every "
    + "way that its host offers, and says of each run:%n%n"
    + "  fidelity     are registers, memory and console the same as bare? if not, what differs first?%n"
    + "  performance  instructions, exits by cause, cycles, slowdown, share of instructions run natively%n"
    + "  safety       did it write outside its own memory? did the VMM always get the processor back?%n%n"
    + "Before, every instruction of the host is executed in every mode: which are privileged, which are sensitive, and does Popek and "
    + "Goldberg's condition hold?%n")
public final class CheckCommand implements Callable<Integer> {
    private static final long LIMIT = 200_000_000;

    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The configuration (.tln), or a program.")
    private Path file;

    @Option(names = "--host", paramLabel = "NAME", description = "Check only this host of the configuration; may be given several times.")
    private Set<String> hosts = new LinkedHashSet<>();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "200_000_000",
        description = "Stop a run after that many instructions; default ${DEFAULT-VALUE}.")
    private String limit;

    @Option(names = "--everywhere", description = "Try each way in every place, too: under a VMM that is a process, swapped out or not, or has "
        + "processes beside it, in a partition, with devices passed through; on a host that has the H extension.")
    private boolean everywhere;

    @Option(names = "--input", paramLabel = "FILE", description = "Type what is in this file at each guest's console.")
    private Path input;

    @Option(names = "--until", paramLabel = "TEXT", description = "A guest that has printed this has done what was to be done, and is stopped. For guests "
        + "that do not end by themselves.")
    private String until;

    @Option(names = "--no-safety", description = "Leave out the runs beside a neighbour.")
    private boolean noSafety;

    @Option(names = "--no-instructions", description = "Leave out the classification of instructions.")
    private boolean noInstructions;

    @Option(names = "--costs", description = "Print what a VMM's work is charged at, and where each figure comes from, instead of checking anything.")
    private boolean costs;

    @Option(names = "--all", description = "List every instruction, also the many that are neither privileged nor sensitive.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = {"-o", "--html"}, paramLabel = "FILE", description = "Write a page with plots as well.")
    private Path html;

    @Option(names = {"-q", "--quiet"}, description = "Do not tell what is being done.")
    private boolean quiet;

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto", description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Style.When colour;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (costs) {
            CheckText.printCosts(terminal.out());
            return ExitCode.OK.code();
        }
        if (file == null) {
            throw CommandException.usage("which FILE? expected a configuration (.tln) or a program");
        }
        Checker.Options options = new Checker.Options(limit(), !noSafety, !noInstructions, everywhere,
            new Cue(input == null ? "" : Files.readString(input), until));
        Style style = Style.of(terminal, colour);
        PlanResult planned = plan();
        new ProblemPrinter(terminal.err(), style).print(planned.problems());
        if (planned.hasErrors()) {
            return ExitCode.ERROR.code();
        }
        CheckReport report = report(planned, options);
        if (json) {
            terminal.out().println(CheckJson.of(report));
        } else {
            new CheckText(report, style, all).print(terminal.out());
        }
        if (html != null) {
            Files.writeString(html, CheckHtml.of(report), StandardCharsets.UTF_8);
        }
        return (report.holds() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private PlanResult plan() {
        if (PlanLoader.isConfiguration(file)) {
            return PlanLoader.configuration(file, hosts);
        }
        if (!hosts.isEmpty()) {
            throw CommandException.usage("--host names a host of a configuration, and " + file + " is none");
        }
        return PlanLoader.program(file, ProgramHost.bare());
    }

    private CheckReport report(PlanResult planned, Checker.Options options) throws IOException {
        try {
            return new Checker(planned.plan(), options, this::tell).run();
        } catch (StartException e) {
            throw new CommandException(ExitCode.ERROR, e.getMessage());
        } catch (CancellationException e) {
            throw new CommandException(ExitCode.INTERRUPTED, e.getMessage());
        }
    }

    private void tell(String what) {
        if (!quiet && !json) {
            terminal.err().println("check: " + what);
        }
    }

    private long limit() {
        long instructions = RunCommand.instructions("--limit", limit);
        if (instructions <= Long.MAX_VALUE / 4) {
            return instructions;
        }
        throw CommandException.usage("--limit " + limit + ": expected a number of instructions, such as " + LIMIT);
    }
}
