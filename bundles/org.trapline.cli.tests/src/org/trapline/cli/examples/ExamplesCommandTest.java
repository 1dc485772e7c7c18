// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Oracle;
import org.trapline.cli.testkit.Shell;
import org.trapline.examples.Example;

@Timeout(120)
final class ExamplesCommandTest {
    private static final Set<String> ABOUT_THE_MACHINE = Set.of("nanobenchmarks/guest/nano.s", "partitions/guest/landlord.s", "ballooning/guest/lender.s",
        "paravirt/guest/paravirt.s");

    @TempDir
    private Path folder;
    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    static Stream<String> examples() {
        return Example.all().stream().map(Example::name);
    }

    /** Programs of one source. */
    static Stream<String> programs() {
        return Example.all().stream().filter(example -> !example.name().equals("rings")).flatMap(example -> example.files().stream().filter(file -> file.endsWith(".s"))
            .map(file -> example.name() + "/" + file));
    }

    private String copied(String name) {
        return shell.run("examples", name, shell.path(name)).expect(ExitCode.OK).out().strip();
    }

    @Test
    void examplesAreListed() {
        String list = shell.run("examples").expect(ExitCode.OK).out();
        Example.all().forEach(example -> assertTrue(list.contains(example.name()) && list.contains(example.title()), list));
        assertTrue(shell.run("examples", "--json").expect(ExitCode.OK).out().startsWith("[{\"name\":\"hello\""));
    }

    @Test
    void aPageIsShown() {
        assertEquals(Example.named("hello").orElseThrow().summary(), shell.run("examples", "hello", "--show").expect(ExitCode.OK).out());
    }

    @Test
    void nothingIsOverwritten() {
        copied("hello");
        Shell.Result again = shell.run("examples", "hello", shell.path("hello")).expect(ExitCode.ERROR);
        assertTrue(again.err().contains("there is such a file already"), again.err());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aCopiedExampleRuns(String name) {
        String configuration = copied(name);
        Shell.Result result = shell.run("run", "--no-trace", configuration).expect(ExitCode.OK);
        // The lesson of one of them is what it is warned of, and the line is shown.
        assertEquals(List.of(), result.err().lines().filter(line -> !line.contains("(as popf on early x86)") && !line.contains(" | ")).toList(), "nothing is to be complained of");
        assertTrue(result.out().contains("powered off"), result.out());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleListsItsFiles(String name) throws IOException {
        Path folderOfExample = Path.of("..", "org.trapline.examples", "examples", name);
        assumeTrue(Files.isDirectory(folderOfExample), "needs the sources of the examples");
        try (Stream<Path> files = Files.walk(folderOfExample)) {
            List<String> there = files.filter(Files::isRegularFile).map(folderOfExample::relativize).map(path -> path.toString().replace('\\', '/'))
                .filter(file -> !file.equals("files.txt")).sorted().toList();
            assertEquals(there, List.copyOf(new TreeSet<>(Example.named(name).orElseThrow().files())));
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theSamePrintsTheSameOnQemu(String program) {
        assumeFalse(ABOUT_THE_MACHINE.contains(program), "prints how fast the machine is, or what is behind its memory, or makes hypercalls");
        Oracle qemu = Oracle.needed("qemu-system-riscv64");
        copied(program.substring(0, program.indexOf('/')));
        String source = shell.path(program);
        shell.run("asm", source, "-o", shell.path("guest.elf")).expect(ExitCode.OK);
        String ours = shell.run("run", "-q", "--memory", "8MiB", source).expect(ExitCode.OK).out();
        String theirs = qemu.run(folder, List.of("-machine", "virt", "-m", "8M", "-bios", "none", "-kernel", "guest.elf", "-display", "none",
            "-serial", "stdio", "-monitor", "none", "-no-reboot"));
        assertEquals(theirs.replace("\r", ""), ours);
        assertEquals(ours, shell.run("run", "-q", "--memory", "8MiB", "--boot", "vmm", source).expect(ExitCode.OK).out());
    }
}
