// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.hover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.lang.asm.ide.Workspace;

class HoverTest {
    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void start() {
        Workspace.write(folder, "lib.s", " .globl helper\n# does nothing\nhelper: ret\n");
        workspace = new Workspace(folder);
    }

    @AfterEach
    void stop() {
        workspace.close();
    }

    @Test
    void instructionShowsMeaningEncodingAndManual() {
        String page = hover(" ad¦di a0, a1, 5\n");
        assertHas(page, "**`addi rd,rs1,imm`**", "`rd = rs1 + imm`", "imm[11:0]", "Integer Register-Immediate Instructions");
    }

    @Test
    void instructionShowsWhatItWasAssembledTo() {
        String page = hover(" .globl _start\n_start: nop\n ad¦di a0, a1, 5\n");
        assertHas(page, "**Here** in `.text`", "80000002: 00558513  addi a0,a1,5",
            "imm[11:0]    | rs1   | 000 | rd    | 0010011\n000000000101 | 01011 | 000 | 01010 | 0010011");
    }

    @Test
    void pseudoInstructionShowsWhatItBecomes() {
        assertHas(hover(" l¦i a0, 0x12345678\n"), "pseudo-instruction", "80000000: 12345537  lui a0,0x12345", "80000004: 6785051b");
        assertHas(hover("x: nop\n c¦srw mtvec, t0\n"), "csrrw zero, csr, rs", "csrrw zero,mtvec,t0", "Also `csrw csr, zimm`");
        assertHas(hover(" be¦qz a0, x\nx: nop\n"), "80000002 <x>");
    }

    @Test
    void formThatFitsTheOperandsIsShown() {
        assertHas(hover(" ad¦d a0, a1, a2\n"), "**`add rd,rs1,rs2`**", "Also `add rd, rs, imm`");
        assertHas(hover(" ad¦d a0, a1, 4\n"), "**`add rd, rs, imm`** · pseudo-instruction");
        assertHas(hover(" l¦w a0, x\nx: nop\n"), "**`lw rd, symbol`**");
        assertHas(hover(" l¦w a0, 4(sp)\n"), "**`lw rd,offset(rs1)`**");
    }

    @Test
    void callOfAMacroShowsEveryInstructionItMade() {
        String page = hover(" .macro twice x\n addi \\x, \\x, 1\n addi \\x, \\x, 1\n .endm\n twi¦ce a0\n");
        assertHas(page, "· macro", ".macro twice x", "# addi a0, a0, 1\n80000000: 0505");
    }

    @Test
    void lineOfAMacroShowsWhatEachCallMadeOfIt() {
        assertHas(hover(" .macro one x\n ad¦di \\x, \\x, 1\n .endm\n one a0\n one a1\n"), "80000000: 0505", "80000002: 0585");
    }

    @Test
    void errorsLeaveNoBytesButTheRest() {
        assertHas(hover(" ad¦di a0, a1, 5\n nob\n"), "`rd = rs1 + imm`", "No bytes to show while there are errors");
    }

    @Test
    void privilegedInstructionsAreSaidToTrap() {
        assertHas(hover(" mr¦et\n"), "Privileged");
        assertHas(hover(" csr¦r a0, mstatus\n"), "Privileged", "csrrs a0,mstatus,zero", "001100000000 | 00000 | 010 | 01010 | 1110011");
        assertFalse(hover(" csr¦r a0, cycle\n").contains("Privileged"));
        assertFalse(hover(" eca¦ll\n").contains("Privileged"));
    }

    @Test
    void csrShowsItsFields() {
        assertHas(hover(" csrr a0, msta¦tus\n"), "**`mstatus`**", "MPIE", "| bits | field |");
    }

    @Test
    void registerShowsItsJobAndItsPlace() {
        assertHas(hover(" add a0, s¦1, a2\n"), "**`s1`** · x9", "saved by the callee", "`rs1` of `add rd, rs1, rs2`");
    }

    @Test
    void directiveShowsItsMeaningAndWhatItMade() {
        assertHas(hover(" .wo¦rd 1, 0x11223344\n"), "directive", "Also `.long`", "80000000: 01 00 00 00 44 33 22 11");
        assertHas(hover(" nop\n .data\n .ba¦lign 8\n"), "Moves to a multiple");
    }

    @Test
    void labelShowsItsAddressAndComment() {
        String page = hover("""
                    .globl  _start
            _start: call    pu¦ts

            # puts: sends the text at a0
            # and returns
            puts:   ret
            """);
        assertHas(page, "**`puts`** · label · `.text` `0x80000", "puts:   ret", "puts: sends the text at a0\nand returns", "Line 6; used once in this file");
    }

    @Test
    void constantShowsItsValue() {
        assertHas(hover(" .equ SIZE, 4 * 8  # bytes\n li a0, SI¦ZE\n"), "**`SIZE`** · constant = 32 · `0x20`", "bytes");
    }

    @Test
    void symbolOfAnotherFileIsShownFromThere() {
        assertHas(hover(" call hel¦per\n"), "**`helper`** · label", "does nothing", "of lib.s");
    }

    @Test
    void causesAreNamedWhereACauseIsLookedAt() {
        assertHas(hover(" csrr t0, mcause\n li t1, ¦8\n bne t0, t1, 1f\n1: nop\n"), "EXC_SYSCALL");
        assertHas(hover(" .equ CAUSE_LOAD, 13\n li a0, CAUSE_¦LOAD\n"), "load_page_fault");
        assertFalse(hover(" li t1, ¦8\n").contains("EXC"));
    }

    @Test
    void numbersAreShownInOtherBases() {
        assertHas(hover(" li a0, 0x4¦1\n"), "**65**", "`0x41`", "`0b1000001`", "`A`");
    }

    @Test
    void modifierAndParameterAreExplained() {
        assertHas(hover("x: lui a0, %h¦i(x)\n"), "upper 20 bits");
        assertHas(hover(" .macro m reg\n mv \\re¦g, a0\n .endm\n"), "parameter of `.macro m`");
    }

    @Test
    void nothingIsShownWhereThereIsNothing() {
        assertEquals("", hover("¦\n"));
        assertEquals("", hover("# com¦ment\n"));
        assertEquals("", hover(" nosuch¦thing\n"));
    }

    private static void assertHas(String page, String... parts) {
        for (String part : parts) {
            assertTrue(page.contains(part), () -> "'" + part + "' is in:\n" + page);
        }
    }

    private String hover(String text) {
        TextDocumentIdentifier source = workspace.open("source.s", text);
        Hover hover = Workspace.await(workspace.server().hover(new HoverParams(source, workspace.caret(source))));
        return hover.getContents().isRight() ? hover.getContents().getRight().getValue() : "";
    }
}
