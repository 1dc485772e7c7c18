// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Shell;
import org.trapline.trace.EventKind;

final class TraceCommandTest {
    @TempDir
    private Path folder;
    private Shell shell;
    private String trace;

    @BeforeEach
    void record() {
        shell = new Shell(folder);
        trace = record("run.trace", 'x');
    }

    private String record(String name, char printed) {
        String program = shell.file("print.s", "_start: li t0, 0x10000000", "li t1, '" + printed + "'", "sb t1, 0(t0)", "csrw mscratch, t1",
            "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j .");
        shell.run("run", "-q", "--boot", "vmm", "--memory", "8MiB", program, "--trace-file", shell.path(name)).expect(ExitCode.OK);
        return shell.path(name);
    }

    @Test
    void eventsAreShownWithTheirSource() {
        String shown = shell.run("trace", "show", trace, "-f", "kind=emulate insn=csrw").expect(ExitCode.OK).out();
        List<String> lines = shown.lines().toList();
        assertEquals(2, lines.size(), shown);
        assertTrue(lines.get(1).contains("print.s:4") && lines.get(1).endsWith("csrw mscratch,t1  mscratch: 0x0 -> 0x78"), shown);
    }

    @Test
    void aLimitAndARangeMakeItShorter() {
        assertEquals(1 + 5, shell.run("trace", "show", trace, "-n", "5").out().lines().count());
        assertEquals(1 + 3, shell.run("trace", "show", trace, "--from", "10", "--to", "12").out().lines().count());
    }

    @Test
    void eachFormatHasALineForEachEvent() {
        long events = shell.run("trace", "show", trace, "--json").out().lines().count();
        assertTrue(events > 20);
        assertEquals(events + 1, shell.run("trace", "show", trace).out().lines().count());
        assertEquals(events + 1, shell.run("trace", "show", trace, "--format", "csv").out().lines().count());
        assertTrue(shell.run("trace", "show", trace, "--json", "-n", "1").out().startsWith("{\"seq\":0,"));
    }

    @Test
    void statisticsCountExits() {
        String text = shell.run("trace", "stats", trace).expect(ExitCode.OK).out();
        assertTrue(text.contains("illegal_instruction"), text);
        String json = shell.run("trace", "stats", trace, "--json", "-f", "kind=vm_exit").expect(ExitCode.OK).out();
        assertTrue(json.matches("(?s)\\{\"events\":[0-9]+,\"kinds\":\\{\"vm_exit\":[0-9]+\\},.*"), json);
    }

    @Test
    void tracesAreExportedForOtherPrograms() throws IOException {
        shell.run("trace", "export", trace, "--format", "chrome", "-o", shell.path("t.json")).expect(ExitCode.OK);
        assertTrue(Files.readString(folder.resolve("t.json")).contains("\"traceEvents\":["));
        shell.run("trace", "export", trace, "--format", "ctf", "-o", shell.path("ctf")).expect(ExitCode.OK);
        assertTrue(Files.readString(folder.resolve("ctf/metadata")).startsWith("/* CTF 1.8 */"));
        String csv = shell.run("trace", "export", trace, "--format", "csv", "-o", "-", "-f", "kind=emulate").expect(ExitCode.OK).out();
        assertTrue(csv.lines().skip(1).allMatch(line -> line.contains(",emulate,")), csv);
        Shell.Result toStandardOutput = shell.run("trace", "export", trace, "--format", "ctf", "-o", "-").expect(ExitCode.USAGE);
        assertTrue(toStandardOutput.err().contains("--format ctf needs a file"), toStandardOutput.err());
    }

    @Test
    void theTraceThatIsReadIsNotOverwritten() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(trace));
        shell.run("trace", "export", trace, "--format", "text", "-o", trace).expect(ExitCode.USAGE);
        assertTrue(Arrays.equals(before, Files.readAllBytes(Path.of(trace))));
    }

    @Test
    void equalRunsAreEqualAndOthersAreNot() {
        String again = record("again.trace", 'x');
        assertTrue(shell.run("trace", "diff", trace, again).expect(ExitCode.OK).out().startsWith("the same, "));
        String other = record("other.trace", 'y');
        String text = shell.run("trace", "diff", trace, other).expect(ExitCode.FAILED).out();
        assertTrue(text.contains("differs in ") && text.contains("\n  left: ") && text.contains("\n  right: "), text);
        String json = shell.run("trace", "diff", trace, other, "--json").expect(ExitCode.FAILED).out();
        assertTrue(json.startsWith("{\"same\":false,\"seq\":"), json);
    }

    @Test
    void infoTellsTheDigestOfTheRun() {
        String again = record("again.trace", 'x');
        String info = shell.run("trace", "info", trace).expect(ExitCode.OK).out();
        assertTrue(info.contains("hosts    machine") && info.contains("vms      guest"), info);
        assertEquals(info, shell.run("trace", "info", again).out(), "equal runs have equal digests");
    }

    @Test
    void aTraceThatWasCutShortIsRefusedWithWhatCanBeRead() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(trace));
        String cut = shell.file("cut.trace", Arrays.copyOf(whole, whole.length - 20));
        for (String command : List.of("show", "stats", "info")) {
            Shell.Result result = shell.run("trace", command, cut).expect(ExitCode.ERROR);
            assertTrue(result.err().contains("cut short") && result.err().contains("--recover reads what is there"), result.err());
            assertEquals("", result.out());
        }
        Shell.Result recovered = shell.run("trace", "show", "--recover", cut).expect(ExitCode.OK);
        assertTrue(recovered.err().contains("warning: "), "the damage is told all the same: " + recovered.err());
        assertEquals(shell.run("trace", "show", trace).out(), recovered.out());
        shell.run("trace", "export", "--recover", cut, "--format", "trace", "-o", shell.path("mended.trace")).expect(ExitCode.OK);
        shell.run("trace", "diff", trace, shell.path("mended.trace")).expect(ExitCode.OK);
    }

    @Test
    void aFileThatIsNoTraceIsRefused() {
        for (byte[] content : List.of(new byte[0], "text".getBytes(java.nio.charset.StandardCharsets.US_ASCII), new byte[1000])) {
            Shell.Result result = shell.run("trace", "show", shell.file("bad.trace", content)).expect(ExitCode.ERROR);
            assertEquals(1, result.err().lines().count(), result.err());
        }
    }

    @Test
    void aWrongFilterSaysWhatWasExpected() {
        Shell.Result result = shell.run("trace", "show", trace, "-f", "colour=red").expect(ExitCode.USAGE);
        assertTrue(result.err().startsWith("trapline trace show: filter: "), result.err());
    }

    @Test
    void everyKindOfEventIsListed() {
        String list = shell.run("trace", "kinds").expect(ExitCode.OK).out();
        for (EventKind kind : EventKind.all()) {
            assertTrue(list.lines().anyMatch(line -> line.startsWith(kind.label() + " ") && line.contains(kind.doc())), kind.label());
        }
        assertFalse(shell.run("trace", "kinds", "--json").expect(ExitCode.OK).out().isBlank());
    }
}
