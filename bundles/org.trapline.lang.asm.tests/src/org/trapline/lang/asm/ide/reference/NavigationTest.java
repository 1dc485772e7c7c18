// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.lang.asm.ide.Workspace;

class NavigationTest {
    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void start() {
        Workspace.write(folder, "lib.s", """
                    .globl  putc, shared
            putc:   ret
            hidden: ret
                    .equ    shared, 7
                    .macro  twice x
                    .endm
            """);
        Workspace.write(folder, "macros.inc.s", """
                    .macro  save reg
                    sd      \\reg, 0(sp)
                    .endm
                    .equ    SIZE, 8
            """);
        workspace = new Workspace(folder);
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    @Test
    void labelIsFoundFromABranch() {
        assertEquals(List.of("source.s 1:0-4"), definitions("  beq a0, a1, lo¦op\nloop: nop\n"));
    }

    @Test
    void nearestNumericLabelBehindAndAheadIsFound() {
        assertEquals(List.of("source.s 1:0-1"), definitions("1: nop\n1: nop\n j 1¦b\n1: nop\n1: nop\n"));
        assertEquals(List.of("source.s 3:0-1"), definitions("1: nop\n1: nop\n j ¦1f\n1: nop\n1: nop\n"));
        assertEquals(List.of(), definitions("1: nop\n j 1¦f\n"));
    }

    @Test
    void everyDefinitionOfAConstantThatIsSetAgainIsFound() {
        assertEquals(List.of("source.s 0:6-7", "source.s 1:6-7", "source.s 2:1-2"), definitions(" .set x, 1\n .set x, 2\n x = 3\n li a0, x¦\n"));
    }

    @Test
    void macroIsFoundWhateverItsCase() {
        assertEquals(List.of("source.s 0:8-12"), definitions(" .macro Save\n .endm\n SA¦VE\n"));
    }

    @Test
    void parameterIsFoundFromWithinWordsAndStrings() {
        assertEquals(List.of("source.s 0:10-13"), definitions(" .macro m arg\nl_\\ar¦g\\()_x: nop\n .endm\n"));
        assertEquals(List.of("source.s 0:10-13"), definitions(" .macro m arg\n .ascii \"a\\ar¦g b\"\n .endm\n"));
        assertEquals(List.of("source.s 0:6-7"), definitions(" .irp r, a0, a1\n mv \\r¦, zero\n .endr\n"));
    }

    @Test
    void parameterEndsWithItsMacro() {
        assertEquals(List.of(), definitions(" .macro m arg\n .endm\n mv \\ar¦g, a0\n"));
    }

    @Test
    void registersAndFunctionsOfRelocationsAreNoSymbols() {
        assertEquals(List.of(), definitions("hi: nop\n lui a0, %h¦i(hi)\n"));
        assertEquals(List.of("source.s 0:0-2"), definitions("hi: nop\n lui a0, %hi(h¦i)\n"));
        assertEquals(List.of("source.s 0:0-2"), definitions("hi: nop\n .word 7 %h¦i\n"));
        assertEquals(List.of(), definitions("function: nop\n .type f, @func¦tion\n"));
    }

    @Test
    void globalSymbolOfAnotherFileIsFoundAndALocalOneIsNot() {
        assertEquals(List.of("lib.s 1:0-4"), definitions(" call pu¦tc\n"));
        assertEquals(List.of("lib.s 3:16-22"), definitions(" li a0, sha¦red\n"));
        assertEquals(List.of(), definitions(" call hid¦den\n"));
    }

    @Test
    void symbolOfTheSourceItselfComesFirst() {
        assertEquals(List.of("source.s 1:0-4"), definitions(" call pu¦tc\nputc: ret\n"));
    }

    @Test
    void includedFileIsOneTextWithTheSource() {
        assertEquals(List.of("macros.inc.s 0:16-20"), definitions(" .include \"macros.inc.s\"\n sa¦ve ra\n"));
        assertEquals(List.of("macros.inc.s 3:16-20"), definitions(" .include \"macros.inc.s\"\n li a0, SI¦ZE\n"));
        assertEquals(List.of(), definitions(" li a0, SI¦ZE\n"));
    }

    @Test
    void nameOfAnIncludedFileLeadsToTheFile() {
        assertEquals(List.of("macros.inc.s 0:0-0"), definitions(" .include \"macro¦s.inc.s\"\n"));
    }

    @Test
    void referencesOfOtherFilesAreFound() {
        workspace.open("other.s", " call putc\n");
        TextDocumentIdentifier lib = workspace.open("lib.s", " .globl putc\nputc¦: j putc\n");
        List<String> found = Workspace.await(workspace.server().references(
            new ReferenceParams(lib, workspace.caret(lib), new ReferenceContext(false)))).stream().map(this::text).toList();
        assertEquals(List.of("lib.s 0:8-12", "lib.s 1:8-12", "other.s 0:6-10"), found);
    }

    @Test
    void fileThatBeginsToDefineAGlobalSymbolIsSeenByOthers() {
        TextDocumentIdentifier user = workspace.open("user.s", " call la¦ter\n");
        TextDocumentIdentifier lib = workspace.open("new.s", " nop\n");
        workspace.change(lib, " .globl later\nlater: ret\n");
        assertEquals(List.of("new.s 1:0-5"), definitions(user));
    }

    @Test
    void occurrencesAreMarkedByWhetherTheyDefine() {
        TextDocumentIdentifier source = workspace.open("source.s", "loop: nop\n j lo¦op\n");
        List<? extends DocumentHighlight> marks = Workspace.await(workspace.server().documentHighlight(
            new DocumentHighlightParams(source, workspace.caret(source))));
        assertEquals(List.of("Write 0:0", "Read 1:3"), marks.stream()
            .map(m -> m.getKind() + " " + m.getRange().getStart().getLine() + ":" + m.getRange().getStart().getCharacter()).toList());
    }

    @Test
    void symbolsOfAllFilesAreListed() {
        List<String> names = Workspace.await(workspace.server().symbol(new WorkspaceSymbolParams("")))
            .getRight().stream().map(s -> s.getKind() + " " + s.getName()).sorted().toList();
        assertEquals(List.of("Constant SIZE", "Constant shared", "Function hidden", "Function putc", "Method save", "Method twice"), names);
    }

    @Test
    void renamingChangesEveryPlace() {
        assertEquals(" .globl go\ngo: j go\n .word go - ., other\nother: nop\n",
            rename(" .globl st¦art\nstart: j start\n .word start - ., other\nother: nop\n", "go"));
        assertEquals(" .macro m reg\n mv \\reg, \\reg\\()x\n .ascii \"\\reg \\r2\"\n .endm\n",
            rename(" .macro m r\n mv \\¦r, \\r\\()x\n .ascii \"\\r \\r2\"\n .endm\n", "reg"));
        assertEquals("7: j 7b\n j 7b\n1: j 1b\n", rename("¦1: j 1b\n j 1b\n1: j 1b\n", "7"));
        assertEquals(" .macro keep\n .endm\n keep\n keep\n", rename(" .macro Save\n .endm\n s¦ave\n SAVE\n", "keep"));
    }

    @Test
    void renamingReachesOtherFiles() {
        TextDocumentIdentifier other = workspace.open("other.s", " call putc\n");
        TextDocumentIdentifier lib = workspace.open("lib.s", " .globl putc\nputc¦: ret\n");
        Map<String, List<TextEdit>> changes = Workspace.await(workspace.server().rename(new RenameParams(lib, workspace.caret(lib), "emit"))).getChanges();
        assertEquals(" call emit\n", workspace.apply(other, changes.get(other.getUri())));
        assertEquals(" .globl emit\nemit: ret\n", workspace.apply(lib, changes.get(lib.getUri())));
    }

    @Test
    void renamingToATakenOrImpossibleNameIsRefused() {
        assertEquals("There already is a symbol `b`.", refusal("a¦: nop\nb: nop\n", "b"));
        assertEquals("There already is a symbol `putc`.", refusal("a¦: nop\n", "putc"));
        assertEquals("`t0` is a register.", refusal("a¦: nop\n", "t0"));
        assertEquals("`1a` cannot be the name of a symbol.", refusal("a¦: nop\n", "1a"));
        assertEquals("`x y` cannot be the name of a symbol.", refusal("a¦: nop\n", "x y"));
        assertEquals("`far` is already used here for something else.", refusal("a¦: j far\n", "far"));
        assertEquals("There already is a macro `N`.", refusal(" .macro m¦\n .endm\n .macro n\n .endm\n", "N"));
        assertEquals("`nop` is already used here for something else.", refusal(" .macro m¦\n .endm\n nop\n", "nop"));
        assertEquals("There already is a parameter `y`.", refusal(" .macro m ¦x, y\n .endm\n", "y"));
        assertEquals("There already is a numeric label `2`.", refusal("¦1: j 1b\n2: nop\n", "2"));
        assertEquals("`x` cannot be the name of a numeric label.", refusal("¦1: j 1b\n", "x"));
        assertEquals("There is nothing here that has a name.", refusal(" mv a0, a¦1\n", "x"));
    }

    @Test
    void renamingIsOfferedForNamesOnly() {
        TextDocumentIdentifier source = workspace.open("source.s", "start: j sta¦rt\n");
        assertEquals("start", Workspace.await(workspace.server().prepareRename(new PrepareRenameParams(source, workspace.caret(source)))).getSecond().getPlaceholder());
        workspace.change(source, " mv a0, a¦1\n");
        assertTrue(Workspace.await(workspace.server().prepareRename(new PrepareRenameParams(source, workspace.caret(source)))) == null);
    }

    private List<String> definitions(String text) {
        return definitions(workspace.open("source.s", text));
    }

    private List<String> definitions(TextDocumentIdentifier source) {
        return Workspace.await(workspace.server().definition(new DefinitionParams(source, workspace.caret(source))))
            .getLeft().stream().map(this::text).toList();
    }

    private String rename(String text, String name) {
        TextDocumentIdentifier source = workspace.open("source.s", text);
        return workspace.apply(source, Workspace.await(workspace.server().rename(new RenameParams(source, workspace.caret(source), name)))
            .getChanges().get(source.getUri()));
    }

    private String refusal(String text, String name) {
        TextDocumentIdentifier source = workspace.open("source.s", text);
        return assertThrows(ResponseErrorException.class,
            () -> Workspace.await(workspace.server().rename(new RenameParams(source, workspace.caret(source), name)))).getMessage();
    }

    private String text(Location location) {
        String file = location.getUri().substring(location.getUri().lastIndexOf('/') + 1);
        return file + ' ' + location.getRange().getStart().getLine() + ':' + location.getRange().getStart().getCharacter()
            + '-' + location.getRange().getEnd().getCharacter();
    }
}
