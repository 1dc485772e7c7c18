// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trapline.asm.Assembler;
import org.trapline.asm.BuildResult;
import org.trapline.asm.Diagnostic;
import org.trapline.asm.SourceFile;
import org.trapline.asm.Uncompressed;
import org.trapline.asm.link.LinkerOptions.GlobalPointer;
import org.trapline.asm.object.Image;

class LinkerTest {

    private static BuildResult build(LinkerOptions options, String... texts) {
        List<SourceFile> sources = new ArrayList<>();
        for (String text : texts) {
            sources.add(new SourceFile((char) ('a' + sources.size()) + ".s", text));
        }
        return Assembler.build(sources, Uncompressed.options(), options);
    }

    private static String hex(Image image, String section) {
        return HexFormat.of().formatHex(image.section(section).bytes());
    }

    private static void assertRefused(String message, String... texts) {
        BuildResult result = build(LinkerOptions.defaults(), texts);
        assertNull(result.image());
        assertEquals(message, result.diagnostics().stream().filter(Diagnostic::isError).findFirst().orElseThrow().toString());
    }

    @Test
    void anUndefinedSymbolIsNamedWhereItIsUsed() {
        assertRefused("a.s:3:7: error: symbol 'prinr' is not defined, did you mean 'print'?", ".globl _start\n_start:\n call prinr\nprint: ret\n");
    }

    @Test
    void aSymbolThatIsNotGlobalIsFoundInItsFile() {
        assertRefused("a.s:2:14: error: symbol 'other' is not defined; b.s has one, but without .globl other",
            ".globl _start\n_start: call other\n", "other: ret\n");
    }

    @Test
    void twoDefinitionsAreRefused() {
        assertRefused("b.s:2:1: error: symbol 'f' is defined twice\na.s:2:1: note: the other definition",
            ".globl _start, f\n_start: f: ret\n", ".globl f\nf: ret\n");
    }

    @Test
    void aWeakDefinitionGivesWay() {
        Image image = build(LinkerOptions.defaults(), ".globl _start\n.weak f\n_start: j f\nf: ebreak\n", ".globl f\nf: ret\n").image();
        assertEquals("6f008000" + "73001000" + "67800000", hex(image, ".text"));
    }

    @Test
    void aWeakSymbolThatNothingDefinesIsZero() {
        Image image = build(LinkerOptions.defaults(), ".globl _start\n.weak f\n_start: ret\n.data\n.dword f\n").image();
        assertEquals("0000000000000000", hex(image, ".data"));
    }

    @Test
    void aJumpOutOfReachIsRefused() {
        assertRefused("b.s:2:3: error: 'far' at 0x80200004 is out of reach: it is 2097152 bytes away, ±1 MiB is possible",
            ".globl _start\n_start: ret\n", "here:\nj far\n.skip 0x200000 - 4\n", ".globl far\nfar: ret\n");
    }

    @Test
    void aNumberAsTargetIsExplained() {
        assertRefused("a.s:2:11: error: address 0x10 is out of reach: it is -2147483632 bytes away, ±1 MiB is possible;"
            + " a number is an absolute address, write . + number for a distance", ".globl _start\n_start: j 16\n");
    }

    @Test
    void anAddressThatLuiCannotReachIsExplained() {
        assertRefused("a.s:2:17: error: 'x' at 0x80000004 is out of reach for lui, which sign-extends 32 bits;"
            + " take the address with la, or %pcrel_hi and %pcrel_lo", ".globl _start\n_start: lui a0, %hi(x)\nx:\n");
    }

    @Test
    void aLowPartNeedsItsHighPart() {
        assertRefused("a.s:2:22: error: %pcrel_lo needs the label of an instruction with %pcrel_hi", ".globl _start\n_start: addi a0, a0, %pcrel_lo(_start)\n");
    }

    @Test
    void anEmptyProgramIsRefused() {
        assertRefused("a.s:1:1: error: the program is empty", "# nothing\n");
    }

    @Test
    void withoutEntrySymbolExecutionStartsAtTheBase() {
        BuildResult result = build(LinkerOptions.defaults(), "_start: nop\n");
        assertEquals(0x80000000L, result.image().entry());
        assertEquals("symbol '_start' is not global; execution starts at 0x80000000", result.diagnostics().getFirst().message());
        assertFalse(result.hasErrors());
    }

    @Test
    void theBaseCanBeMoved() {
        Image image = build(LinkerOptions.defaults().withBase(0x1000), ".globl _start\n nop\n_start: nop\n.data\n.dword _start\n").image();
        assertEquals(0x1004, image.entry());
        assertEquals("0410000000000000", hex(image, ".data"));
    }

    @Test
    void dataIsReachedThroughGpOnlyByProgramsThatSetIt() {
        String data = ".data\n.skip 16\n.balign 8\nx: .dword 1\n.skip 2000\n";
        String plain = ".globl _start\n_start: la a0, x\n" + data;
        String withPointer = ".globl _start\n.option push\n.option norelax\n_start: la gp, __global_pointer$\n.option pop\n la a0, x\n" + data;
        LinkerOptions options = LinkerOptions.defaults();
        assertEquals(8, build(options, plain).image().section(".text").size());
        assertEquals(4, build(options.withGlobalPointer(GlobalPointer.ALWAYS), plain).image().section(".text").size());
        assertEquals(12, build(options, withPointer).image().section(".text").size());
        assertEquals(16, build(options.withGlobalPointer(GlobalPointer.NEVER), withPointer).image().section(".text").size());
    }

    @Test
    void aProgramLinkedTwiceIsTheSame() {
        String source = ".globl _start\n_start: call f\n.balign 16\nf: la a0, x\n ret\n.data\nx: .dword f\n";
        Image first = build(LinkerOptions.defaults(), source).image();
        Image second = build(LinkerOptions.defaults(), source).image();
        assertEquals(hex(first, ".text"), hex(second, ".text"));
        assertEquals(first.symbols(), second.symbols());
    }

    @Test
    void linesFollowCodeThatIsShortened() {
        Image image = build(LinkerOptions.defaults(), ".globl _start\n_start: call f\n call f\nf: ret\n").image();
        assertEquals(3, image.lines().at(0x80000004L).location().line());
        assertEquals(4, image.lines().at(0x80000008L).location().line());
        assertTrue(image.symbol("f").value() == 0x80000008L);
    }
}
