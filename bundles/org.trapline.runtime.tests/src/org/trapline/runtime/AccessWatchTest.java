// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;

/** What scenarios expect of stores to memory. */
class AccessWatchTest {
    private static final String POWER_OFF = "li t0, 0x100000\n li t1, 0x5555\n sw t1, 0(t0)\nhang: j hang\n";
    private static final String MACHINES = "import \"wild.s\" as wild import \"tame.s\" as tame host h { isa rv64gc_h memory 64 MiB hypervisor v { type 1 cpu %s paging %s "
        + "domain evil { memory 2 MiB kernel wild } domain good[2] { memory 2 MiB kernel tame } } }";

    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void writeFiles() {
        lab = new Lab(folder);
        // Stores all over the host's memory, from before its own to behind it, with a handler that goes on.
        lab.file("wild.s", ".option norvc\n.globl _start\n_start: la t0, handler\n csrw mtvec, t0\n li s0, 0x7ff00000\n li s1, 0x84000000\n li s2, 0x8000",
            "write: li t2, 0x80000000\n sub t2, s0, t2\n li t3, 0x8000\n bltu t2, t3, next\n sd s0, 0(s0)\nnext: add s0, s0, s2\n bltu s0, s1, write\n" + POWER_OFF,
            ".balign 4\nhandler: csrr t0, mepc\n addi t0, t0, 4\n csrw mepc, t0\n mret");
        lab.file("tame.s", ".globl _start\n_start: la t0, area\n li t1, 0x1234\n sd t1, 0(t0)\n sw t1, 8(t0)\n csrw mscratch, t1\n sb t1, 12(t0)\n" + POWER_OFF
            + ".bss\narea: .skip 64");
    }

    private ScenarioReport play(String machines, String... scenario) {
        List<String> lines = new ArrayList<>(List.of(machines, "scenario s {"));
        lines.addAll(List.of(scenario));
        lines.add("}");
        SystemPlan plan = lab.configuration(lines.toArray(String[]::new));
        Session session = Lab.session(plan, SessionOptions.unattended().withInstructionLimit(10_000_000));
        CompletableFuture<ScenarioReport> report = session.play(plan.scenarios().getFirst());
        Lab.run(session);
        return report.join();
    }

    private static List<String> failures(ScenarioReport report) {
        return report.failures().stream().map(failure -> failure.line() + ": " + failure.what() + ": " + failure.measured()).toList();
    }

    @ParameterizedTest
    @CsvSource({"trap_and_emulate, shadow", "binary_translation, shadow", "hardware, nested", "hardware, shadow"})
    void guestsReachTheirOwnMemoryAndTheVmmReachesItsTables(String technique, String paging) {
        ScenarioReport report = play(MACHINES.formatted(technique, paging), "expect {", "never(write where by == guest and target in vmm.memory)",
            "never(write where by == h.evil and target in h.good.memory)", "always(write of h.evil where target in h.evil.memory)",
            "count(write where by == h.evil and target in h.evil.memory) > 50", "count(write where by == h.good and size == 8 and value == \"0x1234\") == 2",
            "count(write of h.good[1] where size < 8) == 2", "count(write where by == vmm and target in vmm.memory) > 10", "}");
        assertEquals(List.of(), failures(report));
    }

    @Test
    void whatDoesNotHoldIsToldWithWhoWroteWhere() {
        ScenarioReport report = play(MACHINES.formatted("trap_and_emulate", "shadow"), "expect {", "never(write where by == guest and target in h.good.memory)",
            "always(write of h.good[0] where size == 8)", "count(write where by == device) > 0", "}");
        List<String> failures = failures(report);
        assertTrue(failures.get(0).matches("4: expect never\\(write where by == guest and target in h.good.memory\\): there are 6; first, h.good\\[0\\] wrote 8 bytes at "
            + "0x[0-9a-f]+ \\(h.good\\[0\\]'s memory\\) at pc 0x8000[0-9a-f]+"), failures.get(0));
        assertTrue(failures.get(1).contains("2 of 3 are otherwise; first, h.good[0] wrote 4 bytes at 0x"), failures.get(1));
        assertEquals("6: expect count(write where by == device) > 0: there are 0", failures.get(2));
        assertEquals(3, failures.size());
    }

    @ParameterizedTest
    @CsvSource({"trap_and_emulate, shadow", "binary_translation, shadow", "hardware, nested", "hardware, shadow"})
    void whatGuestsReadIsSeenToo(String technique, String paging) {
        // Once as it stands, once with an address space of its own, once where the VMM reads for it: a device's register is none of memory's.
        lab.file("wild.s", ".option norvc\n.globl _start\n_start: la t0, area\n li t1, 0x77\n sd t1, 0(t0)\n ld t2, 0(t0)\n lbu t3, 0(t0)\n li t4, 0x10000000\n lbu t5, 5(t4)",
            POWER_OFF + ".data\narea: .skip 64");
        ScenarioReport report = play(MACHINES.formatted(technique, paging), "expect {", "count(read of h.evil where value == 119) == 1",
            "count(read of h.evil where size == 8) == 1", "never(read where by == guest and target in vmm.memory)",
            "always(read of h.evil where target in h.evil.memory)", "count(read of h.good[0]) == 0", "}");
        assertEquals(List.of("4: expect count(read of h.evil where value == 119) == 1: there are 2"), failures(report));
    }

    @Test
    void aDevicesOwnWritesAreTheDevices() throws IOException {
        try (InputStream in = Lab.class.getResourceAsStream("disk.s")) {
            lab.file("disk.s", in.readAllBytes());
        }
        ScenarioReport report = play("import \"disk.s\" as driver host h { memory 64 MiB boot driver disk vda { size 8 KiB } }", "expect {",
            "count(write where by == device and target in h.memory) > 2", "}");
        assertEquals(List.of(), failures(report));
    }

    @Test
    void watchingDoesNotChangeTheRun() {
        String[] digests = new String[2];
        for (int i = 0; i < 2; i++) {
            SystemPlan plan = lab.configuration(MACHINES.formatted("binary_translation", "shadow"),
                "scenario s { expect { " + (i == 0 ? "state(h.evil) == off" : "never(write where by == device)") + " } }");
            Session session = Lab.session(plan, SessionOptions.unattended().withInstructionLimit(10_000_000));
            session.play(plan.scenarios().getFirst());
            Lab.run(session);
            digests[i] = Lab.traceDigest(session);
        }
        assertEquals(digests[0], digests[1]);
    }
}
