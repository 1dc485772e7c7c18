// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.lsp4j.CodeAction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FixesTest {

    private static final String IMPORT = "import \"hello.s\" as hello\n";
    @TempDir
    static Path folder;

    @BeforeAll
    static void theProgramExists() throws IOException {
        Files.writeString(folder.resolve("hello.s"), "");
    }

    /** What is written, with the caret at the mistake; the title of the repair; what is written then. */
    record Case(String before, String title, String after) {

        @Override
        public String toString() {
            return title + " in " + before;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("host pc { mem|roy 64 MiB  boot hello }", "Change to memory", "host pc { memory 64 MiB  boot hello }"),
                new Case("host pc { boot hello  |; cores 2 }", "Remove ';'", "host pc { boot hello   cores 2 }"),
                new Case("host pc { cores 1  boot hello  cores |2 }", "Remove cores 2", "host pc { cores 1  boot hello   }"),
                new Case("host pc { boot hel|o }", "Change to hello", "host pc { boot hello }"),
                new Case("network lan { } host pc { boot hello  nic n { network |lna } }", "Change to lan", "network lan { } host pc { boot hello  nic n { network lan } }"),
                new Case("template web { kernel hello }\nhost pc { boot |web }", "Run a domain from web",
                        "template web { kernel hello }\nhost pc { hypervisor vmm { domain web1 from web } }"),
                new Case("host pc { boot hello }\nhost |pc { boot hello }", "Change to pc2", "host pc { boot hello }\nhost pc2 { boot hello }"),
                new Case("network |lan { }\nhost pc { boot hello }", "Remove network 'lan'", "host pc { boot hello }"),
                new Case("host pc { cores |0  boot hello }", "Change to 1", "host pc { cores 1  boot hello }"),
                new Case("host pc { hypervisor v { scheduler round_robin { quantum |0 instr }  domain d { kernel hello } } }", "Change to 10000 instr",
                        "host pc { hypervisor v { scheduler round_robin { quantum 10000 instr }  domain d { kernel hello } } }"),
                new Case("host pc { memory |6 KiB  boot hello }", "Change to 8 KiB", "host pc { memory 8 KiB  boot hello }"),
                new Case("host pc { cores 2  hypervisor v { domain d { kernel hello  pin |1-0 } } }", "Change to 0-1",
                        "host pc { cores 2  hypervisor v { domain d { kernel hello  pin 0-1 } } }"),
                new Case("host pc { hypervisor v { domain |d } }", "Add kernel hello", "host pc { hypervisor v { domain d { kernel hello } } }"),
                new Case("host pc { firmware partitions { partition |a { memory 8 MiB  boot hello } } }", "Add cpus 0",
                        "host pc { firmware partitions { partition a { cpus 0  memory 8 MiB  boot hello } } }"),
                new Case("host pc { hypervisor v { type |3  domain d { kernel hello } } }", "Change to 1", "host pc { hypervisor v { type 1  domain d { kernel hello } } }"),
                new Case("host pc { hypervisor v { type |2  domain d { kernel hello } } }", "Change to 1", "host pc { hypervisor v { type 1  domain d { kernel hello } } }"),
                new Case("host pc { isa rv64gc  hypervisor v { cpu |hardware  domain d { kernel hello } } }", "Give host 'pc' isa rv64gc_h",
                        "host pc { isa rv64gc_h  hypervisor v { cpu hardware  domain d { kernel hello } } }"),
                new Case("host pc { hypervisor v { cpu |hardware  domain d { kernel hello } } }", "Add isa rv64gc_zba_zbb_zbs_h",
                        "host pc { isa rv64gc_zba_zbb_zbs_h  hypervisor v { cpu hardware  domain d { kernel hello } } }"),
                new Case("host pc { hypervisor v { paging |direct  domain d { kernel hello } } }", "Change to shadow",
                        "host pc { hypervisor v { paging shadow  domain d { kernel hello } } }"),
                new Case("host pc { quirk silent_sensitive_csr  hypervisor v { cpu |trap_and_emulate  domain d { kernel hello } } }", "Change to binary_translation",
                        "host pc { quirk silent_sensitive_csr  hypervisor v { cpu binary_translation  domain d { kernel hello } } }"),
                new Case("host pc { memory 32 MiB  hypervisor v { domain a { kernel hello memory 24 MiB } domain b { kernel hello memory |16 MiB } } }", "Change to 8 MiB",
                        "host pc { memory 32 MiB  hypervisor v { domain a { kernel hello memory 24 MiB } domain b { kernel hello memory 8 MiB } } }"),
                new Case("host pc { cores 2  hypervisor v { domain a { kernel hello  vcpus |3 } } }", "Change to 2",
                        "host pc { cores 2  hypervisor v { domain a { kernel hello  vcpus 2 } } }"),
                new Case("host pc { hypervisor v { domain d { isa |rv64gc_h  kernel hello } } }", "Remove isa rv64gc_h", "host pc { hypervisor v { domain d {   kernel hello } } }"),
                new Case("network lan { cidr |10.28.0.1/24 } host pc { boot hello nic n { network lan } }", "Change to 10.28.0.0/24",
                        "network lan { cidr 10.28.0.0/24 } host pc { boot hello nic n { network lan } }"),
                new Case("host a { hypervisor v { domain d[2] { kernel hello } } } scenario s { power_on a.|d }", "Change to a.d[0]",
                        "host a { hypervisor v { domain d[2] { kernel hello } } } scenario s { power_on a.d[0] }"),
                new Case("host a { hypervisor v { domain d { kernel hello } } } scenario s { power_on a.d[|0] }", "Remove [0]",
                        "host a { hypervisor v { domain d { kernel hello } } } scenario s { power_on a.d }"),
                new Case("host a { hypervisor v { domain d { kernel hello memory 32 MiB } } } host b { memory 16 MiB hypervisor w { } } scenario s { migrate a.d to |b }",
                        "Give host 'b' memory 32 MiB",
                        "host a { hypervisor v { domain d { kernel hello memory 32 MiB } } } host b { memory 32 MiB hypervisor w { } } scenario s { migrate a.d to b }"),
                new Case("host a { boot hello } scenario s { expect { never(|vm_exti) } }", "Change to vm_exit", "host a { boot hello } scenario s { expect { never(vm_exit) } }"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void repairIsOfferedAndDoesWhatItsTitleSays(Case c) {
        Editor editor = editor(c.before());
        CodeAction action = editor.actions().stream().filter(a -> a.getTitle().equals(c.title())).findFirst()
                .orElseThrow(() -> new AssertionError("offered: " + editor.actions().stream().map(CodeAction::getTitle).toList()));
        assertEquals(IMPORT + c.after(), editor.after(action));
    }

    /** What remains after some repairs is the author's affair; the mistake itself is gone. */
    @ParameterizedTest
    @MethodSource("cases")
    void repairTakesTheMistakeAway(Case c) {
        Editor editor = editor(c.before());
        CodeAction action = editor.actions().stream().filter(a -> a.getTitle().equals(c.title())).findFirst().orElseThrow();
        int caret = Math.min(IMPORT.length() + c.before().indexOf('|'), editor.after(action).length());
        String repaired = editor.after(action);
        Editor after = new Editor(folder.resolve("x.tln"), repaired.substring(0, caret) + "|" + repaired.substring(caret));
        assertFalse(after.actions().stream().anyMatch(a -> a.getTitle().equals(c.title())), repaired);
    }

    @Test
    void missingImportIsChangedToAFileThatIsThere() {
        Editor editor = new Editor(folder.resolve("x.tln"), "import |\"helo.s\" as hello\nhost pc { boot hello }");
        assertEquals("import \"hello.s\" as hello\nhost pc { boot hello }", editor.after(editor.actions().getFirst()));
    }

    @Test
    void unknownProgramIsImportedAfterTheOthers() {
        Editor editor = editor("host pc { boot hello }\nhost b { boot |xv6 }");
        CodeAction action = editor.actions().stream().filter(a -> a.getTitle().equals("Add import \"xv6.s\" as xv6")).findFirst().orElseThrow();
        assertEquals("import \"hello.s\" as hello\nimport \"xv6.s\" as xv6\nhost pc { boot hello }\nhost b { boot xv6 }", editor.after(action));
    }

    @Test
    void nothingIsOfferedWhereNothingIsWrong() {
        assertEquals(List.of(), editor("host pc { bo|ot hello }").actions());
    }

    private static Editor editor(String marked) {
        return new Editor(folder.resolve("x.tln"), IMPORT + marked);
    }
}
