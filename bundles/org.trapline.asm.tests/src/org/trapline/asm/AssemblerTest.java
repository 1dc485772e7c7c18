// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.object.Image;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Isa;

class AssemblerTest {
    private static final String HELLO = """
        .globl _start
        _start:
            la   a0, text
            call print
        1:  j    1b
        print:
            lbu  t0, 0(a0)
            bnez t0, print
            ret
            .data
        text: .asciz "hi"
        """;

    private static Image build(String text) {
        BuildResult result = Uncompressed.build(new SourceFile("hello.s", text));
        assertEquals(List.of(), result.diagnostics());
        return result.image();
    }

    private static String hex(Image image, String section) {
        return HexFormat.of().formatHex(image.section(section).bytes());
    }

    @Test
    void aProgramBecomesTheBytesThatGnuAsAndLdGive() {
        Image image = build(HELLO);
        assertEquals(0x80000000L, image.entry());
        assertEquals("171500001305c501" + "ef008000" + "6f000000" + "83420500" + "e39e02fe" + "67800000", hex(image, ".text"));
        assertEquals(0x8000101cL, image.section(".data").address());
        assertEquals("686900", hex(image, ".data"));
    }

    @Test
    void symbolsHaveAddressesAndDefinitions() {
        BuildResult result = Uncompressed.build(new SourceFile("hello.s", HELLO));
        assertEquals(0x80000010L, result.image().symbol("print").value());
        SymbolInfo print = result.units().getFirst().symbols().stream().filter(s -> s.name().equals("print")).findFirst().orElseThrow();
        assertEquals(new Location("hello.s", 6, 1, 5), print.definition());
        assertEquals(List.of(new Location("hello.s", 4, 10, 5), new Location("hello.s", 8, 14, 5)), print.references());
    }

    @Test
    void everyInstructionHasItsLine() {
        Image image = build(HELLO);
        assertEquals(3, image.lines().at(0x80000000L).location().line());
        assertEquals(3, image.lines().at(0x80000004L).location().line());
        assertEquals(9, image.lines().at(0x80000018L).location().line());
        assertNull(image.lines().at(0x8000001cL));
        assertEquals(0x80000010L, image.lines().addressOf("hello.s", 7));
    }

    @Test
    void theListingShowsWhatAPseudoInstructionBecame() {
        Listing listing = Uncompressed.build(new SourceFile("hello.s", HELLO)).listing();
        Listing.Row row = listing.of("hello.s", 3).getFirst();
        Disassembler disassembler = new Disassembler(Isa.parse("rv64ima"), Disassembler.Style.PLAIN, Disassembler.Symbols.NONE);
        assertEquals(List.of("auipc a0,0x1", "addi a0,a0,28"), row.instructions(disassembler));
        assertEquals("    9  80000018  00008067              ret", listing.toText().lines().filter(l -> l.contains("ret")).findFirst().orElseThrow());
    }

    @Test
    void severalFilesAreLinkedByTheirGlobalSymbols() {
        BuildResult result = Assembler.build(List.of(new SourceFile("a.s", ".globl _start\n_start: call other\n"),
            new SourceFile("b.s", ".globl other\nother: ret\n")), Uncompressed.options(), LinkerOptions.defaults());
        assertEquals("ef004000" + "67800000", hex(result.image(), ".text"));
    }

    @Test
    void anErrorDoesNotHideTheNext() {
        BuildResult result = Uncompressed.build(new SourceFile("bad.s", "addd a0, a1, a2\n nop\n lw a0, a1\n"));
        assertNull(result.image());
        assertEquals("bad.s:1:1: error: unknown instruction 'addd', did you mean 'add'?", result.diagnostics().get(0).toString());
        assertEquals(3, result.diagnostics().get(1).line());
        assertEquals(2, result.diagnostics().size());
    }

    @Test
    void aSymbolThatCannotBeMadeIsReportedWhereItsSizeIsNoNumber() {
        AssemblyResult result = Assembler.assemble(new SourceFile("s.s", ".data\nw: .word 1\n.size w, w\n.text\nlw a1, w\n"), Uncompressed.options());
        assertEquals(1, result.diagnostics().size());
        assertTrue(result.hasErrors());
    }

    @Test
    void hintsAreKeptWithTheirLine() {
        AssemblyResult result = Assembler.assemble(new SourceFile("h.s", "nop\n  nop #@ watch a0\n"), Uncompressed.options());
        assertEquals(List.of(new Hint(new Location("h.s", 2, 7, 11), "watch a0")), result.hints());
        assertFalse(result.hasErrors());
        assertNotNull(result.object());
    }

    @Test
    void includedFilesAreFoundBesideTheSourceThatNamesThem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("values.inc"), ".equ VALUE, 7\n bad\n");
        Files.write(folder.resolve("raw.bin"), new byte[] {1, 2, 3, 4, 5});
        String source = ".include \"values.inc\"\n.data\n.byte VALUE\n.incbin \"raw.bin\", 1, 3\n";
        AssemblerOptions options = Uncompressed.options().withFinder(SourceFinder.folders(List.of()));
        AssemblyResult result = Assembler.assemble(new SourceFile(folder.resolve("main.s").toString(), source), options);
        assertEquals(folder.resolve("values.inc") + ":2:2", result.diagnostics().getFirst().location().toString());
        assertEquals(2, result.sources().size());
        Files.writeString(folder.resolve("values.inc"), ".equ VALUE, 7\n");
        byte[] data = Assembler.assemble(new SourceFile(folder.resolve("main.s").toString(), source), options).object().section(".data").bytes();
        assertEquals("07020304", HexFormat.of().formatHex(data));
    }

    @Test
    void symbolsCanBeGivenFromOutside() {
        AssemblyResult result = Assembler.assemble(new SourceFile("d.s", ".data\n.ifdef DEBUG\n.byte DEBUG\n.endif\n"),
            Uncompressed.options().withSymbols(Map.of("DEBUG", 5L)));
        assertEquals("05", HexFormat.of().formatHex(result.object().section(".data").bytes()));
    }

    @Test
    void compilersSayWhichLineOfTheirSourceCodeComesFrom() {
        Image image = build(".globl _start\n.file 1 \"main.c\"\n_start:\n.loc 1 12 3\n nop\n.loc 1 13\n nop\n");
        assertEquals(new Location("main.c", 12, 3, 1), image.lines().at(0x80000000L).shown());
        assertEquals(13, image.lines().at(0x80000004L).shown().line());
        assertEquals(7, image.lines().at(0x80000004L).location().line());
    }
}
