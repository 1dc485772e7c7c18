// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.lang.asm.ide.Workspace;

class RepairsTest {
    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void start() {
        Workspace.write(folder, "lib.s", " nop\nhidden: ret\n");
        workspace = new Workspace(folder);
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    @Test
    void nearestWordThatFitsThePlaceIsOffered() {
        assertEquals(" csrr a0, mstatus\n", repaired(" csrr a0, mstats\n", "Change to mstatus"));
        assertEquals(" addi a0, a0, 1\n", repaired(" adi a0, a0, 1\n", "Change to addi"));
        assertEquals(" .balign 4\n", repaired(" .baling 4\n", "Change to .balign"));
        assertEquals("loop: j loop\n", repaired("loop: j lopp\n", "Change to loop"));
        assertEquals(" .macro save r\n .endm\n save a0\n", repaired(" .macro save r\n .endm\n saev a0\n", "Change to save"));
    }

    @Test
    void hiddenEntryPointIsMadeGlobal() {
        assertEquals(" nop\n        .globl  _start\n_start: nop\n", repaired(" nop\n_start: nop\n", "Add .globl _start"));
    }

    @Test
    void hiddenSymbolOfAnotherFileIsMadeGlobalThere() {
        CodeAction action = actions(workspace.open("source.s", " call hidden\n")).stream()
            .filter(a -> a.getTitle().equals("Make hidden global in lib.s")).findFirst().orElseThrow();
        List<TextEdit> edits = action.getEdit().getChanges().get(workspace.uri("lib.s"));
        assertEquals(" nop\n        .globl  hidden\nhidden: ret\n", Workspace.apply(" nop\nhidden: ret\n", edits));
    }

    @Test
    void whatGnuAsDoesNotKnowIsReplaced() {
        assertEquals(" .section .rodata\n .word 1\n", repaired(" .rodata\n .word 1\n", "Change to .section .rodata"));
        assertEquals(" nop # one\n# two\n", repaired(" nop // one\n// two\n", "Start all comments with #"));
    }

    @Test
    void repairedSourceHasNoDiagnostics() {
        TextDocumentIdentifier source = workspace.open("source.s", "_start: nob\n");
        while (!workspace.diagnostics(source).isEmpty()) {
            workspace.change(source, workspace.apply(source, actions(source).getFirst().getEdit().getChanges().get(source.getUri())));
        }
        assertEquals("        .globl  _start\n_start: nop\n", workspace.text(source));
    }

    private String repaired(String text, String title) {
        TextDocumentIdentifier source = workspace.open("source.s", text);
        CodeAction action = actions(source).stream().filter(a -> a.getTitle().equals(title)).findFirst()
            .orElseThrow(() -> new AssertionError(actions(source).stream().map(CodeAction::getTitle).toList() + " has " + title));
        return workspace.apply(source, action.getEdit().getChanges().get(source.getUri()));
    }

    private List<CodeAction> actions(TextDocumentIdentifier source) {
        List<Diagnostic> diagnostics = workspace.diagnostics(source);
        return Workspace.await(workspace.server().codeAction(new CodeActionParams(source, diagnostics.getFirst().getRange(), new CodeActionContext(diagnostics))))
            .stream().map(either -> either.getRight()).toList();
    }
}
