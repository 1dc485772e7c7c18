// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;

/** On a host with several harts, which have their turns one after the other, instants are reached that lie within a round of turns. */
@Timeout(60)
class SeveralCoresTest {
    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void writeFiles() {
        lab = new Lab(folder);
        lab.file("digits.s", LivesTest.PRINTING);
    }

    private ScenarioReport play(String network, String device, String... scenario) {
        List<String> lines = new ArrayList<>(List.of("import \"digits.s\" as digits", network,
            "host one { cores 2 memory 64 MiB hypervisor v { domain web { memory 2 MiB kernel digits " + device + " } } }",
            "host two { cores 3 memory 64 MiB hypervisor v { domain db { memory 2 MiB kernel digits " + device + " } } }", "scenario s {"));
        lines.addAll(List.of(scenario));
        lines.add("}");
        SystemPlan plan = lab.configuration(lines.toArray(String[]::new));
        Session session = Lab.session(plan, SessionOptions.unattended().withInstructionLimit(30_000_000));
        var report = session.play(plan.scenarios().getFirst());
        Lab.run(session);
        return report.join();
    }

    @Test
    void stepsAreTakenAtInstantsWithinARound() {
        ScenarioReport report = play("", "", "at 123457 cycles { pause one.web }", "at 200001 cycles { expect { state(one.web) == paused } resume one.web }",
            "expect { console(one.web) == \"0123456789\" }");
        assertEquals(List.of(), report.failures());
    }

    @Test
    void aGuestMovesBetweenHostsWithSeveralCores() {
        ScenarioReport report = play("", "", "at 1_000_000 instr { migrate one.web to two live { max_downtime 900 us } }",
            "expect { console(one.web) == \"0123456789\"  console(two.db) == \"0123456789\"  downtime(one.web) <= 900 us }");
        assertEquals(List.of(), report.failures());
    }

    @Test
    void hostsGoOnWhoseNetworkIsFasterThanARound() {
        ScenarioReport report = play("network lan { latency 1500 ns }", "interface e { network lan }",
            "expect { console(one.web) == \"0123456789\"  console(two.db) == \"0123456789\" }");
        assertEquals(List.of(), report.failures());
    }
}
