// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.lang.asm.ide.Workspace;

class DiagnosticsTest {
    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void start() {
        Workspace.write(folder, "lib.s", " .globl shared\nshared: call helper\n ret\nhelper: ret\n");
        Workspace.write(folder, "inc.s", " .macro push reg\n sd \\reg, 0(sp)\n .endm\n .equ SIZE, 8\n");
        workspace = new Workspace(folder);
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    @Test
    void whatTheAssemblerSaysIsShownAtTheSamePlace() {
        assertEquals(List.of("Error 1:1-4 unknown instruction 'nob', did you mean 'nop'?"), diagnostics(" nop\n nob\n nop\n"));
        assertEquals(List.of("Error 0:10-16 csrr: unknown CSR 'mstats'"), shortened(diagnostics(" csrr  a0,mstats\n")));
        assertEquals(List.of("Error 0:1-5", "Error 2:1-5"), places(diagnostics(" bad1\n nop\n bad2\n")));
    }

    @Test
    void oddButCorrectSourceHasNoErrors() {
        assertEquals(List.of(), diagnostics("""
            .macro m a, b=5, c:vararg
            l_\\@: .word \\a, \\b
            \\c
            .endm
             m 1; m 2, 3, nop
            "odd name": j "odd name"
            x = . ; y == 4
            .if 1 ; nop ; .else ; this is not read ; .endif
            .irp r, a0, a1
             mv \\r, zero
            .endr
            .insn r 0x33, 0, 0, a0, a1, a2
             li a0, 'a ; li a1, '\\n' /* a comment
            of two lines */ ; nop
            .ascii "a;b" "c#d"
            1: j 1b
            """));
    }

    @Test
    void diagnosticsGoWhenTheSourceIsRepaired() {
        TextDocumentIdentifier source = workspace.open("source.s", " nob\n");
        assertEquals(1, workspace.diagnostics(source).size());
        workspace.change(source, " nop\n");
        assertEquals(List.of(), workspace.diagnostics(source));
    }

    @Test
    void symbolThatNoFileDefinesIsAnErrorWhereverItIsUsed() {
        assertEquals(List.of("Error 0:6-13 symbol 'missing' is not defined", "Error 1:7-14 symbol 'missing' is not defined"),
            diagnostics(" call missing\n .word missing + 4\n"));
    }

    @Test
    void symbolsOfOtherFilesOfTheLinkerAndWeakOnesAreNotMissing() {
        assertEquals(List.of(), diagnostics(" call shared\n la a0, _end\n .weak maybe\n la a1, maybe\n"));
    }

    @Test
    void otherErrorsDoNotHideThatSymbolsAreMissing() {
        assertEquals(List.of("Error 1:1-4", "Error 0:6-13"),
            places(diagnostics(" call missing\n nob\n call shared\n la a0, _end\n .weak maybe\n la a1, maybe\n")));
    }

    @Test
    void entryPointThatIsNotGlobalIsAWarning() {
        assertEquals(List.of("Warning 0:0-6"), places(diagnostics("_start: nop\n")));
        assertEquals(List.of(), diagnostics(" .globl _start\n_start: nop\n"));
    }

    @Test
    void includedFileIsRead() {
        assertEquals(List.of(), diagnostics(" .include \"inc.s\"\n push a0\n li a1, SIZE\n"));
        assertEquals(List.of("Error 0:10-18"), places(diagnostics(" .include \"none.s\"\n")));
    }

    @Test
    void errorInAnIncludedFileIsShownAtTheInclude() {
        workspace.open("inc.s", " nob\n nop\n nob\n");
        assertEquals(List.of("Error 0:1-17 inc.s:1: unknown instruction 'nob', did you mean 'nop'? (the first of 2 errors there)"),
            diagnostics(" .include \"inc.s\"\n"));
    }

    @Test
    void changeOfAnIncludedFileReachesTheOneThatIncludesIt() {
        TextDocumentIdentifier included = workspace.open("inc.s", " .equ SIZE, 8\n");
        TextDocumentIdentifier source = workspace.open("source.s", " .include \"inc.s\"\n addi a0, a0, SIZE\n");
        assertEquals(List.of(), workspace.diagnostics(source));
        workspace.change(included, " .equ SIZE, 5000\n");
        assertEquals(List.of("Error 1:14-18"), places(describe(source)));
    }

    @Test
    void includedFileIsJudgedAsAPartOfTheWhole() {
        workspace.open("source.s", " .equ DEPTH, 3\n .include \"part.s\"\n");
        assertEquals(List.of(), describe(workspace.open("part.s", " li a0, DEPTH\n")));
        assertEquals(List.of("Error 0:1-4"), places(describe(workspace.open("part.s", " nob\n"))));
    }

    private List<String> diagnostics(String text) {
        return describe(workspace.open("source.s", text));
    }

    private List<String> describe(TextDocumentIdentifier source) {
        return workspace.diagnostics(source).stream().map(d -> d.getSeverity() + " " + d.getRange().getStart().getLine() + ':'
            + d.getRange().getStart().getCharacter() + '-' + d.getRange().getEnd().getCharacter() + ' ' + d.getMessage().getLeft()).toList();
    }

    private static List<String> places(List<String> diagnostics) {
        return diagnostics.stream().map(d -> d.split(" ")[0] + ' ' + d.split(" ")[1]).toList();
    }

    private static List<String> shortened(List<String> diagnostics) {
        return diagnostics.stream().map(d -> d.substring(0, Math.max(0, d.indexOf(" (")))).map(d -> d.replaceAll(", did you.*", "")).toList();
    }
}
