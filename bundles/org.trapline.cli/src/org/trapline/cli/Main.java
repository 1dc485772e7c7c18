// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

import org.trapline.runtime.load.Preparation;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry: reads the arguments, runs one command, says what went wrong. */
public final class Main {
    static final String NAME = "trapline";

    private Main() {
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        startFast();
        int code = run(Terminal.ofProcess(), preparation(List.of(args)), args);
        // With code 0 the process ends by itself; that spares what System.exit does to log itself.
        if (code != ExitCode.OK.code()) {
            System.exit(code);
        }
    }

    /** Turns off what libraries do at their start and nobody here needs; each of it was seen to take time. */
    private static void startFast() {
        System.setProperty("picocli.converters.excludes", "java\\.(sql|time)\\..*");
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        System.setProperty("guice_custom_class_loading", "OFF");
    }

    /** Runs a command and returns its exit code; see {@link ExitCode}. */
    public static int run(Terminal terminal, String... args) {
        return run(terminal, Preparation.none(), args);
    }

    private static int run(Terminal terminal, Preparation preparation, String... args) {
        try {
            return commandLine(new CommandFactory(terminal, preparation), List.of(args)).execute(helpAsOption(args));
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    /** {@code help run} is {@code run --help}. */
    private static String[] helpAsOption(String[] args) {
        if (args.length == 0) {
            return new String[] {"--help"};
        }
        if (!args[0].equals("help")) {
            return args;
        }
        return args.length == 1 ? new String[] {"--help"} : new String[] {args[1], "--help"};
    }

    /** Begins to set up what a run will need while its options are read, which takes as long. */
    private static Preparation preparation(List<String> args) {
        return args.size() > 1 && args.getFirst().equals(Command.RUN.label()) ? Preparation.begin(args) : Preparation.none();
    }

    private static CommandLine commandLine(CommandFactory factory, List<String> args) {
        Terminal terminal = factory.terminal();
        CommandLine root = new CommandLine(CommandSpec.create().name(NAME));
        CommandSpec spec = root.getCommandSpec();
        addStandardOptions(spec);
        spec.usageMessage().description("Runs RISC-V machines and hypervisors, and looks into them.")
            .customSynopsis(NAME + " COMMAND [OPTIONS] [FILES]")
            .footer("", "`" + NAME + " COMMAND --help` says more.");
        for (Command command : Command.values()) {
            // Only the command that is called is looked at: reading the annotations of all takes longer than most commands do.
            boolean isCalled = args.contains(command.label());
            CommandLine line = isCalled ? new CommandLine(command.type(), factory) : new CommandLine(CommandSpec.create());
            line.getCommandSpec().usageMessage().header(capitalised(command.summary()) + ".");
            if (isCalled) {
                addHelp(line);
            }
            root.addSubcommand(command.label(), line);
        }
        root.setOut(writer(terminal.out())).setErr(writer(terminal.err()));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        // In this order: the other way round each command would ask the terminal for its width, by a process of its own, whether it shows help or not.
        root.setUsageHelpLongOptionsMaxWidth(36).setUsageHelpAutoWidth(true);
        root.setParameterExceptionHandler((problem, ignored) -> misused(problem, terminal));
        root.setExecutionExceptionHandler((problem, line, ignored) -> failed(problem, line, terminal));
        return root;
    }

    private static void addHelp(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        addStandardOptions(spec);
        spec.usageMessage().abbreviateSynopsis(true).exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.list());
        line.getSubcommands().values().forEach(Main::addHelp);
    }

    /** What picocli's standard help options do; written out, for those are described by annotations, which take long to be read. */
    private static void addStandardOptions(CommandSpec spec) {
        spec.versionProvider(new Version());
        spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help message and exit.").build());
        spec.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).description("Print version information and exit.").build());
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static PrintWriter writer(java.io.PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int misused(ParameterException problem, Terminal terminal) {
        CommandLine line = problem.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        terminal.err().println(name + ": " + problem.getMessage());
        UnmatchedArgumentException.printSuggestions(problem, line.getErr());
        terminal.err().println("Try `" + name + " --help`.");
        return ExitCode.USAGE.code();
    }

    private static int failed(Exception problem, CommandLine line, Terminal terminal) {
        String name = line.getCommandSpec().qualifiedName();
        terminal.out().flush();
        Throwable cause = problem instanceof UncheckedIOException unchecked ? unchecked.getCause() : problem;
        switch (cause) {
            case CommandException said -> {
                if (said.getMessage() != null) {
                    terminal.err().println(name + ": " + said.getMessage());
                }
                return said.exitCode().code();
            }
            case IOException io -> {
                terminal.err().println(name + ": " + reason(io));
                return ExitCode.ERROR.code();
            }
            default -> {
                terminal.err().println(name + ": this is a fault in Trapline; please report it with what follows");
                cause.printStackTrace(terminal.err());
                return ExitCode.INTERNAL.code();
            }
        }
    }

    /** Returns what is wrong with a file; the messages of the JDK are often just its name. */
    static String reason(IOException problem) {
        return switch (problem) {
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException there -> there.getFile() + ": there is such a file already";
            case FileSystemException other -> other.getFile() + ": " + other.getReason();
            case FileNotFoundException missing -> missing.getMessage();
            default -> problem.getMessage() == null ? problem.toString() : problem.getMessage();
        };
    }
}
