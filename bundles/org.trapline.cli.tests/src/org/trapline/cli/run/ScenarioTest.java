// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Shell;

/** Scenarios on the command line: what they expect decides about the exit code. */
@Timeout(120)
final class ScenarioTest {
    @TempDir
    private Path folder;
    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
        shell.file("ok.s", ".globl _start", "_start: li t1, 0x10000000", "li t0, 'k'", "sb t0, 0(t1)", "li t0, 0x100000", "li t1, 0x23333", "sw t1, 0(t0)", "j .");
    }

    private String lab(String... scenarios) {
        return shell.file("lab.tln", "import \"ok.s\" as ok", "host one { memory 64 MiB hypervisor v { domain a { memory 2 MiB kernel ok } } }",
            String.join("\n", scenarios));
    }

    @Test
    void theOnlyScenarioIsPlayedAndItsExpectationsDecide() {
        String file = lab("scenario s { expect { exit_code(one.a) == 2  console(one.a) == \"k\" } }");
        Shell.Result played = shell.run("run", "--no-trace", file).expect(ExitCode.OK);
        assertTrue(played.out().contains("scenario s: all held, 2 expectations"), played.out());
        shell.run("run", "--no-trace", "--no-scenario", file).expect(ExitCode.FAILED);
    }

    @Test
    void whatDoesNotHoldIsToldWithFileAndLine() {
        String file = lab("scenario s { expect {", "exit_code(one.a) == 0  state(one.a) == crashed  count(vm_exit of one.a) > 1000 } }");
        Shell.Result played = shell.run("run", "--no-trace", file).expect(ExitCode.FAILED);
        assertTrue(played.out().contains(file + ":4: failed: expect exit_code(one.a) == 0: it is 2"), played.out());
        assertTrue(played.out().contains(file + ":4: failed: expect count(vm_exit of one.a) > 1000: there are "), played.out());
        assertTrue(played.out().contains("scenario s: 1 of 3 held"), played.out());
        Shell.Result quiet = shell.run("run", "--quiet", file).expect(ExitCode.FAILED);
        assertEquals("k", quiet.out().strip());
        assertTrue(quiet.err().contains("1 of 3 held"), quiet.err());
        Shell.Result json = shell.run("run", "--json", file).expect(ExitCode.FAILED);
        assertTrue(json.out().contains("\"type\":\"scenario\",\"scenario\":\"s\",\"success\":false,\"held\":1"), json.out());
        assertTrue(json.out().contains("\"line\":4,\"what\":\"expect exit_code(one.a) == 0\",\"measured\":\"it is 2\""), json.out());
    }

    @Test
    void ofSeveralScenariosOneIsChosen() {
        String file = lab("scenario s { expect { exit_code(one.a) == 2 } }", "scenario t { power_on one.a  expect { exit_code(one.a) == 1 } }");
        assertTrue(shell.run("run", file).expect(ExitCode.USAGE).err().contains("say --scenario with one of s, t"));
        assertTrue(shell.run("run", "--scenario", "u", file).expect(ExitCode.USAGE).err().contains("there is no such scenario, expected one of s, t"));
        shell.run("run", "--no-trace", "--scenario", "s", file).expect(ExitCode.OK);
        Shell.Result other = shell.run("run", "--no-trace", "--scenario", "t", file).expect(ExitCode.FAILED);
        assertFalse(other.out().contains("scenario s"), other.out());
        assertTrue(shell.run("run", "--scenario", "s", "--no-scenario", file).expect(ExitCode.USAGE).err().contains("contradict"));
    }

    @Test
    void migrationsThatCannotBeAreRefused() {
        String file = lab();
        assertTrue(shell.run("run", "--migrate-at", "5", file).expect(ExitCode.USAGE).err().contains("--migrate-to"));
        assertTrue(shell.run("run", "--migrate-to", "here", file).expect(ExitCode.USAGE).err().contains("expected HOST:PORT"));
        assertTrue(shell.run("run", "--migrate-to", "localhost:7", "--migrate", "x", file).expect(ExitCode.USAGE).err().contains("expected one of one.a"));
        Shell.Result nobody = shell.run("run", "--no-trace", "--migrate-to", "localhost:1", "--migrate-at", "3", file).expect(ExitCode.FAILED);
        assertTrue(nobody.out().contains("migration: one.a cannot be moved to localhost"), nobody.out());
    }
}
