// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trapline.machine.state.Snapshot;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;
import org.trapline.trace.EventKind;
import org.trapline.vmm.Cost;

/** Hosts with an operating system: processes, and a VMM in its kernel or among them. */
@Timeout(60)
final class HostOsTest {
    private static final String EXIT = "li a7, 93\n ecall";

    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void writePrograms() {
        lab = new Lab(folder);
        // A guest's kernel: a thousand exits, and off.
        lab.file("guest.s", "_start: li s0, 1000", "1: csrw mscratch, s0", "addi s0, s0, -1", "bnez s0, 1b",
            "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j .");
        lab.file("spin.s", "_start: li s0, 100000", "1: addi s0, s0, -1", "bnez s0, 1b", "li a0, 0", EXIT);
    }

    private Session processes(String... sources) {
        StringBuilder imports = new StringBuilder();
        StringBuilder processes = new StringBuilder();
        for (int i = 0; i < sources.length; i++) {
            lab.file("p" + i + ".s", sources[i].split("\n"));
            imports.append("import \"p").append(i).append(".s\" as p").append(i).append('\n');
            processes.append("process q").append(i).append(" { program p").append(i).append(" command \"q").append(i).append(" one two\" }\n");
        }
        return Lab.ended(lab.configuration(imports.toString(), "host h { memory 64 MiB os o {", processes.toString(), "} }"));
    }

    private static String write(String what) {
        return "li a0, 1\n la a1, text\n li a2, " + what.length() + "\n li a7, 64\n ecall\n";
    }

    private static List<String> consoles(Session session) {
        return session.guests().stream().map(guest -> guest.console().text()).toList();
    }

    @Test
    void aProcessPrintsAndEnds() {
        Session session = processes("_start: " + write("hello") + " li a0, 0\n " + EXIT + "\n text: .ascii \"hello\"");
        assertEquals(List.of("hello"), consoles(session));
        assertEquals(Ending.POWERED_OFF, session.results().getFirst().ending());
        assertEquals("h.q0", session.guests().getFirst().name());
    }

    @Test
    void aProcessFindsItsArgumentsOnTheStack() {
        Session session = processes("_start: ld s0, 0(sp)\n li t0, 3\n bne s0, t0, bad\n ld a1, 24(sp)\n li a0, 1\n li a2, 3\n li a7, 64\n ecall\n"
            + "li a0, 0\n " + EXIT + "\n bad: li a0, 1\n " + EXIT);
        assertEquals(List.of("two"), consoles(session));
    }

    @Test
    void whatIsNotAProcessesOwnEndsItAndNothingElse() {
        Session session = processes("_start: li t0, 0x10000000\n sb t0, 0(t0)\n li a0, 0\n " + EXIT, "_start: csrr t0, sscratch\n li a0, 0\n " + EXIT,
            "_start: li t0, 0x80400000\n ld t0, 0(t0)\n li a0, 0\n " + EXIT, "_start: ebreak", "_start: rdcycle t0\n li a0, 0\n " + EXIT);
        assertEquals(List.of(128 + 11, 128 + 4, 128 + 11, 128 + 5, 0), session.results().stream().map(GuestResult::exitCode).toList());
    }

    @Test
    void badArgumentsOfSystemCallsGiveErrorsAsOnLinux() {
        // Each wrong call adds its error number to a digit string.
        String[] calls = {
            "li a0, 1\n li a1, 0\n li a2, 4\n li a7, 64\n ecall", // EFAULT
            "li a0, 9\n la a1, buf\n li a2, 4\n li a7, 64\n ecall", // EBADF
            "li a0, 5\n la a1, buf\n li a2, 4\n li a7, 63\n ecall", // EBADF
            "li a7, 999\n ecall", // ENOSYS
            "la a1, buf\n li a2, 0\n li a7, 56\n ecall", // ENOENT: empty name
            "li a0, -1\n li a7, 101\n ecall", // EFAULT
            "li a1, -1\n li a3, 0x20\n li a7, 222\n ecall", // EINVAL
            "li a1, 0x10000000\n li a3, 0x20\n li a7, 222\n ecall"}; // ENOMEM
        int[] errors = {14, 9, 9, 38, 2, 14, 22, 12};
        StringBuilder source = new StringBuilder("_start:\n");
        for (int i = 0; i < calls.length; i++) {
            source.append(calls[i]).append("\n li t0, ").append(-errors[i]).append("\n li s1, ").append(i + 1).append("\n bne a0, t0, bad\n");
        }
        source.append("li a0, 0\n").append(EXIT).append("\n bad: mv a0, s1\n ").append(EXIT).append("\n .data\n buf: .dword 0");
        assertEquals(0, processes(source.toString()).results().getFirst().exitCode(), "the number of the call that went wrong");
    }

    @Test
    void memoryGrowsByBrkAndMmapAndIsZero() {
        Session session = processes("_start: li a0, 0\n li a7, 214\n ecall\n mv s0, a0\n li t0, 8192\n add a0, a0, t0\n mv s1, a0\n ecall\n bne a0, s1, bad\n"
            + "ld t1, -8(s1)\n bnez t1, bad\n sd s1, -8(s1)\n li a0, 0\n li a1, 5000\n li a3, 0x22\n li a7, 222\n ecall\n bltz a0, bad\n sd a0, 4992(a0)\n"
                .replace("sd a0, 4992(a0)", "li t0, 4992\n add t0, t0, a0\n sd a0, 0(t0)")
            + "li a0, 0\n " + EXIT + "\n bad: li a0, 1\n " + EXIT);
        assertEquals(0, session.results().getFirst().exitCode());
    }

    @Test
    void aSleeperIsWokenInTimeAndOthersRunMeanwhile() {
        String sleeper = "_start: li a0, 0\n la a1, then\n li a7, 113\n ecall\n la a0, nap\n li a7, 101\n ecall\n li a0, 0\n la a1, now\n li a7, 113\n ecall\n"
            + "la t0, then\n ld t1, 8(t0)\n ld t2, 24(t0)\n sub t2, t2, t1\n li t3, 2000000\n bltu t2, t3, bad\n li t3, 2600000\n bgtu t2, t3, bad\n"
            + "li a0, 0\n " + EXIT + "\n bad: li a0, 1\n " + EXIT + "\n .data\n .balign 8\n then: .dword 0, 0\n now: .dword 0, 0\n nap: .dword 0, 2000000";
        Session session = processes(sleeper, "_start: li s0, 300000\n 1: addi s0, s0, -1\n bnez s0, 1b\n li a0, 0\n " + EXIT);
        assertEquals(List.of(0, 0), session.results().stream().map(GuestResult::exitCode).toList());
    }

    @Test
    void aProcessWaitsForWhatIsTyped() throws InterruptedException {
        lab.file("cat.s", "_start: li a0, 0", "la a1, buf", "li a2, 16", "li a7, 63", "ecall", "mv a2, a0", "mv s0, a0", "li a0, 1", "la a1, buf", "li a7, 64", "ecall",
            "la t0, buf", "add t0, t0, s0", "lbu t0, -1(t0)", "li t1, '.'", "bne t0, t1, _start", "li a0, 0", EXIT, ".bss", "buf: .zero 16");
        Session session = Lab.session(lab.configuration("import \"cat.s\" as cat", "host h { memory 64 MiB os o { process c { program cat } } }"),
            SessionOptions.unattended());
        session.guests().getFirst().console().send("abc.");
        Lab.run(session);
        assertEquals(List.of("abc."), consoles(session));
        assertEquals(Ending.POWERED_OFF, session.results().getFirst().ending());
    }

    @Test
    void whoYieldsLetsTheOtherRunAtOnce() {
        String polite = "_start: li s0, 50\n 1: li a7, 124\n ecall\n addi s0, s0, -1\n bnez s0, 1b\n li a0, 0\n " + EXIT;
        Session session = processes(polite, polite);
        long[] switches = {0};
        session.trace().orElseThrow().forEach(event -> switches[0] += event.kind() == EventKind.SCHED ? 1 : 0);
        assertTrue(switches[0] >= 100, "each yield is a switch: " + switches[0]);
    }

    private SystemPlan placed(int type) {
        return lab.configuration("import \"guest.s\" as guest", "import \"spin.s\" as spin", "host h { memory 64 MiB os o {",
            "process p { program spin } hypervisor v { type " + type + " domain d { memory 4 MiB kernel guest } } } }");
    }

    @Test
    void underType2EachExitPassesThroughTheHostsSystemAndIsChargedSo() {
        Session kernel = Lab.ended(placed(1));
        Session process = Lab.ended(placed(2));
        GuestResult first = kernel.results().getFirst();
        GuestResult second = process.results().getFirst();
        assertEquals(first.instructions(), second.instructions(), "the guest does the same");
        long[] relayed = {0};
        process.trace().orElseThrow().forEach(event -> relayed[0] += event.kind() == EventKind.RELAY ? 1 : 0);
        assertEquals(second.exits(), relayed[0]);
        long more = second.cycles() - first.cycles();
        long expected = second.exits() * (Cost.RELAY.cycles() + Cost.REENTER.cycles());
        assertTrue(more >= expected * 0.9 && more <= expected * 1.2, more + " cycles more, expected about " + expected);
    }

    @Test
    void runsRepeatAndStatesComeBack() throws Exception {
        Session first = Lab.ended(placed(2));
        Session second = Lab.session(placed(2), SessionOptions.unattended());
        var kept = second.keepAt(30_000);
        Lab.run(second);
        assertEquals(Lab.traceDigest(first), Lab.traceDigest(second));
        assertEquals(first.digests().get(), second.digests().get());
        Snapshot snapshot = kept.get();
        try (Session third = Lab.session(placed(2), SessionOptions.unattended().withStartsPaused(true))) {
            third.start();
            third.restore(snapshot).get();
            third.resume();
            third.awaitEnd();
            assertEquals(first.digests().get(), third.digests().get());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, hardware, nested", "1, binary_translation, shadow", "2, binary_translation, shadow"})
    void guestsRunBesideProcessesByEveryTechnique(int type, String cpu, String paging) {
        Session session = Lab.ended(lab.configuration("import \"guest.s\" as guest", "import \"spin.s\" as spin",
            "host h { isa rv64gch cores 2 memory 64 MiB os o { scheduler weighted { quantum 20_000 instr }",
            "process p { program spin } process q { program spin }",
            "hypervisor v { type " + type + " cpu " + cpu + " paging " + paging + " domain d[2] { memory 4 MiB kernel guest } } } }"));
        session.results().forEach(result -> assertEquals(Ending.POWERED_OFF, result.ending(), result.guest().name()));
    }
}
