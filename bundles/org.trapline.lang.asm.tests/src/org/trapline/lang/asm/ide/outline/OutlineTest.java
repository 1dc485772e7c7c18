// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.outline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.lang.asm.ide.Workspace;

class OutlineTest {
    private static final String SOURCE = """
                    .equ    UART, 0x10 + 2
                    .text
                    .macro  push reg, slot=0
            inner:  sd      \\reg, \\slot(sp)
                    .endm
            _start: nop
            .Lloop: j       .Lloop
            1:      nop
            next:   ret
            count = 5
                    .section .rodata.text, "a"
            hello:  .asciz  "hi"
            end:
                    .bss
                    .comm   buffer, 64
            """;

    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void start() {
        workspace = new Workspace(folder);
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    @Test
    void sectionsHoldWhatIsDefinedInThem() {
        assertEquals(List.of(
            "Constant UART [= 0x10 + 2]",
            "Namespace .text [section]",
            "  Method push [reg, slot]",
            "  Function _start []",
            "    Function .Lloop []",
            "  Function next []",
            "  Constant count [= 5]",
            "Namespace .rodata.text [section]",
            "  Variable hello []",
            "  Function end []",
            "Namespace .bss [section]",
            "  Variable buffer [= 64]"), lines(symbols(SOURCE), ""));
    }

    @Test
    void rangesReachToTheEndOfWhatTheyNameAndSelectTheName() {
        TextDocumentIdentifier source = workspace.open("source.s", SOURCE);
        List<DocumentSymbol> text = symbols(source).get(1).getChildren();
        assertEquals("push", workspace.text(source, text.get(0).getSelectionRange()));
        assertEquals(4, text.get(0).getRange().getEnd().getLine());
        assertEquals("_start", workspace.text(source, text.get(1).getSelectionRange()));
        assertEquals(7, text.get(1).getRange().getEnd().getLine());
        assertEquals("UART", workspace.text(source, symbols(source).get(0).getSelectionRange()));
    }

    @Test
    void emptySourceHasAnEmptyOutline() {
        assertEquals(List.of(), symbols(""));
        assertEquals(List.of(), symbols("\n\n# nothing\n"));
    }

    @Test
    void blocksSectionsAndCommentsCanBeFolded() {
        assertEquals(List.of("comment 0-2", "region 3-15", "null 4-8", "null 5-7", "null 9-11", "null 12-14", "comment 15-16"), folds("""
                # one
                # two
                # three
                    .text
                    .macro  m
                    .if     1
                    nop     # not alone
                    .endif
                    .endm
                    .rept   2
                    nop
                    .endr
                    .IRP    x, a0
                    nop
                    .endr
                    nop /* a
                comment */
                # alone
                """));
    }

    @Test
    void blockWithoutEndIsNotFolded() {
        assertEquals(List.of(), folds(" .macro m\n nop\n"));
        assertEquals(List.of("null 0-3"), folds(" .macro m\n .if 1\n nop\n .endm\n").subList(0, 1));
    }

    private List<DocumentSymbol> symbols(String text) {
        return symbols(workspace.open("source.s", text));
    }

    private List<DocumentSymbol> symbols(TextDocumentIdentifier source) {
        return Workspace.await(workspace.server().documentSymbol(new DocumentSymbolParams(source))).stream().map(either -> either.getRight()).toList();
    }

    private static List<String> lines(List<DocumentSymbol> symbols, String indent) {
        List<String> result = new ArrayList<>();
        for (DocumentSymbol symbol : symbols) {
            result.add(indent + symbol.getKind() + ' ' + symbol.getName() + " [" + symbol.getDetail() + ']');
            result.addAll(lines(symbol.getChildren(), indent + "  "));
        }
        return result;
    }

    private List<String> folds(String text) {
        TextDocumentIdentifier source = workspace.open("source.s", text);
        List<FoldingRange> ranges = Workspace.await(workspace.server().foldingRange(new FoldingRangeRequestParams(source)));
        return ranges.stream().map(r -> r.getKind() + " " + r.getStartLine() + '-' + r.getEndLine()).toList();
    }
}
