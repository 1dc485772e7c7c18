// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.cli.conformance.Suite;
import org.trapline.cli.output.ProblemPrinter;
import org.trapline.cli.output.Style;
import org.trapline.cli.run.RunCommand;
import org.trapline.runtime.StartException;
import org.trapline.runtime.check.Arrangement;
import org.trapline.runtime.check.CheckReport;
import org.trapline.runtime.check.Checker;
import org.trapline.runtime.check.Cue;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;
import org.trapline.runtime.load.ProgramHost;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs guests in every combination, and prints one table of all. */
@Command(name = "matrix", description = "%nRuns each guest of configurations, single programs and folders of conformance tests in every combination of "
    + "technique, paging, place of the VMM and way to devices, and prints a table in Markdown: a row for each combination, a column for each guest. "
    + "The exit code is 3 if one of them is not as it is on a machine of its own.%n")
public final class MatrixCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Configurations (.tln), programs, and folders with the ELF files of conformance tests.")
    private List<Path> files;

    @Option(names = "--only", paramLabel = "PATTERN", defaultValue = "*", description = "Only files of such names in folders: rv64ui-*.")
    private String only;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "200_000_000", description = "Stop a run after that many instructions; default ${DEFAULT-VALUE}.")
    private String limit;

    @Option(names = "--input", paramLabel = "FILE", description = "Type what is in this file at each guest's console.")
    private Path input;

    @Option(names = "--until", paramLabel = "TEXT", description = "A guest that has printed this has done what was to be done, and is stopped. For guests "
        + "that do not end by themselves.")
    private String until;

    @Option(names = "--no-places", description = "Leave out other places than that of a VMM which owns the machine, and devices that are passed through.")
    private boolean noPlaces;

    @Option(names = "--no-safety", description = "Leave out the runs beside a neighbour.")
    private boolean noSafety;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Write the table there.")
    private Path output;

    @Option(names = {"-q", "--quiet"}, description = "Do not tell what is being done.")
    private boolean quiet;

    MatrixCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Checker.Options options = new Checker.Options(RunCommand.instructions("--limit", limit), !noSafety, false, !noPlaces,
            new Cue(input == null ? "" : Files.readString(input), until));
        MatrixTable table = new MatrixTable(arrangements());
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                addSuite(file, table);
            } else {
                for (CheckReport.GuestReport guest : check(file, options).guests()) {
                    table.add(guest);
                }
            }
        }
        String text = table.toString();
        if (output != null) {
            Files.writeString(output, text, StandardCharsets.UTF_8);
        } else {
            terminal.out().print(text);
        }
        return (table.holds() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private List<Arrangement> arrangements() {
        return noPlaces ? Arrangement.virtual() : Arrangement.everywhere();
    }

    private void addSuite(Path folder, MatrixTable table) throws IOException, InterruptedException {
        Suite suite = Suite.of(folder, only);
        if (suite.programs().isEmpty()) {
            throw CommandException.error(folder + ": there are no ELF files" + (only.equals("*") ? "" : " named " + only));
        }
        List<MatrixTable.Cell> cells = new ArrayList<>();
        for (Arrangement arrangement : arrangements()) {
            if (!MatrixTable.fitsSuites(arrangement)) {
                cells.add(MatrixTable.Cell.NONE);
                continue;
            }
            tell(folder + ": " + arrangement.label());
            cells.add(MatrixTable.Cell.of(suite.programs().size(), suite.failing(arrangement)));
        }
        table.add(folder.getFileName() + " (" + suite.programs().size() + " programs)", cells);
    }

    private CheckReport check(Path file, Checker.Options options) throws IOException {
        PlanResult planned = PlanLoader.isConfiguration(file) ? PlanLoader.configuration(file, Set.of()) : PlanLoader.program(file, ProgramHost.bare(file));
        new ProblemPrinter(terminal.err(), Style.of(terminal, Style.When.AUTO)).print(planned.problems());
        if (planned.hasErrors()) {
            throw CommandException.error(file + " cannot be run");
        }
        try {
            return new Checker(planned.plan(), options, this::tell).run();
        } catch (StartException e) {
            throw new CommandException(ExitCode.ERROR, e.getMessage());
        } catch (CancellationException e) {
            throw new CommandException(ExitCode.INTERRUPTED, e.getMessage());
        }
    }

    private void tell(String what) {
        if (!quiet) {
            terminal.err().println("matrix: " + what);
        }
    }
}
