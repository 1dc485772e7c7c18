// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.machine.state.Snapshot;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;
import org.trapline.trace.EventKind;

/** Hosts that firmware cuts into partitions. */
@Timeout(60)
final class PartitionsTest {
    private static final String CHANGED = "changed!\n";

    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void writePrograms() throws IOException {
        lab = new Lab(folder);
        try (InputStream in = Lab.class.getResourceAsStream("disk.s")) {
            lab.file("disk.s", in.readAllBytes());
        }
        lab.file("say.s", ".equ UART, 0x10000000", "_start: csrr t0, mhartid", "bnez t0, 2f", "li s0, 5000", "1: csrw mscratch, s0",
            "addi s0, s0, -1", "bnez s0, 1b", "li t0, UART", "li t1, 'k'", "sb t1, 0(t0)", "li t1, 10", "sb t1, 0(t0)",
            "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "2: wfi", "j 2b");
        lab.file("fail.s", "_start: li t0, 0x100000", "li t1, 0x33333", "sw t1, 0(t0)", "j .");
        lab.file("echo.s", "_start: li t0, 0x10000000", "1: lbu t1, 5(t0)", "andi t1, t1, 1", "beqz t1, 1b", "lbu t1, 0(t0)", "sb t1, 0(t0)",
            "li t2, 10", "bne t1, t2, 1b", "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j .");
    }

    private static List<String> consoles(Session session) {
        return session.guests().stream().map(guest -> guest.console().text()).toList();
    }

    private static long count(Session session, EventKind kind, int vm) {
        long[] count = {0};
        session.trace().orElseThrow().forEach(event -> count[0] += event.kind() == kind && event.vm() == vm ? 1 : 0);
        return count[0];
    }

    private SystemPlan three() {
        return lab.configuration("import \"say.s\" as say", "host h { cores 4 memory 96 MiB firmware partitions {",
            "partition a { cpus 0 memory 8 MiB boot say }", "partition b { cpus 1-2 memory 8 MiB boot say }",
            "partition c { cpus 3 memory 64 MiB hypervisor v { domain d[2] { memory 4 MiB kernel say } } } } }");
    }

    @Test
    void programsRunInPartitionsWithoutExitsAndGuestsOfAPartitionsVmmWithThem() {
        Session session = Lab.ended(three());
        assertEquals(List.of("h.a", "h.b", "h.c.d[0]", "h.c.d[1]"), session.guests().stream().map(Guest::name).toList());
        assertEquals(List.of("k\n", "k\n", "k\n", "k\n"), consoles(session));
        session.results().forEach(result -> assertEquals(Ending.POWERED_OFF, result.ending(), result.guest().name()));
        for (GuestResult result : session.results().subList(0, 2)) {
            assertEquals(0, count(session, EventKind.VM_EXIT, result.guest().vm()), "nothing leaves a partition");
            assertEquals(2, count(session, EventKind.LIFECYCLE, result.guest().vm()), "it started and stopped");
        }
        GuestResult guest = session.results().get(2);
        assertTrue(guest.exits() > 5_000 && guest.exits() < 5_100, "each csrw of a guest is an exit: " + guest.exits());
        assertTrue(guest.instructions() > 2 * guest.emulated(), "the rest runs on the hart");
    }

    @Test
    void twoRunsAreTheSameAndAStateComesBack() throws Exception {
        Session first = Lab.ended(three());
        Session second = Lab.session(three(), SessionOptions.unattended());
        var kept = second.keepAt(9_000);
        Lab.run(second);
        assertEquals(Lab.traceDigest(first), Lab.traceDigest(second));
        assertEquals(first.digests().get(), second.digests().get());
        Snapshot snapshot = kept.get();
        try (Session third = Lab.session(three(), SessionOptions.unattended().withStartsPaused(true))) {
            third.start();
            third.restore(snapshot).get();
            third.resume();
            third.awaitEnd();
            assertEquals(first.digests().get(), third.digests().get());
        }
    }

    @Test
    void aPartitionHasItsPartOfTheDiskAndNoMore() throws IOException {
        byte[] image = new byte[4096];
        System.arraycopy("lower...".getBytes(), 0, image, 512, 8);
        System.arraycopy("upper...".getBytes(), 0, image, 2048 + 512, 8);
        lab.file("disk.img", image);
        Session session = Lab.ended(lab.configuration("import \"disk.s\" as driver",
            "host h { cores 2 memory 32 MiB disk n { image \"disk.img\" } firmware partitions {",
            "partition a { cpus 0 memory 8 MiB assign n[0..2048 B] boot driver }",
            "partition b { cpus 1 memory 8 MiB assign n[2048..4096 B] boot driver } } }"));
        assertEquals(List.of("lower...\n" + CHANGED, "upper...\n" + CHANGED), consoles(session));
    }

    @Test
    void aGuestOfAPartitionsVmmHasAMinidiskOfThePartitionsPart() throws IOException {
        byte[] image = new byte[8192];
        System.arraycopy("lower...".getBytes(), 0, image, 512, 8);
        System.arraycopy("upper...".getBytes(), 0, image, 4096 + 512, 8);
        lab.file("disk.img", image);
        Session session = Lab.ended(lab.configuration("import \"disk.s\" as driver",
            "host h { cores 1 memory 64 MiB disk n { image \"disk.img\" } firmware partitions {",
            "partition a { cpus 0 memory 32 MiB assign n[4096..8192 B] hypervisor v { domain d { kernel driver disk x { size 2 KiB backing minidisk of n[4096..6144 B] } } } } } }"));
        assertEquals(List.of("upper...\n" + CHANGED), consoles(session));
    }

    @Test
    void whatOnePartitionDoesToItselfDoesNothingToTheOther() {
        Session session = Lab.ended(lab.configuration("import \"say.s\" as say", "import \"fail.s\" as fail",
            "host h { cores 2 memory 32 MiB firmware partitions {",
            "partition a { cpus 0 memory 8 MiB boot fail }", "partition b { cpus 1 memory 8 MiB boot say } } }"));
        assertEquals(List.of(Ending.FAILED, Ending.POWERED_OFF), session.results().stream().map(GuestResult::ending).toList());
        assertEquals(3, session.results().getFirst().exitCode());
        assertEquals("k\n", session.guests().getLast().console().text());
    }

    @Test
    void whatIsTypedAtAPartitionsConsoleComesThere() throws InterruptedException {
        Session session = Lab.session(lab.configuration("import \"echo.s\" as echo", "host h { cores 2 memory 32 MiB firmware partitions {",
            "partition a { cpus 0 memory 8 MiB boot echo }", "partition b { cpus 1 memory 8 MiB boot echo } } }"), SessionOptions.unattended());
        session.guests().getLast().console().send("to b\n");
        session.guests().getFirst().console().send("to a\n");
        Lab.run(session);
        assertEquals(List.of("to a\n", "to b\n"), consoles(session));
    }

    @Test
    void aPartitionUnderTheBuiltInFirmwareStartsInSupervisorMode() {
        lab.file("kernel.s", "_start: li a7, 0x4442434e", "li a6, 2", "li a0, 'S'", "ecall", "li a7, 0x53525354", "li a6, 0", "li a0, 0", "li a1, 0", "ecall");
        Session session = Lab.ended(lab.configuration("import \"kernel.s\" as kernel", "host h { cores 2 memory 32 MiB firmware partitions {",
            "partition a { cpus 1 memory 8 MiB firmware sbi boot kernel } } }"));
        assertEquals(List.of("S"), consoles(session));
        assertFalse(session.results().isEmpty());
        assertEquals(Ending.POWERED_OFF, session.results().getFirst().ending());
    }

    @Test
    void programsThatEndByTohostDoSoInTheirPartition() {
        lab.file("htif.s", ".globl tohost", "_start: csrr t0, mhartid", "la t0, tohost", "li t1, 11", "sd t1, 0(t0)", "1: j 1b", ".data", ".balign 4096", "tohost: .dword 0");
        Session session = Lab.ended(lab.configuration("import \"say.s\" as say", "import \"htif.s\" as htif",
            "host h { cores 2 memory 32 MiB firmware partitions {",
            "partition a { cpus 0 memory 8 MiB boot say }", "partition b { cpus 1 memory 8 MiB boot htif } } }"));
        assertEquals(List.of(Ending.POWERED_OFF, Ending.FAILED), session.results().stream().map(GuestResult::ending).toList());
        assertEquals(5, session.results().getLast().exitCode());
    }
}
