// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.trapline.asm.link.LinkerOptions;

class DiagnosticTest {

    /** A bad source, and the start of what is said about it: line, column, length, message. */
    private record Bad(String source, String place, String message) {
    }

    private static final List<Bad> TABLE = List.of(
        // instructions
        new Bad("addd a0, a1, a2", "1:1+4", "unknown instruction 'addd', did you mean 'add'?"),
        new Bad("  xyzzy", "1:3+5", "unknown instruction 'xyzzy'"),
        new Bad("word 5", "1:1+4", "unknown instruction 'word', did you mean '.word'?"),
        new Bad("add a0, a1", "1:11+1", "add: the statement ends too early"),
        new Bad("add a0, a1, a2, a3", "1:15+4", "add: unexpected ', a3' at the end of the statement"),
        new Bad("add a0, a9, a2", "1:9+2", "add: 'a9' is not a register, did you mean 'a0'?"),
        new Bad("add a0 a1 a2", "1:8+2", "add: unexpected 'a1'"),
        new Bad("addi a0, a0, 2048", "1:14+4", "addi: imm 2048 is not in -2048..2047"),
        new Bad("addi a0, a0, a1", "1:14+2", "addi: 'a1' is a register"),
        new Bad("addi a0, a0, label\nlabel:", "1:14+5", "addi: symbol 'label' has no value here"),
        new Bad("label: addi a0, a0, label", "1:21+5", "addi: 'label' is an address"),
        new Bad("lui a0, 0x100000", "1:9+8", "lui: imm 1048576 is not in 0..1048575"),
        new Bad("lui a0, -1", "1:9+2", "lui: imm -1 is not in 0..1048575"),
        new Bad("slli a0, a0, 64", "1:14+2", "slli: shamt 64 is not in 0..63"),
        new Bad("slliw a0, a0, 32", "1:15+2", "slliw: shamt 32 is not in 0..31"),
        new Bad("lw a0, 4[a1]", "1:9+1", "lw: unexpected '['"),
        new Bad("lw a0, 4096(a1)", "1:8+4", "lw: offset 4096 is not in -2048..2047"),
        new Bad("sw a0, 4(5)", "1:10+1", "sw: unexpected '5'"),
        new Bad("ecall 3", "1:7+1", "ecall: unexpected '3' at the end of the statement"),
        new Bad("ret a0", "1:5+2", "ret: unexpected 'a0' at the end of the statement"),
        new Bad("csrr a0, mstatsu", "1:10+7", "csrr: unknown CSR 'mstatsu', did you mean 'mstatus'?"),
        new Bad("csrr a0, 4096", "1:10+4", "csrr: csr 4096 is not in 0..4095"),
        new Bad("csrwi mstatus, 32", "1:16+2", "csrwi: zimm 32 is not in 0..31"),
        new Bad("fence wr, rw", "1:7+2", "fence: 'wr' is no set of accesses"),
        new Bad("amoadd.w a0, a1, 4(a2)", "1:18+1", "amoadd.w: atomic instructions take no offset"),
        new Bad("amoadd.w.rlaq a0, a1, (a2)", "1:1+13", "unknown instruction 'amoadd.w.rlaq'"),
        new Bad("fadd.s fa0, fa1, fa2", "1:1+20", "instruction 'fadd.s' needs extension f, which rv64ima"),
        new Bad("c.addi a0, 1", "1:1+12", "instruction 'c.addi' needs extension c"),
        new Bad("lui a0, %lo(5)", "1:9+3", "lui: %lo does not fit here"),
        new Bad("addi a0, a0, %low(5)", "1:14+4", "addi: unknown operator %low, did you mean %lo?"),
        new Bad("lui a0, %tprel_hi(x)", "1:9+9", "lui: %tprel_hi is not supported"),
        new Bad("li a0, 0x1ffffffffffffffff", "1:8+19", "li: the number 0x1ffffffffffffffff needs more than 64 bits"),
        new Bad("li a0, 12q", "1:8+3", "li: '12q' is not a number"),
        new Bad("li a0, later\n.equ later, 5", "1:8+5", "li: symbol 'later' has no value here"),
        new Bad("la a0, 0x123456789", "1:8+11", "la: the address 0x123456789 needs more than 32 bits"),
        new Bad("lw a0, a1", "1:8+2", "'a1' is a register"),
        new Bad("j 1b", "1:3+2", "j: there is no label 1: before this line"),
        new Bad("j 1f", "1:3+2", "there is no label 1: after this line"),
        new Bad("s: call s\ne: li a0, e - s", "2:11+5", "li: the linker may shorten the code between these labels"),
        // labels and symbols
        new Bad("a:\nb:\na:", "3:1+1", "symbol 'a' is already defined at bad.s:1:1"),
        new Bad(".equ a, 1\na:", "2:1+1", "symbol 'a' is already defined"),
        new Bad("a:\n.equ a, 1", "2:6+1", "symbol 'a' is already defined"),
        new Bad(".equiv a, 1\n.equiv a, 2", "2:8+1", "symbol 'a' is already defined"),
        new Bad(".equ a, a + 1", "1:11+1", "symbol 'a' is defined by itself"),
        new Bad(".equ a, b\n.equ b, a\n.if a\n.endif", "1:9+1", "symbol 'b' is defined by itself"),
        new Bad("1234567890:", "1:1+10", "the label number 1234567890 is too large"),
        // data
        new Bad(".word 1 2", "1:9+1", "unexpected '2'"),
        new Bad(".word (1 + 2", "1:13+1", "the statement ends too early"),
        new Bad(".word 1 / 0", "1:9+1", "division by zero"),
        new Bad(".word x * 2\n", "1:9+1", "operator * needs numbers: symbol 'x' has no value here"),
        new Bad(".half x\n.data\nx:", "1:7+1", "the address of 'x' does not fit 2 bytes"),
        new Bad(".ascii \"open", "1:8+5", "this string is not closed"),
        new Bad(".asciz hello", "1:8+5", "unexpected 'hello'"),
        new Bad(".float abc", "1:8+3", "unexpected 'abc'"),
        new Bad(".float 1e99", "1:8+4", "the number 1e99 is too large for 4 bytes"),
        new Bad(".bss\n.word 1", "2:1+7", "section .bss holds only zeros"),
        new Bad(".bss\nnop", "2:1+3", "section .bss holds only zeros"),
        new Bad(".skip x", "1:7+1", "symbol 'x' has no value here"),
        new Bad(".skip 0x7fffffffffff", "1:7+14", "the count 140737488355327 is too large"),
        new Bad("nop\n.org 0", "2:6+1", ".org would move the location counter backwards, from 0x4 to 0x0"),
        new Bad(".balign 3", "1:9+1", "the alignment 3 is not a power of two"),
        new Bad(".align 99", "1:8+2", "the alignment 2 to the power of 99 is not possible"),
        new Bad(".incbin \"nowhere\"", "1:9+9", "there is no file \"nowhere\""),
        // directives
        new Bad(".wrod 5", "1:1+5", "unknown directive '.wrod', did you mean '.word'?"),
        new Bad(".include \"nowhere.s\"", "1:10+11", "there is no file \"nowhere.s\""),
        new Bad(".section .x, \"q\"", "1:14+3", "unknown section flag 'q'"),
        new Bad(".section .x, \"a\", @nonsense", "1:19+9", "unknown section type"),
        new Bad(".popsection", "1:1+11", ".popsection without .pushsection"),
        new Bad(".option frob", "1:9+4", "unknown option 'frob'"),
        new Bad(".option pop", "1:9+3", ".option pop without .option push"),
        new Bad(".option pic", "1:9+3", "position-independent code is not supported"),
        new Bad(".attribute arch, \"rv64xyz\"", "1:18+9", "isa 'rv64xyz'"),
        new Bad(".error \"stop\"", "1:1+13", "stop"),
        new Bad(".insn q 1, 2", "1:7+1", "unknown instruction format 'q'"),
        new Bad(".insn r 0x80, 0, 0, a0, a0, a0", "1:9+4", "opcode 128 is not in 0..127"),
        // conditions and macros
        new Bad(".if 1\nnop", "1:1+5", "this condition has no end"),
        new Bad(".endif", "1:1+6", "there is no .if for this"),
        new Bad(".if 1\n.else\n.else\n.endif", "3:1+5", "the .if at bad.s:1:1 has an .else already"),
        new Bad(".if undefined > 1\n.endif", "1:15+1", "operator > needs numbers: symbol 'undefined' has no value here"),
        new Bad(".macro m\nnop", "1:1+8", ".macro without .endm"),
        new Bad(".rept 2\nnop", "1:1+7", ".rept without .endr"),
        new Bad(".endm", "1:1+5", "there is no .macro for this"),
        new Bad(".endr", "1:1+5", "there is no .rept, .irp or .irpc for this"),
        new Bad(".macro m a:req\n.endm\nm", "3:2+1", "macro 'm' needs a value for 'a'"),
        new Bad(".macro m a\n.endm\nm 1, 2", "3:3+4", "too many arguments for macro 'm'"),
        new Bad(".macro m a\n.endm\nm b=2", "3:3+3", "macro 'm' has no parameter 'b'"),
        new Bad(".macro m\n.endm\n.macro m\n.endm", "3:8+1", "macro 'm' is already defined at bad.s:1:8"),
        new Bad(".macro m\nm\n.endm\nm", "2:1+1", "macros call each other too deeply; does m call itself?"),
        new Bad(".rept 99999999\nnop\n.endr", "1:1+14", "macros and repetitions make more than"),
        new Bad(".exitm", "1:1+6", ".exitm outside a macro"),
        new Bad("nop /* open", "1:5+2", "this comment is never closed"));

    private static String place(Diagnostic d) {
        return d.line() + ":" + d.column() + '+' + d.length();
    }

    private static AssemblyResult assemble(String source) {
        return Assembler.assemble(new SourceFile("bad.s", source), Uncompressed.options());
    }

    @TestFactory
    List<DynamicTest> everyMistakeIsNamedWhereItIs() {
        return TABLE.stream().map(bad -> DynamicTest.dynamicTest(bad.source().replace('\n', '|'), () -> {
            AssemblyResult result = assemble(bad.source());
            assertTrue(result.hasErrors());
            Diagnostic first = result.diagnostics().stream().filter(Diagnostic::isError).findFirst().orElseThrow();
            assertEquals(bad.place() + ' ' + bad.message(),
                place(first) + ' ' + first.message().substring(0, Math.min(bad.message().length(), first.message().length())));
        })).toList();
    }

    @Test
    void noMistakeHidesAnother() {
        StringBuilder all = new StringBuilder();
        int lines = 0;
        for (String line : List.of("addd a0, a1, a2", "add a0, a1", ".wrod 5", "lw a0, 5000(a1)", ".word 1 2", "csrr a0, nothing", "li a0, 12q")) {
            all.append(line).append("\n nop\n");
            lines++;
        }
        AssemblyResult result = assemble(all.toString());
        assertEquals(lines, result.diagnostics().size(), result.diagnostics()::toString);
        for (int i = 0; i < lines; i++) {
            assertEquals(2 * i + 1, result.diagnostics().get(i).line());
        }
    }

    @Test
    void anErrorInAMacroShowsHowItCameThere() {
        AssemblyResult result = assemble(".macro inner r\n add \\r, a0, oops\n.endm\n.macro outer\n inner t0\n.endm\n outer\n");
        Diagnostic error = result.diagnostics().getFirst();
        assertEquals("2:14+4", place(error));
        assertEquals(List.of("bad.s:5:2 in the expansion of macro 'inner'", "bad.s:7:2 in the expansion of macro 'outer'"),
            error.notes().stream().map(note -> note.location() + " " + note.message()).toList());
    }

    @Test
    void whatWasExpectedIsSaid() {
        assertEquals("a register for rs1, as in add rd, rs1, rs2 or add rd, rs, imm", assemble("add a0, 5, a2").diagnostics().getFirst().expected());
        assertEquals("a number in -2048..2047, as in addi rd, rs1, imm", assemble("addi a0, a0, 9999").diagnostics().getFirst().expected());
    }

    @Test
    void whatGnuAsOnlyWarnsOfIsAWarning() {
        AssemblyResult result = assemble(".byte 300\n.word 1,,2\nnop // comment\n#include <x.h>\n");
        assertFalse(result.hasErrors());
        assertEquals(List.of("the value 0x12c is cut to 0x2c", "a missing number is taken as zero", "GNU as for RISC-V does not know // comments",
            "this C preprocessor line is read as a comment"), result.diagnostics().stream().map(Diagnostic::message).toList());
    }

    @Test
    void alignmentThatDoesNothingIsWarnedOf() {
        AssemblyResult result = assemble(".asciz \"hi\"\n.balign 4\nnop\n");
        assertFalse(result.hasErrors());
        assertTrue(result.diagnostics().getFirst().message().startsWith("in a section of instructions this does not align to 4"));
        assertEquals(List.of(), assemble("nop\n.balign 4\nnop\n.data\n.byte 1\n.balign 4\n").diagnostics());
    }

    @Test
    void lineMarkersOfAPreprocessorSetFileAndLine() {
        Diagnostic error = assemble("# 41 \"real.S\"\n nop\n addd a0, a0, a0\n").diagnostics().getFirst();
        assertEquals("real.S:42:2", error.location().toString());
    }

    private static List<String> errors(String... sources) {
        List<SourceFile> files = new ArrayList<>();
        for (String source : sources) {
            files.add(new SourceFile("bad" + files.size() + ".s", source));
        }
        return Assembler.build(files, Uncompressed.options(), LinkerOptions.defaults()).diagnostics().stream().filter(Diagnostic::isError)
            .map(d -> d.file() + ":" + place(d) + " " + d.message()).toList();
    }

    @Test
    void symbolsThatAreNotDefinedAreNamedBesideOtherMistakes() {
        assertEquals(List.of("bad0.s:2:1+4 unknown instruction 'addd', did you mean 'add'?", "bad0.s:1:14+5 symbol 'lable' is not defined, did you mean 'label'?",
            "bad0.s:4:3+4 symbol 'gone' is not defined"), errors("_start: call lable\naddd a0, a1, a2\nlabel:\nj gone\n"));
    }

    @Test
    void symbolsThatOtherSourcesOrWrongLinesMayDefineAreNotMissed() {
        assertEquals(1, errors("call other\naddd a0, a1\n", ".globl other\nother: ret").size());
        assertEquals(1, errors("la a0, text\ntext .asciz \"x\"\n").size(), "the wrong line names it");
        assertEquals(1, errors("la a0, text\n.include \"none.s\"\n").size(), "it may be in there");
        assertEquals(1, errors("la a0, _end\nla a1, edata\nla a2, __start_set\naddd a0, a1").size(), "the linker knows it");
        assertEquals(List.of(), errors("_start: la a0, _end\nla a1, edata\nla a2, __bss_start\nla a3, etext\nla a4, __executable_start\nla a5, end"));
        assertEquals(1, errors(".weak hook\ncall hook\naddd a0, a1").size(), "it may be missing");
    }
}
