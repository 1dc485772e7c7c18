// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.examples.Example;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;
import org.trapline.trace.EventKind;
import org.trapline.trace.code.HypercallName;

/** What the example paravirt teaches is what happens. */
@Timeout(120)
final class ParavirtTest {
    private static final String TEXT = """
        kernel: building a page table
        kernel: paging is on, starting the user program
        kernel: store page fault, mapping a page
        HI!
        kernel: the user program has exited, powering off
        """;

    @TempDir
    private Path folder;

    private Session session() throws Exception {
        return session("paravirt");
    }

    private Session session(String name) throws Exception {
        Example example = Example.named(name).orElseThrow();
        example.copyTo(folder);
        return Lab.ended(Lab.plan(PlanLoader.load(folder.resolve(example.configuration()))));
    }

    private static GuestResult result(Session session, String name) {
        return session.results().stream().filter(each -> each.guest().name().endsWith(name)).findFirst().orElseThrow();
    }

    @Test
    void bothVersionsOfTheKernelPrintTheSame() throws Exception {
        Session session = session();
        assertEquals(TEXT, result(session, "deceived").guest().console().text().replace("\r", ""));
        assertEquals(TEXT, result(session, "knowing").guest().console().text().replace("\r", ""));
    }

    @Test
    void theOneThatKnowsTakesFarFewerExits() throws Exception {
        Session session = session();
        GuestResult deceived = result(session, "deceived");
        GuestResult knowing = result(session, "knowing");
        assertTrue(knowing.exits() * 8 < deceived.exits(), knowing.exits() + " exits, and " + deceived.exits() + " of the other");
        assertTrue(knowing.emulated() < knowing.exits(), knowing.emulated() + " hypercalls");
    }

    @Test
    void eightRequestsAtOnceTakeFarFewerExitsThanEachByItself() throws Exception {
        Session session = session("rings");
        GuestResult patient = result(session, "patient");
        GuestResult hasty = result(session, "hasty");
        assertEquals("64 sectors are as they were written\n", patient.guest().console().text());
        assertEquals(patient.guest().console().text(), hasty.guest().console().text());
        // 128 requests in 16 batches: at least a kick and a wait less for each of the other 112.
        assertTrue(patient.exits() - hasty.exits() >= 2 * 112, patient.exits() + " exits one by one, " + hasty.exits() + " together");
        assertTrue(hasty.exits() < 80, hasty.exits() + " exits");
        GuestResult frugal = result(session, "frugal");
        assertEquals(patient.guest().console().text(), frugal.guest().console().text());
        // 2 requests of eight pages each, instead of 16 kicks and 16 waits.
        assertTrue(hasty.emulated() - frugal.emulated() >= 2 * 14, frugal.emulated() + " hypercalls for two lists, " + hasty.emulated() + " for batches");
    }

    @Test
    void guestsThatAreLinkedWithTheFrontEndTalkByTheSwitch() throws Exception {
        Session session = session("rings");
        for (String name : List.of("caller[0]", "caller[1]")) {
            assertEquals("somebody says: hello, is anybody else on this network here?", result(session, name).guest().console().text().strip());
        }
    }

    @Test
    void theCallsOfAListAreTracedBeforeIt() throws Exception {
        List<String> calls = new ArrayList<>();
        session().trace().orElseThrow().forEach(event -> {
            if (event.kind() == EventKind.HYPERCALL) {
                calls.add(HypercallName.values()[(int) event.arg(0)].name());
            }
        });
        int list = calls.indexOf("LIST");
        assertEquals(List.of("WRITE", "UPDATE", "LIST"), calls.subList(list - 2, list + 1), calls.toString());
    }

    @Test
    void aGuestWithTablesOfItsOwnIsClonedAndMovesInAScenario() throws Exception {
        Example.named("paravirt").orElseThrow().copyTo(folder);
        Lab lab = new Lab(folder);
        // The user program counts before it touches its heap, so that the kernel's tables are walked meanwhile.
        Path kernel = folder.resolve("guest/paravirt.s");
        Files.writeString(kernel, Files.readString(kernel).replace("user:\n", "user:   li      t2, 500000\n1:      addi    t2, t2, -1\n        bnez    t2, 1b\n"));
        SystemPlan plan = lab.configuration("import \"guest/paravirt.s\" as kernel", "template t { memory 4 MiB  kernel kernel }",
            "host one { memory 64 MiB  hypervisor v { cpu paravirt  paging direct  domain a from t } }",
            "host two { memory 64 MiB  hypervisor v { cpu paravirt  paging direct  domain b from t  domain c from t } }", "scenario s {",
            "  power_off two.b  at 200_000 instr { clone one.a as twin }  at 400_000 instr { migrate one.a to two live { max_downtime 900 us } }",
            "  expect { exit_code(one.a) == 0  count(migration_round of one.a) >= 2 } }");
        Session session = Lab.session(plan, SessionOptions.unattended().withInstructionLimit(30_000_000));
        CompletableFuture<ScenarioReport> report = session.play(plan.scenarios().getFirst());
        Lab.run(session);
        assertEquals(List.of(), report.join().failures());
        for (String name : List.of("one.a", "two.c")) {
            assertEquals(TEXT, session.guests().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow().console().text().replace("\r", ""), name);
        }
        assertTrue(session.guests().stream().filter(each -> each.name().equals("twin")).findFirst().orElseThrow().console().text().contains("HI!"));
    }
}
