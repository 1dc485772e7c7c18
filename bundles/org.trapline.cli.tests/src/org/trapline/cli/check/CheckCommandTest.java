// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Shell;
import org.trapline.vmm.Cost;
import org.xml.sax.InputSource;

final class CheckCommandTest {
    @TempDir
    private Path folder;
    private Shell shell;

    @BeforeEach
    void writeProgram() {
        shell = new Shell(folder);
        shell.file("a.s", "_start: li t1, 'a'", "csrw sscratch, t1", "csrr t1, sscratch", "li t0, 0x10000000", "sb t1, 0(t0)", "li t0, 0x100000",
            "li t1, 0x5555", "sw t1, 0(t0)", "j .");
    }

    private String lab(String quirk) {
        return shell.file("lab.tln", "import \"a.s\" as a",
            "host h { isa rv64i_zicsr memory 32 MiB " + quirk + " hypervisor v { type 1 cpu trap_and_emulate domain d { memory 4 MiB kernel a } } }");
    }

    @Test
    void aFaithfulVmmIsReported() throws IOException {
        Shell.Result result = shell.run("check", lab(""), "--html", shell.path("lab.html")).expect(ExitCode.OK);
        assertTrue(result.out().contains("condition holds"), result.out());
        assertTrue(result.out().lines().anyMatch(line -> line.strip().startsWith("trap_and_emulate, shadow") && line.contains("identical")), result.out());
        assertTrue(result.err().contains("trap_and_emulate"), "what is being done is told");
        String page = Files.readString(folder.resolve("lab.html"));
        assertTrue(page.contains("<svg") && page.contains("Exits by cause"), page);
    }

    @Test
    void aGuestThatNoticesIsAFailure() {
        Shell.Result result = shell.run("check", lab("quirk silent_sensitive_csr"), "-q").expect(ExitCode.FAILED);
        assertFalse(result.err().contains("check:"), result.err());
        assertTrue(result.out().contains("condition does not hold"), result.out());
        assertTrue(result.out().contains("sscratch"), result.out());
        assertTrue(result.out().contains("differs: console line 1: '\\x00'; bare 'a'"), result.out());
        assertTrue(result.out().contains("first difference: instruction 2, 'csrw sscratch,t1' at 0x80000004 (_start+0x4, a.s:2): sscratch 0x0; bare 0x61"),
            result.out());
    }

    @Test
    void thePageIsWellFormed() throws Exception {
        shell.run("check", lab(""), "-q", "--html", shell.path("lab.html")).expect(ExitCode.OK);
        String page = Files.readString(folder.resolve("lab.html")).replace("<!DOCTYPE html>", "").replace("<meta charset=\"utf-8\">", "");
        assertEquals("html", DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)))
            .getDocumentElement().getTagName());
    }

    @Test
    void programsReadOneObject() {
        String json = shell.run("check", lab(""), "--json", "--no-safety").expect(ExitCode.OK).out();
        assertTrue(json.startsWith("{\"file\":") && json.contains("\"popek_goldberg\":true") && json.contains("\"fidelity\":\"identical\""), json);
        assertEquals(1, json.strip().lines().count());
    }

    @Test
    void whatIsChargedIsToldWithItsSource() {
        String table = shell.run("check", "--costs").expect(ExitCode.OK).out();
        for (Cost cost : Cost.values()) {
            assertTrue(table.contains(cost.literal()) && table.contains(cost.source()), table);
        }
        String own = shell.run("check", lab("costs { exit 7 }"), "--no-safety", "--no-instructions").expect(ExitCode.OK).out();
        assertTrue(own.contains("costs: exit 7"), own);
    }

    @Test
    void misuseIsTold() {
        shell.run("check").expect(ExitCode.USAGE);
        shell.run("check", lab(""), "--limit", "few").expect(ExitCode.USAGE);
        shell.run("check", shell.path("nowhere.tln")).expect(ExitCode.ERROR);
        shell.run("check", shell.path("a.s"), "--host", "h").expect(ExitCode.USAGE);
    }
}
