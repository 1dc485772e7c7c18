// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Shell;

@Timeout(120)
final class RunCommandTest {
    private static final String[] OFF = {"li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j ."};

    @TempDir
    private Path folder;
    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    private String program(String name, String... lines) {
        return shell.file(name, Stream.concat(Stream.of(lines), Stream.of(OFF)).toArray(String[]::new));
    }

    private String printing(String name, String text) {
        return program(name, ".globl _start", "_start: la a0, text", "li t1, 0x10000000", "1: lbu t0, 0(a0)", "beqz t0, 2f", "sb t0, 0(t1)", "addi a0, a0, 1",
            "j 1b", ".pushsection .rodata", "text: .asciz \"" + text + "\"", ".popsection", "2:");
    }

    /** Two guests that take turns: one prints now and then, the other computes. */
    private String twoGuests() {
        printing("talks.s", "one\\ntwo\\n");
        printing("asks.s", "who? ");
        return shell.file("lab.tln", "import \"talks.s\" as talks", "import \"asks.s\" as asks", "host lab { memory 64 MiB hypervisor v {",
            "  domain a { memory 8 MiB kernel talks }", "  domain b { memory 8 MiB kernel asks } } }");
    }

    // ---- devices ----

    @Test
    void drivesAndCardsAreInTheirSlots() throws IOException {
        Files.write(folder.resolve("one.img"), new byte[512 * 7]);
        String program = program("slots.s", "_start: li a0, 0x10001000", "lw a1, 8(a0)", "lw a2, 0x100(a0)", "li a3, 0x10002000", "lw a4, 8(a3)",
            "li a5, 0x10003000", "lw a6, 8(a5)", "slli a1, a1, 24", "slli a4, a4, 16", "slli a6, a6, 8", "or a1, a1, a4", "or a1, a1, a6", "or a1, a1, a2",
            "li t0, 0x02010407", "beq a1, t0, 1f", "li t0, 0x100000", "li t1, 0x13333", "sw t1, 0(t0)", "1:");
        shell.run("run", program, "--drive", folder.resolve("one.img") + ",readonly", "--net", "--capture", folder.resolve("n.pcap").toString(), "--rng")
            .expect(ExitCode.OK);
        assertEquals(24, Files.size(folder.resolve("n.pcap")));
    }

    @Test
    void eventsThatAreManyAreRecordedWhenTheyAreAskedFor() {
        String program = shell.file("off.s", OFF);
        String[] usual = {"run", program, "-q", "--stats", "--technique", "trap_and_emulate"};
        assertFalse(shell.run(usual).expect(ExitCode.OK).out().contains("  walk "));
        String[] asked = Arrays.copyOf(usual, usual.length + 2);
        asked[usual.length] = "--record";
        asked[usual.length + 1] = "walk,tlb_miss";
        String out = shell.run(asked).expect(ExitCode.OK).out();
        assertTrue(out.contains("  walk ") && out.contains("  tlb_miss "), out);
        asked[usual.length + 1] = "wakl";
        assertTrue(shell.run(asked).expect(ExitCode.USAGE).err().contains("--record wakl: there are no events of that kind"));
    }

    @Test
    void usageTellsHowManyPagesGuestsHaveTouched() {
        long few = touched(100);
        assertTrue(few > 100 << 12, () -> few + " bytes, in which the program's own page is missing");
        assertEquals(1000 << 12, touched(1100) - few);
        assertTrue(shell.run("run", "-q", "--usage", stores(100)).expect(ExitCode.OK).out().startsWith("memory: 0.4 MiB touched by guests"));
    }

    private long touched(int pages) {
        String line = shell.run("run", "--json", "--usage", stores(pages)).expect(ExitCode.OK).out().lines().filter(l -> l.contains("\"usage\"")).findFirst()
            .orElseThrow();
        return Long.parseLong(line.replaceAll(".*\"touched\":([0-9]+).*", "$1"));
    }

    private String stores(int pages) {
        return program("stores.s", "_start: li t0, 0x80100000", "li t1, " + pages, "li t2, 4096", "1: sb t1, 0(t0)", "add t0, t0, t2", "addi t1, t1, -1",
            "bnez t1, 1b");
    }

    @Test
    void drivesThatCannotBeAreRefused() {
        String program = program("p.s", "_start:");
        String none = folder.resolve("none.img").toString();
        assertTrue(shell.run("run", program, "--drive", none).expect(ExitCode.ERROR).err().contains("there is no file"));
        assertTrue(shell.run("run", program, "--drive", none + ",quick").expect(ExitCode.USAGE).err().contains("'quick' is not known"));
        assertTrue(shell.run("run", program, "--capture", "x.pcap").expect(ExitCode.USAGE).err().contains("without --net"));
        assertTrue(shell.run("run", shell.file("lab.tln", "host h { }"), "--rng").expect(ExitCode.USAGE).err().contains("--rng is for programs"));
    }

    // ---- how it ends ----

    static Stream<Arguments> endings() {
        return Stream.of(
            Arguments.of("_start: li t0, 0x100000; li t1, 0x5555; sw t1, 0(t0); j .", ExitCode.OK, "powered off"),
            Arguments.of("_start: li t0, 0x100000; li t1, 0x93333; sw t1, 0(t0); j .", ExitCode.FAILED, "failed with code 9, at 0x8000"),
            Arguments.of("_start: j _start", ExitCode.LIMIT, "reached the instruction limit, at 0x80000000 <_start> p.s:1"),
            Arguments.of("_start: wfi; j _start", ExitCode.STUCK, "waits for input that does not come, at 0x80000004 <_start+0x4> p.s:1"),
            Arguments.of("_start: csrw mtvec, x0; .word 0", ExitCode.FAILED, "traps endlessly, at 0x0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void theExitCodeTellsHowTheGuestEnded(String source, ExitCode code, String text) {
        Shell.Result result = shell.run("run", shell.file("p.s", source), "--limit", "1_000_000", "--memory", "8MiB").expect(code);
        assertTrue(result.out().contains(text), result.out());
    }

    @Test
    void theWorstEndingDecides() {
        shell.file("good.s", OFF);
        shell.file("bad.s", "_start: li t0, 0x100000", "li t1, 0x13333", "sw t1, 0(t0)");
        shell.file("endless.s", "_start: j _start");
        String lab = shell.file("lab.tln", "import \"good.s\" as good", "import \"bad.s\" as bad", "import \"endless.s\" as endless",
            "host a { memory 8 MiB boot good }", "host b { memory 8 MiB boot bad }", "host c { memory 8 MiB boot endless }");
        shell.run("run", lab, "--limit", "1000").expect(ExitCode.FAILED);
        shell.run("run", lab, "--limit", "1000", "--host", "a", "--host", "c").expect(ExitCode.LIMIT);
        shell.run("run", lab, "--host", "a").expect(ExitCode.OK);
    }

    @Test
    void whatIsNotExecutedYetIsRefusedWithItsLine() {
        shell.file("a.s", OFF);
        String lab = shell.file("lab.tln", "import \"a.s\" as a", "host h { isa rv64gc_h memory 64 MiB", "  hypervisor box { io passthrough", "    domain d { memory 8 MiB kernel a } } }");
        Shell.Result result = shell.run("run", lab).expect(ExitCode.ERROR);
        assertTrue(result.err().startsWith(lab + ":3: error: hypervisor 'box': io passthrough: no domain has a device of the host"),
            result.err());
        String json = shell.run("run", lab, "--json").expect(ExitCode.ERROR).out();
        assertTrue(json.startsWith("{\"type\":\"diagnostics\",\"diagnostics\":[{\"file\":"), json);
    }

    @Test
    void errorsOfAProgramAreShownInTheProgram() {
        shell.file("a.s", "_start: nop", "  addi a0, a0");
        String lab = shell.file("lab.tln", "import \"a.s\" as a", "host h { boot a }");
        Shell.Result result = shell.run("run", lab).expect(ExitCode.ERROR);
        assertTrue(result.err().startsWith(shell.path("a.s") + ":2:"), result.err());
        assertTrue(result.err().contains("    2 |   addi a0, a0\n"), result.err());
    }

    @Test
    void hostsThatAreTooSmallForTheirGuestsAreRefused() {
        shell.file("a.s", OFF);
        String lab = shell.file("lab.tln", "import \"a.s\" as a", "host h { memory 16 MiB hypervisor v { domain d { memory 16 MiB kernel a } } }");
        Shell.Result result = shell.run("run", lab).expect(ExitCode.ERROR);
        assertTrue(result.err().contains("memory"), result.err());
    }

    // ---- what is shown ----

    @Test
    void quietIsWhatTheGuestPrintsAndNothingElse() {
        assertEquals("hello\nworld", shell.run("run", "-q", printing("p.s", "hello\\nworld")).expect(ExitCode.OK).out());
    }

    @Test
    void linesOfSeveralGuestsHaveTheirNames() {
        List<String> lines = shell.run("run", "--no-trace", twoGuests()).expect(ExitCode.OK).out().lines().toList();
        assertTrue(lines.contains("lab.a> one") && lines.contains("lab.a> two") && lines.contains("lab.b> who? "), lines::toString);
        assertFalse(lines.stream().anyMatch(line -> line.contains("vm_exit")), "no trace is shown");
    }

    @Test
    void theTraceIsInterleavedInItsOrder() {
        String out = shell.run("run", printing("p.s", "x\\n"), "--boot", "vmm", "-f", "kind=emulate").expect(ExitCode.OK).out();
        int first = out.indexOf("sb t0,0(t1)");
        int console = out.indexOf("guest> x\n");
        int last = out.indexOf("sw t1,0(t0)");
        assertTrue(0 < first && first < console && console < last, out);
    }

    @Test
    void aLongTraceIsCutUnlessItIsAskedFor() {
        String program = printing("p.s", "a long text that the guest prints, character by character, each of them an exit and more\\n".repeat(8));
        String cut = shell.run("run", program, "--boot", "vmm").expect(ExitCode.OK).out();
        assertTrue(cut.lines().count() < 230, "the trace does not flood the terminal");
        assertTrue(cut.contains("(repeats are left out)") && cut.contains("shown, --trace shows all"), cut);
        String whole = shell.run("run", program, "--boot", "vmm", "--trace").expect(ExitCode.OK).out();
        assertTrue(whole.lines().count() > 5_000, "all of it was asked for");
        assertFalse(whole.contains("repeats are left out"));
    }

    @Test
    void theSummaryCountsExitsByCause() {
        String out = shell.run("run", "--boot", "vmm", "--no-trace", "--stats", program("p.s", "_start: csrw mscratch, t0", "csrw mscratch, t1")).expect(ExitCode.OK).out();
        assertTrue(out.lines().anyMatch(line -> line.matches("guest +\\d+ +\\d+ +\\d+ +\\d+  powered off")), out);
        assertTrue(out.contains("exits of guest: ") && out.contains("illegal_instruction 2"), out);
        assertTrue(out.contains("csrw mscratch,t0") || out.contains("csrw"), "--stats counts what was emulated: " + out);
    }

    @Test
    void jsonIsAnObjectALine() {
        List<String> lines = shell.run("run", "--json", "--boot", "vmm", printing("p.s", "hi\\n"), "-f", "kind=emulate").expect(ExitCode.OK).out().lines().toList();
        assertTrue(lines.contains("{\"type\":\"life\",\"guest\":\"guest\",\"state\":\"running\"}"), lines::toString);
        assertTrue(lines.contains("{\"type\":\"console\",\"guest\":\"guest\",\"text\":\"hi\\n\"}"), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("{\"type\":\"event\",\"event\":{\"seq\":") && line.contains("\"kind\":\"emulate\"")));
        assertTrue(lines.getLast().startsWith("{\"type\":\"summary\",\"guests\":[{\"guest\":\"guest\",\"ending\":\"powered_off\",\"exit_code\":0,"), lines.getLast());
        assertTrue(lines.getLast().contains("\"trace_digest\":\"") && lines.getLast().contains("\"statistics\":{\"events\":"), lines.getLast());
    }

    @Test
    void theSameRunHasTheSameDigest() {
        String lab = twoGuests();
        assertEquals(shell.run("run", "--json", lab).out(), shell.run("run", "--json", lab).out());
    }

    @Test
    void coloursAreOnlyUsedWhenTheyAreWanted() {
        String program = printing("p.s", "x\\n");
        assertFalse(shell.run("run", program).out().contains("\u001b["));
        assertTrue(shell.run("run", "--color", "always", program).out().contains("\u001b["));
    }

    // ---- trace files ----

    @Test
    void aTraceFileThatCannotBeWrittenIsTold() {
        Shell.Result result = shell.run("run", printing("p.s", "x"), "--trace-file", shell.path("no/such/folder")).expect(ExitCode.ERROR);
        assertTrue(result.err().contains("no/such/folder"), result.err());
    }

    @Test
    void whatIsRunIsNotOverwrittenByItsTrace() throws IOException {
        String program = printing("p.s", "x");
        String before = Files.readString(Path.of(program));
        shell.run("run", program, "--trace-file", program).expect(ExitCode.USAGE);
        assertEquals(before, Files.readString(Path.of(program)));
    }

    // ---- input ----

    private String echoUntilQ() {
        return program("echo.s", "_start: li s0, 0x10000000", "1: lbu t0, 5(s0)", "andi t0, t0, 1", "beqz t0, 1b", "lbu a0, 0(s0)", "sb a0, 0(s0)",
            "li t1, 'q'", "bne a0, t1, 1b");
    }

    @Test
    void inputComesFromAFileOrTheStandardInput() {
        String typed = shell.file("typed.txt", "to the guest q");
        assertEquals("to the guest q", shell.run("run", "-q", echoUntilQ(), "--input", typed).expect(ExitCode.OK).out());
        assertEquals("piped q", shell.runTyping("piped q", "run", "-q", echoUntilQ(), "--input", "-").expect(ExitCode.OK).out());
        assertEquals("under the vmm q", shell.runTyping("under the vmm q", "run", "-q", "--boot", "vmm", echoUntilQ(), "--input", "-").expect(ExitCode.OK).out());
    }

    @Test
    void inputGoesToTheGuestThatIsNamed() {
        echoUntilQ();
        printing("talks.s", "no\\n");
        String lab = shell.file("lab.tln", "import \"talks.s\" as talks", "import \"echo.s\" as echo", "host a { memory 8 MiB boot talks }",
            "host b { memory 8 MiB boot echo }");
        Shell.Result result = shell.runTyping("yes q", "run", "--no-trace", lab, "--input", "-", "--input-to", "b").expect(ExitCode.OK);
        assertTrue(result.out().contains("b> yes q"), result.out());
        Shell.Result wrong = shell.runTyping("x", "run", lab, "--input", "-", "--input-to", "c").expect(ExitCode.USAGE);
        assertTrue(wrong.err().contains("expected one of a, b"), wrong.err());
    }

    // ---- gdb ----

    @Test
    void gdbComesToTheStandardStreamsAndTheRestGoesToTheOtherOne() {
        Shell.Result result = shell.runTyping("+$QStartNoAckMode#b0$p20#d2$D#44", "run", "-q", printing("p.s", "hello"), "--gdb", "-").expect(ExitCode.OK);
        assertEquals("+$OK#9a$0000008000000000#08$OK#9a", result.out());
        assertTrue(result.err().contains("hello"), result.err());
    }

    @Test
    void whatGdbCannotSeeIsToldBeforeItComes() {
        String program = printing("p.s", "hello");
        assertTrue(shell.run("run", program, "--gdb", "0", "--gdb-target", "x").expect(ExitCode.USAGE).err().contains("expected one of"));
        assertTrue(shell.run("run", program, "--gdb-target", "x").expect(ExitCode.USAGE).err().contains("without --gdb"));
        assertTrue(shell.run("run", program, "--gdb", "99999").expect(ExitCode.USAGE).err().contains("expected PORT or HOST:PORT"));
        shell.run("run", program, "--gdb", "-", "--interactive").expect(ExitCode.USAGE);
    }

    // ---- programs from elsewhere ----

    @Test
    void firmwareCommandLineAndRamDiskComeFromOptions() {
        // Firmware that goes where it is told; a kernel that prints the first letter of its RAM disk.
        String fw = shell.file("fw.s", "_start: ld t0, 16(a2)", "jr t0");
        String kernel = shell.file("k.s", "_start: li t0, 0x10000000", "li t1, 0x80c00000", "lbu t1, 0(t1)", "sb t1, 0(t0)",
            "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j .");
        shell.run("asm", kernel, "--base", "0x80400000", "-o", shell.path("k.elf")).expect(ExitCode.OK);
        String disk = shell.file("disk", "R");
        Shell.Result result = shell.run("run", "--kernel", shell.path("k.elf"), "--bios", fw, "--initrd", disk, "--append", "quiet", "-m", "16MiB",
            "--smp", "2", "-q").expect(ExitCode.OK);
        assertTrue(result.out().startsWith("R"), result.out());
    }

    @Test
    void whatContradictsItselfIsRefused() {
        String program = shell.file("a.s", OFF);
        for (String options : new String[] {"--kernel b.s", "--boot sbi --bios fw", "-i --json", "--initrd nowhere"}) {
            String[] words = ("run " + program + " " + options).split(" ");
            assertNotEquals(ExitCode.OK.code(), shell.run(words).code(), options);
        }
    }

    @Test
    void interactiveRunsPassKeysAndEndWithControlAX() {
        String echo = shell.file("echo.s", "_start: li s0, 0x10000000", "1: lbu t0, 5(s0)", "andi t0, t0, 1", "beqz t0, 1b", "lbu t0, 0(s0)",
            "sb t0, 0(s0)", "j 1b");
        Shell.Result result = shell.runTyping("k\u0001x", "run", "-i", echo).expect(ExitCode.INTERRUPTED);
        assertTrue(result.out().isEmpty() || result.out().equals("k"), result.out());
    }

    @Test
    void ourElfRunsAsItsSourceDoes() {
        String source = printing("p.s", "same\\n");
        shell.run("asm", source, "-o", shell.path("p.elf")).expect(ExitCode.OK);
        assertEquals(shell.run("run", "--json", "--isa", "rv64gc", source).out(),
            shell.run("run", "--json", "--isa", "rv64gc", shell.path("p.elf")).out());
        String live = shell.run("run", "--boot", "vmm", shell.path("p.elf")).out();
        assertTrue(live.contains("p.s:2"), "source lines come from the ELF file: " + live);
    }

    @Test
    void firmwareServesASupervisor() {
        String kernel = shell.file("kernel.s", "_start: li a0, 'S'", "li a7, 1", "ecall", "li a7, 8", "ecall");
        assertEquals("S", shell.run("run", "-q", "--boot", "sbi", kernel).expect(ExitCode.OK).out());
    }

    // ---- snapshots ----

    @Test
    void aRunGoesOnFromASnapshot() {
        String program = printing("p.s", "first and second");
        String kept = shell.path("kept.snapshot");
        String all = shell.run("run", program, "--quiet", "--snapshot", kept, "--snapshot-at", "40").expect(ExitCode.OK).out();
        assertEquals("first and second", all);
        String info = shell.run("snapshot", kept).expect(ExitCode.OK).out();
        assertTrue(info.contains("instructions  40"), info);
        String rest = shell.run("run", program, "--quiet", "--restore", kept).expect(ExitCode.OK).out();
        assertTrue(all.endsWith(rest) && !rest.isEmpty() && rest.length() < all.length(), rest);
        String end = shell.path("end.snapshot");
        shell.run("run", program, "--quiet", "--restore", kept, "--limit", "50", "--snapshot", end).expect(ExitCode.LIMIT);
        String again = shell.path("again.snapshot");
        shell.run("run", program, "--quiet", "--limit", "50", "--snapshot", again).expect(ExitCode.LIMIT);
        assertEquals(digest(again), digest(end));
    }

    @Test
    void aSnapshotNeedsTheDisksThatItWasMadeWith() throws IOException {
        String program = program("p.s", "_start: li t0, 1000", "1: addi t0, t0, -1", "bnez t0, 1b");
        String disk = shell.file("d.img", new byte[4 << 20]);
        String kept = shell.path("kept.snapshot");
        shell.run("run", program, "--drive", disk + ",persistent", "--quiet", "--snapshot", kept, "--snapshot-at", "100").expect(ExitCode.OK);
        assertTrue(shell.run("snapshot", kept).expect(ExitCode.OK).out().contains("d.img, 4194304 bytes, CRC-32C "));
        shell.run("run", program, "--drive", disk, "--quiet", "--restore", kept).expect(ExitCode.OK);
        byte[] bytes = Files.readAllBytes(Path.of(disk));
        bytes[2 << 20]++;
        Files.write(Path.of(disk), bytes);
        Shell.Result refused = shell.run("run", program, "--drive", disk, "--quiet", "--restore", kept).expect(ExitCode.ERROR);
        assertTrue(refused.err().contains("its file is not the one it was when the snapshot was made: d.img, 4194304 bytes, CRC-32C "), refused.err());
    }

    private String digest(String snapshot) {
        String json = shell.run("snapshot", "--json", snapshot).expect(ExitCode.OK).out();
        return json.substring(json.indexOf("digest"), json.indexOf('}', json.indexOf("digest")));
    }

    @Test
    void aSnapshotThatDoesNotFitIsRefused() throws IOException {
        String program = printing("p.s", "text");
        String kept = shell.path("kept.snapshot");
        shell.run("run", program, "--quiet", "--limit", "10", "--snapshot", kept).expect(ExitCode.LIMIT);
        Shell.Result other = shell.run("run", program, "--quiet", "--memory", "16MiB", "--restore", kept).expect(ExitCode.ERROR);
        assertTrue(other.err().contains("is not a snapshot of these machines: memory is "), other.err());
        byte[] bytes = Files.readAllBytes(Path.of(kept));
        bytes[bytes.length / 2] ^= 1;
        String damaged = shell.file("damaged.snapshot", bytes);
        Shell.Result refused = shell.run("run", program, "--quiet", "--restore", damaged).expect(ExitCode.ERROR);
        assertTrue(refused.err().contains("the snapshot is damaged: section"), refused.err());
        assertTrue(shell.run("snapshot", damaged).expect(ExitCode.ERROR).err().contains("damaged"));
        assertTrue(shell.run("run", program, "--snapshot-at", "5").expect(ExitCode.USAGE).err().contains("--snapshot"));
        Shell.Result late = shell.run("run", program, "--quiet", "--snapshot", kept, "--snapshot-at", "1_000_000").expect(ExitCode.ERROR);
        assertTrue(late.err().contains("the run ended before"), late.err());
    }
}
