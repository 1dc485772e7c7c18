// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.cli.testkit.Shell;

final class MainTest {
    @TempDir
    private Path folder;
    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    static Stream<List<String>> commands() {
        Stream<List<String>> all = Arrays.stream(Command.values()).map(command -> List.of(command.label()));
        Stream<List<String>> ofTrace = Stream.of("show", "stats", "export", "diff", "info", "kinds").map(name -> List.of("trace", name));
        return Stream.concat(all, ofTrace);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHelpsAndNamesItsExitCodes(List<String> command) {
        String[] args = Stream.concat(command.stream(), Stream.of("--help")).toArray(String[]::new);
        String help = shell.run(args).expect(ExitCode.OK).out();
        assertTrue(help.contains("Usage: trapline " + String.join(" ", command)), help);
        assertTrue(help.contains("Exit codes:"), help);
        for (ExitCode code : ExitCode.values()) {
            assertTrue(help.contains("  " + code.code() + " "), () -> code + " is missing in " + help);
        }
    }

    @Test
    void helpListsEveryCommand() {
        String help = shell.run("--help").expect(ExitCode.OK).out();
        for (Command command : Command.values()) {
            assertTrue(help.lines().anyMatch(line -> line.strip().startsWith(command.label() + " ")), () -> command + " is missing in " + help);
        }
        assertEquals(help, shell.run().expect(ExitCode.OK).out(), "without a command, help is shown");
        assertEquals(help, shell.run("help").expect(ExitCode.OK).out());
    }

    @Test
    void helpWithACommandIsTheCommandsHelp() {
        assertEquals(shell.run("run", "--help").out(), shell.run("help", "run").expect(ExitCode.OK).out());
    }

    @Test
    void theVersionNamesTheJava() {
        String version = shell.run("--version").expect(ExitCode.OK).out();
        assertTrue(version.startsWith("Trapline "), version);
        assertTrue(version.contains("Java " + Runtime.version().feature()), version);
    }

    @Test
    void exitCodesDiffer() {
        Set<Integer> codes = new HashSet<>();
        for (ExitCode code : ExitCode.values()) {
            assertTrue(codes.add(code.code()), code + " has a code that another one has");
        }
    }

    /** Arguments, exit code, and what the message says. */
    static Stream<Arguments> misuse() {
        return Stream.of(
            Arguments.of("rum x.tln", ExitCode.USAGE, "trapline: Unmatched argument"),
            Arguments.of("run", ExitCode.USAGE, "nothing to run: expected a FILE, --kernel or --bios"),
            Arguments.of("run --no-such-option x.tln", ExitCode.USAGE, "Unknown option: '--no-such-option'"),
            Arguments.of("run nowhere.tln", ExitCode.ERROR, "nowhere.tln: error: there is no such file"),
            Arguments.of("run nowhere.s", ExitCode.ERROR, "there is no file"),
            Arguments.of("run nowhere.tln --limit many", ExitCode.USAGE, "--limit many: expected a number of instructions"),
            Arguments.of("run nowhere.tln --limit 0", ExitCode.USAGE, "--limit 0: expected a number of instructions"),
            Arguments.of("run nowhere.tln --filter kind=", ExitCode.USAGE, "--filter: "),
            Arguments.of("run nowhere.tln --trace --no-trace", ExitCode.USAGE, "contradict"),
            Arguments.of("run nowhere.tln --memory 8MiB", ExitCode.USAGE, "--memory is for programs without a configuration"),
            Arguments.of("run nowhere.s --host h", ExitCode.USAGE, "--host names a host of a configuration"),
            Arguments.of("run nowhere.s --memory lots", ExitCode.USAGE, "--memory lots: expected, for example, 64MiB"),
            Arguments.of("run nowhere.s --memory 64MB", ExitCode.USAGE, "write MiB"),
            Arguments.of("run nowhere.s --memory 5B", ExitCode.USAGE, "whole pages"),
            Arguments.of("run nowhere.s --cores 0", ExitCode.USAGE, "--cores 0: expected 1 to"),
            Arguments.of("run nowhere.s --isa rv32i", ExitCode.ERROR, "there is no file"),
            Arguments.of("run nowhere.s --isa rv32i_sv39", ExitCode.USAGE, "sv39 is not for rv32"),
            Arguments.of("run nowhere.s --isa elephant", ExitCode.USAGE, "--isa: isa 'elephant'"),
            Arguments.of("run nowhere.s --boot floppy", ExitCode.USAGE, "'floppy'"),
            Arguments.of("asm", ExitCode.USAGE, "Missing required parameter: 'FILE'"),
            Arguments.of("asm nowhere.s", ExitCode.ERROR, "nowhere.s: there is no such file"),
            Arguments.of("asm nowhere.s --isa rv64q", ExitCode.USAGE, "isa 'rv64q'"),
            Arguments.of("asm nowhere.s --base here", ExitCode.USAGE, "'here' is not a number"),
            Arguments.of("asm -c a.s b.s", ExitCode.USAGE, "--object takes one source"),
            Arguments.of("objdump nowhere.elf", ExitCode.ERROR, "nowhere.elf: there is no such file"),
            Arguments.of("trace", ExitCode.USAGE, "say what to do with the trace: show, stats, export, diff, info, kinds"),
            Arguments.of("trace show nowhere.trace", ExitCode.ERROR, "nowhere.trace"),
            Arguments.of("trace show --format fancy x", ExitCode.USAGE, "fancy"),
            Arguments.of("riscv-tests nowhere", ExitCode.ERROR, "nowhere: there is no such file"),
            Arguments.of("examples elephant", ExitCode.USAGE, "there is no example 'elephant', expected one of hello"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misuse")
    void misuseIsToldWithTheRightExitCode(String command, ExitCode code, String message) {
        Shell.Result result = shell.run(command.split(" ")).expect(code);
        assertTrue(result.err().contains(message), () -> "expected '" + message + "' in: " + result.err());
        assertTrue(result.err().lines().noneMatch(line -> line.startsWith("\tat ")), () -> "no stack trace is shown: " + result.err());
    }

    @Test
    void aFolderInThePlaceOfAFileIsAnError() {
        for (String command : List.of("run", "asm", "objdump", "trace show")) {
            String[] args = Stream.concat(Arrays.stream(command.split(" ")), Stream.of(folder.toString())).toArray(String[]::new);
            Shell.Result result = shell.run(args).expect(ExitCode.ERROR);
            assertEquals(1, result.err().lines().count(), result.err());
        }
    }
}
