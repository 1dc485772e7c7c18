// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Oracle;
import org.trapline.cli.testkit.Shell;

final class ObjdumpCommandTest {
    private static final Pattern LINE = Pattern.compile("\\s*([0-9a-f]+):\\s+([0-9a-f]{4,8})\\s+(.*)");

    @TempDir
    private Path folder;
    private Shell shell;
    private String source;
    private String elf;

    @BeforeEach
    void assemble() {
        shell = new Shell(folder);
        source = shell.file("a.s", ".option norvc; .globl _start", "_start: li a0, 5", "loop: addi a0, a0, -1", "bnez a0, loop", "call end", "table: .word 1, 2",
            "end: ret", ".data", "value: .dword 0x1122334455667788");
        elf = shell.path("a.elf");
        shell.run("asm", source, "-o", elf).expect(ExitCode.OK);
    }

    @Test
    void codeIsShownWithLabelsAndTargets() {
        String shown = shell.run("objdump", elf).expect(ExitCode.OK).out();
        assertTrue(shown.contains("0000000080000004 <loop>:\n    80000004:  fff50513          addi    a0,a0,-1\n"), shown);
        assertTrue(shown.contains("bnez    a0,80000004 <loop>"), shown);
    }

    @Test
    void dataAmongCodeIsShownAsData() {
        for (String file : List.of(source, elf)) {
            String shown = shell.run("objdump", file).expect(ExitCode.OK).out();
            assertTrue(shown.contains("<table>:\n    80000010:  01000000          .byte   0x01,0x00,0x00,0x00\n"), shown);
        }
    }

    @Test
    void namesAreWrittenInFullWithoutAliases() {
        String shown = shell.run("objdump", "--no-aliases", elf).expect(ExitCode.OK).out();
        assertTrue(shown.contains("bne     a0,zero,80000004 <loop>"), shown);
        assertFalse(shown.contains("bnez"), shown);
    }

    @Test
    void sourceLinesStandBeforeTheirCode() {
        for (String file : List.of(source, elf)) {
            String shown = shell.run("objdump", "-l", file).expect(ExitCode.OK).out();
            assertTrue(shown.contains(source + ":4: bnez a0, loop\n    80000008:"), shown);
        }
    }

    @Test
    void oneSymbolCanBeAskedFor() {
        String shown = shell.run("objdump", "--symbol", "loop", elf).expect(ExitCode.OK).out();
        assertEquals(3, shown.lines().filter(line -> LINE.matcher(line).matches()).count(), shown);
        Shell.Result none = shell.run("objdump", "--symbol", "nobody", elf).expect(ExitCode.ERROR);
        assertTrue(none.err().contains("there is no symbol 'nobody'"), none.err());
    }

    @Test
    void headersSymbolsAndContentsAreShownWhenAskedFor() {
        String shown = shell.run("objdump", "-x", "-t", "-s", elf).expect(ExitCode.OK).out();
        assertTrue(shown.contains("RV64 executable"), shown);
        assertTrue(shown.lines().anyMatch(line -> line.matches("0 +80000000 +80000000 +.* r-x")), shown);
        assertTrue(shown.lines().anyMatch(line -> line.matches("\\.text +80000000 .* a-x")), shown);
        assertTrue(shown.lines().anyMatch(line -> line.matches("80000000 +0 +global +none +\\.text +_start")), shown);
        assertTrue(shown.contains("88 77 66 55 44 33 22 11"), shown);
        assertFalse(shown.contains("Disassembly"), "only what was asked for is shown");
    }

    @Test
    void jsonHasAnObjectForEachInstruction() {
        String shown = shell.run("objdump", "--json", "--symbol", "loop", elf).expect(ExitCode.OK).out();
        assertTrue(shown.startsWith("{\"section\":\".text\",\"address\":\"0x80000004\",\"bytes\":\"fff50513\",\"text\":\"addi a0,a0,-1\",\"labels\":[\"loop\"]"),
            shown);
        assertEquals(3, shown.lines().count());
    }

    @Test
    void objectsAreShownFromZero() {
        shell.run("asm", "-c", source, "-o", shell.path("a.o")).expect(ExitCode.OK);
        String shown = shell.run("objdump", shell.path("a.o")).expect(ExitCode.OK).out();
        assertTrue(shown.contains("RV64 object"), shown);
        assertTrue(shown.contains("0000000000000004 <loop>:"), shown);
    }

    @Test
    void oneBadFileDoesNotHideTheOthers() {
        String bad = shell.file("bad.elf", new byte[] {0x7f, 'E', 'L', 'F'});
        Shell.Result result = shell.run("objdump", bad, elf).expect(ExitCode.ERROR);
        assertTrue(result.err().startsWith(bad + ": error: "), result.err());
        assertTrue(result.out().contains("<loop>:"), result.out());
    }

    @Test
    void ourTextIsThatOfGnuObjdump() {
        Oracle objdump = Oracle.needed("riscv64-unknown-elf-objdump", "riscv64-linux-gnu-objdump");
        List<String> ours = instructions(shell.run("objdump", "--no-aliases", elf).expect(ExitCode.OK).out());
        List<String> theirs = instructions(objdump.run(folder, List.of("-d", "-M", "no-aliases", "a.elf")));
        assertEquals(theirs, ours);
        assertTrue(ours.size() >= 5, () -> "there should be something to compare: " + ours);
    }

    /** Returns address, word and text of each instruction, without the data, which is written otherwise. */
    private static List<String> instructions(String shown) {
        List<String> result = new ArrayList<>();
        for (String line : shown.lines().toList()) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches() && !parts.group(3).startsWith(".")) {
                result.add(parts.group(1) + " " + parts.group(2) + " " + parts.group(3).replaceAll(" *#.*", "").replaceAll("\\s+", " "));
            }
        }
        return result;
    }
}
