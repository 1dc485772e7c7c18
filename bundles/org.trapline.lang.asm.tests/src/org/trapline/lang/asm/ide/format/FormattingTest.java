// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;

import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.lang.asm.ide.Workspace;

class FormattingTest {
    private static final FormattingOptions OPTIONS = new FormattingOptions(4, true);

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
    void partsOfALineStandInColumns() {
        assertEquals("""
                start:  li      a0, 5                   # five
                        sfence.vma zero, zero
                1:      beq     a0, a1, 1b              # and back

                long_label:     sd      ra, 0(sp)
                """, format("""
                start: li a0,5 # five
                sfence.vma zero,zero
                1:beq\ta0 , a1,  1b # and back

                long_label: sd ra,0(sp)
                """));
    }

    @Test
    void valuesOfDefinitionsLineUp() {
        assertEquals("""
                        .equ    A,      1
                        .equ    LONGER, 2
                x = 3
                        y = 4
                """, format("""
                .equ A,1
                .equ LONGER, 2
                x=3
                  y   =  4
                """));
    }

    @Test
    void statementsBehindLabelsOfOneRunLineUp() {
        assertEquals("""
                a:              .asciz  "x"
                longer_one:     .asciz  "y"

                b:      .asciz  "z"
                """, format("""
                a: .asciz "x"
                longer_one: .asciz "y"

                b: .asciz "z"
                """));
    }

    @Test
    void commentsBehindCodeLineUp() {
        assertEquals("""
                # at the left
                        # indented
                        nop                                     # one
                        li      a0, 0x123456789 + 0x123456789   # two
                                                                # more of two

                        nop                             # three
                """, format("""
                # at the left
                  # indented
                nop # one
                li a0,0x123456789 + 0x123456789 # two
                                        # more of two

                nop # three
                """));
    }

    @Test
    void operandsOfMacrosAndComparisonsStayAsTheyAre() {
        assertEquals("""
                        .macro  m a b=1 ,c
                        .ifc    \\a,  x
                        .endif
                        .endm
                        m       1   2 ,3
                        .irp    x,a0,  a1
                        .endr
                """, format("""
                .macro m a b=1 ,c
                .ifc \\a,  x
                .endif
                .endm
                m 1   2 ,3
                .irp x,a0,  a1
                .endr
                """));
    }

    @Test
    void stringsAndCommentsAreNotTouched() {
        assertEquals("        .ascii  \"a ,  b # c\", \"d\"       #  e  ,f\n", format(".ascii \"a ,  b # c\",\"d\"#  e  ,f   \n"));
        String odd = "  nop /* in\n  two lines */ ; nop\n";
        assertEquals(odd, format(odd));
    }

    @Test
    void severalStatementsOfALineStayInTheirLine() {
        assertEquals("        nop; li      a0, 1; x:  nop\n", format("nop;li a0,1 ;x: nop\n"));
    }

    @Test
    void blanksAtTheEndOfLinesGo() {
        assertEquals("\n        nop\n\n", format("   \nnop \t\n  \n"));
        assertEquals("        nop\r\n", format("nop  \r\n"));
    }

    @Test
    void formattingASelectionLeavesOtherLinesAlone() {
        TextDocumentIdentifier source = workspace.open("source.s", "nop\nnop\nnop\n");
        assertEquals("nop\n        nop\nnop\n", workspace.apply(source, Workspace.await(workspace.server().rangeFormatting(
            new DocumentRangeFormattingParams(source, OPTIONS, new Range(new Position(1, 0), new Position(1, 2)))))));
    }

    private String format(String text) {
        TextDocumentIdentifier source = workspace.open("source.s", text);
        String once = workspace.apply(source, Workspace.await(workspace.server().formatting(new DocumentFormattingParams(source, OPTIONS))));
        workspace.change(source, once);
        assertEquals(once, workspace.apply(source, Workspace.await(workspace.server().formatting(new DocumentFormattingParams(source, OPTIONS)))), "formatting again changes nothing");
        return once;
    }
}
