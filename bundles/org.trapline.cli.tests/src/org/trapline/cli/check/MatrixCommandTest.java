// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Shell;

final class MatrixCommandTest {
    @TempDir
    private Path folder;
    private Shell shell;

    @BeforeEach
    void writePrograms() {
        shell = new Shell(folder);
        shell.file("a.s", "_start: li t1, 'a'", "csrw sscratch, t1", "csrr t1, sscratch", "li t0, 0x10000000", "sb t1, 0(t0)", "li t0, 0x100000",
            "li t1, 0x5555", "sw t1, 0(t0)", "j .");
        String test = shell.file("t.s", ".globl _start, tohost", "_start: li a0, 1", "la t0, tohost", "1: sw a0, 0(t0)", "sw zero, 4(t0)", "j 1b", ".data",
            ".balign 64", "tohost: .dword 0");
        shell.file("tests/.keep", "");
        shell.run("asm", test, "-o", shell.path("tests/good")).expect(ExitCode.OK);
    }

    private String lab(String quirk) {
        return shell.file("lab.tln", "import \"a.s\" as a",
            "host h { isa rv64i_zicsr memory 32 MiB " + quirk + " hypervisor v { type 1 cpu trap_and_emulate domain d[2] { memory 4 MiB kernel a } } }");
    }

    @Test
    void theTableHasARowForEachCombinationAndAColumnForEachProgram() throws IOException {
        shell.run("matrix", lab(""), shell.path("tests"), "-q", "-o", shell.path("table.md")).expect(ExitCode.OK);
        String table = Files.readString(folder.resolve("table.md"));
        assertEquals("| | a | tests (1 programs) |", table.lines().findFirst().orElseThrow());
        for (String row : new String[] {"trap_and_emulate, shadow", "binary_translation, shadow, under a process", "hardware, nested, in a partition",
            "hardware, shadow, beside a process"}) {
            assertTrue(table.contains("| " + row + " | identical | 1 pass |"), table);
        }
        assertTrue(table.contains("| in a partition | identical | - |"), table);
        String few = shell.run("matrix", lab(""), "-q", "--no-places").expect(ExitCode.OK).out();
        assertTrue(few.contains("| binary_translation, shadow | identical |") && !few.contains("partition"), few);
    }

    @Test
    void whatATechniqueIsNotMadeForIsShownAndNoFailure() {
        String out = shell.run("matrix", lab("quirk silent_sensitive_csr"), "-q").expect(ExitCode.OK).out();
        assertTrue(out.contains("| trap_and_emulate, shadow | different (1) |"), out);
        assertTrue(out.contains("| binary_translation, shadow | identical |"), out);
        assertTrue(out.contains("1. a, on a host with a quirk: console line 1: "), out);
    }

    @Test
    void aTestThatFailsIsNamed() {
        String test = shell.file("f.s", ".globl _start, tohost", "_start: li a0, 7", "la t0, tohost", "1: sw a0, 0(t0)", "sw zero, 4(t0)", "j 1b", ".data",
            ".balign 64", "tohost: .dword 0");
        shell.run("asm", test, "-o", shell.path("tests/bad")).expect(ExitCode.OK);
        String out = shell.run("matrix", shell.path("tests"), "-q").expect(ExitCode.FAILED).out();
        assertTrue(out.contains("| hardware, shadow | **1 pass** (1) |"), out);
        assertTrue(out.contains("1. tests (2 programs): bad"), out);
    }
}
