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
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;
import org.trapline.vmm.LifeCycle;

/** Scenarios happen as they are written, and tell what did not hold. */
class ScenarioTest {
    @TempDir
    private Path folder;
    private Lab lab;
    private Session session;

    @BeforeEach
    void writeFiles() {
        lab = new Lab(folder);
        lab.file("digits.s", LivesTest.PRINTING);
        lab.file("echo.s", ".globl _start", "_start: li s1, 0x10000000", "1: lbu t0, 5(s1)", "andi t0, t0, 1", "beqz t0, 1b", "lbu t1, 0(s1)",
            "sb t1, 0(s1)", "li t2, 'q'", "bne t1, t2, 1b", "li t0, 0x100000", "li t1, 0x73333", "sw t1, 0(t0)", "2: j 2b");
    }

    private ScenarioReport play(String... scenario) {
        List<String> lines = new ArrayList<>(List.of("import \"digits.s\" as digits import \"echo.s\" as echo",
            "host one { memory 64 MiB hypervisor v { domain web { memory 2 MiB kernel digits } domain db { memory 2 MiB kernel digits } } }",
            "host two { memory 64 MiB hypervisor v { domain mail { memory 2 MiB kernel echo } } }", "scenario s {"));
        lines.addAll(List.of(scenario));
        lines.add("}");
        SystemPlan plan = lab.configuration(lines.toArray(String[]::new));
        session = Lab.session(plan, SessionOptions.unattended().withInstructionLimit(30_000_000));
        CompletableFuture<ScenarioReport> report = session.play(plan.scenarios().getFirst());
        Lab.run(session);
        return report.join();
    }

    private static List<String> failures(ScenarioReport report) {
        return report.failures().stream().map(failure -> failure.line() + ": " + failure.what() + ": " + failure.measured()).toList();
    }

    private Guest guest(String name) {
        return session.guests().stream().filter(guest -> guest.name().equals(name)).findFirst().orElseThrow();
    }

    private void holds(ScenarioReport report) {
        assertEquals(List.of(), failures(report));
    }

    @Test
    void aGuestIsSwitchedOnPausedAndResumedAtItsInstants() {
        ScenarioReport report = play("at 300_000 instr { power_on one.web  expect { state(one.db) == running  state(one.web) == running } }",
            "at 10 ms { pause one.web expect { state(one.web) == paused } }", "at 12 ms { resume one.web }", "power_off two.mail",
            "expect { console(one.web) == \"0123456789\"  exit_code(one.web) == 0  state(one.web) == off  instructions(one.web) > 2_000_000",
            "memory(one.web) == 2 MiB }");
        holds(report);
        assertEquals(8, report.held());
        assertEquals(LifeCycle.OFF, guest("two.mail").lifeCycle());
    }

    @Test
    void aSnapshotIsGoneBackToAndACloneGoesOnBesideIt() {
        ScenarioReport report = play("power_off two.mail", "at 2_000_000 instr { snapshot one.web as half  clone one.web as twin }",
            "at 3_500_000 instr { restore one.web to half }", "expect { console(one.web) contains \"456\"  console(one.web) contains \"789\" }");
        holds(report);
        assertTrue(guest("twin").console().text().endsWith("789"), guest("twin").console().text());
        assertTrue(guest("one.web").console().text().length() > 10, "some digits are printed twice: " + guest("one.web").console().text());
    }

    @Test
    void aTemplateIsMadeGuestsAreMadeOfItAndDeleted() {
        ScenarioReport report = play("power_off two.mail", "at 1_000_000 instr { template one.web as gold  create shop from gold on two  create inn from gold on one }",
            "at 2_000_000 instr { power_off inn  delete inn  pause shop  expect { state(shop) == paused } }", "at 2_100_000 instr { resume shop }",
            "expect { console(one.web) == \"0123456789\"  console(shop) contains \"789\"  state(shop) == off }");
        holds(report);
        assertEquals(1, guest("shop").host());
        assertTrue(session.guests().stream().noneMatch(guest -> guest.name().equals("inn") && guest.lifeCycle() != LifeCycle.DELETED));
    }

    @Test
    void aGuestIsSuspendedToAFileAndGoesOnFromIt() {
        ScenarioReport report = play("power_off two.mail", "at 500_000 instr { suspend one.web to \"web.state\"  expect { state(one.web) == suspended } }",
            "at 600_000 instr { resume one.web from \"none.state\" }", "at 700_000 instr { resume one.web from \"web.state\" }",
            "expect { console(one.web) == \"0123456789\" }");
        assertEquals(1, failures(report).size(), failures(report).toString());
        assertTrue(failures(report).getFirst().matches("7: resume: .*none.state: there is no such file or folder"), failures(report).toString());
        assertTrue(java.nio.file.Files.exists(folder.resolve("web.state")));
    }

    @Test
    void snapshotsAreForgottenAndSharesChange() {
        ScenarioReport report = play("power_off two.mail", "at 500_000 instr { snapshot one.web as a  snapshot one.web as b  snapshot one.web as c }",
            "at 600_000 instr { discard b  discard b  expect { snapshots(one.web) == 2 } }",
            "at 700_000 instr { resize one.web weight 300 cpus 0.5  resize one.web vcpus 2  restore one.web to a }",
            "expect { console(one.web) contains \"789\"  snapshots(one.web) == 2 }");
        List<String> failures = failures(report);
        assertEquals(2, failures.size(), failures.toString());
        assertTrue(failures.getFirst().startsWith("7: discard: there is no snapshot 'b'; there are a, c"), failures.toString());
        assertTrue(failures.getLast().startsWith("8: resize: one.web is running; how many vCPUs"), failures.toString());
    }

    @Test
    void aGuestThatWritesTooFastMovesAsIsSaid() {
        String slow = "{ max_downtime 1 us  max_rounds 2  bandwidth 8 Mbit  otherwise ";
        holds(play("power_off two.mail", "at 500_000 instr { migrate one.web to two live " + slow + "post_copy } }",
            "expect { console(one.web) == \"0123456789\"  fetched(one.web) > 0  rounds(one.web) >= 1 }"));
        List<String> failures = failures(play("power_off two.mail", "at 500_000 instr { migrate one.web to two live " + slow + "cancel } }",
            "expect { console(one.web) == \"0123456789\" }"));
        assertEquals(1, failures.size(), failures.toString());
        assertTrue(failures.getFirst().startsWith("6: migrate: it stayed: "), failures.toString());
    }

    @Test
    void whatIsExpectedOfAGuestThatWasNotMadeFails() {
        List<String> failures = failures(play("power_off two.mail", "clone two.mail as twin", "expect { console(twin) contains \"x\" }"));
        assertEquals(2, failures.size(), failures.toString());
        assertTrue(failures.getLast().contains("there is no guest 'twin'"), failures.toString());
    }

    @Test
    void aGuestMovesAndWhatItCostsIsMeasured() {
        ScenarioReport report = play("power_off two.mail",
            "at 1_000_000 instr { migrate one.web to two live { max_downtime 900 us } }", "expect { downtime(one.web) <= 900 us  console(one.web) == \"0123456789\"",
            "count(migration_round of one.web) >= 2  never(lifecycle of one.web where action == crash) }");
        holds(report);
        assertEquals(1, guest("one.web").host());
    }

    @Test
    void whatWasTypedComesAndTheGuestAnswers() {
        ScenarioReport report = play("at 2_000_000 instr { input two.mail \"abcq\" }",
            "expect { console(two.mail) == \"abcq\"  exit_code(two.mail) == 7  state(two.mail) == crashed }");
        holds(report);
    }

    @Test
    void aSuspendedGuestGoesOnWhenItIsResumed() {
        holds(play("power_off two.mail", "at 1_000_000 instr { suspend one.web expect { state(one.web) == suspended } }",
            "at 2_500_000 instr { resume one.web }", "expect { console(one.web) == \"0123456789\" }"));
    }

    @Test
    void whatDoesNotHoldIsToldWithItsLineAndWhatWasMeasured() {
        ScenarioReport report = play("power_off two.mail", "at 500_000 instr { resume one.web", "expect { state(one.db) == off } }",
            "restore one.web to later  at 600_000 instr { snapshot one.web as later }", "expect { exit_code(one.web) == 4",
            "console(one.web) contains \"x\" or exit_code(one.web) > 9", "downtime(one.web) < 1 ms", "count(vm_exit of one.web) < 1", "not (state(one.db) == off) }");
        List<String> failures = failures(report);
        assertEquals("6: resume: domain 'one.web' is running and cannot be resumed; only one that is paused can", failures.get(0));
        assertEquals("7: expect state(one.db) == off: it is running", failures.get(1));
        assertTrue(failures.get(2).startsWith("8: restore: there is no snapshot 'later'"), failures.get(2));
        assertEquals("9: expect exit_code(one.web) == 4: it is 0", failures.get(3));
        assertTrue(failures.get(4).startsWith("10: expect console(one.web) contains \"x\" or exit_code(one.web) > 9: console(one.web) contains \"x\": it has printed"),
            failures.get(4));
        assertEquals("11: expect downtime(one.web) < 1 ms: it has not moved", failures.get(5));
        assertTrue(failures.get(6).matches("12: expect count\\(vm_exit of one.web\\) < 1: there are \\d+"), failures.get(6));
        assertTrue(failures.get(7).startsWith("13: expect not state(one.db) == off: it is off"), failures.get(7));
        assertEquals(8, failures.size());
    }

    @Test
    void stepsWhoseInstantNeverComesAreTakenWhenNothingElseHappens() {
        ScenarioReport report = play("power_off two.mail", "at 900_000_000 instr { power_on one.web }", "expect { console(one.web) == \"0123456789\" }");
        holds(report);
    }

    @Test
    void twoRunsOfAScenarioAreTheSame() {
        String[] digests = new String[2];
        for (int i = 0; i < 2; i++) {
            play("at 1_000_000 instr { migrate one.web to two live  clone one.db as twin }", "at 20 ms { power_off two.mail }");
            digests[i] = Lab.traceDigest(session);
        }
        assertEquals(digests[0], digests[1]);
    }

    @Test
    void theBlocksOfAMinidiskGoBackWithItsGuest() throws IOException {
        try (InputStream in = Lab.class.getResourceAsStream("disk.s")) {
            lab.file("disk.s", in.readAllBytes());
        }
        SystemPlan plan = lab.configuration("import \"disk.s\" as driver", "host h { disk d { size 64 KiB } hypervisor v {",
            "domain g { kernel driver disk vda { size 8 KiB backing minidisk } } domain other { kernel driver disk vda { size 8 KiB backing minidisk } } } }",
            "scenario s { at 1 instr { snapshot h.g as fresh } at 20 ms { restore h.g to fresh } at 40 ms { reset h.g } expect { state(h.g) == off } }");
        session = Lab.session(plan, SessionOptions.unattended());
        CompletableFuture<ScenarioReport> report = session.play(plan.scenarios().getFirst());
        Lab.run(session);
        String once = guest("h.other").console().text();
        assertTrue(once.startsWith("\0"), "the disk is blank at first");
        assertEquals(once + once, guest("h.g").console().text(), "the second time it finds the blank disk again");
        assertEquals(List.of("4: reset: domain 'h.g' is off and cannot be reset; only one that is running or paused can"), failures(report.join()));
    }
}
