// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.object.Image;
import org.trapline.cli.ExitCode;
import org.trapline.cli.testkit.Oracle;
import org.trapline.cli.testkit.Shell;

final class AsmCommandTest {
    private static final String UNCOMPRESSED = "rv64ima_zicsr_zifencei";
    private static final byte[] NOP = {0x13, 0, 0, 0};

    @TempDir
    private Path folder;
    private Shell shell;

    @BeforeEach
    void openShell() {
        shell = new Shell(folder);
    }

    private Image image(String name) throws IOException, ElfException {
        return ElfReader.image(Files.readAllBytes(folder.resolve(name)), 64);
    }

    @Test
    void sourcesBecomeOneExecutable() throws Exception {
        String one = shell.file("one.s", ".globl _start", "_start: call two", "j .");
        String two = shell.file("two.s", ".globl two", "two: ret");
        Shell.Result result = shell.run("asm", "--isa", UNCOMPRESSED, one, two, "-o", shell.path("out.elf")).expect(ExitCode.OK);
        assertEquals("", result.out() + result.err(), "no news is good news");
        assertEquals(0x8000_0000L, image("out.elf").entry());
        assertEquals(0x8000_0008L, image("out.elf").symbol("two").value(), "the call was relaxed to four bytes");
    }

    @Test
    void objectsAreLinkedToo() throws Exception {
        String one = shell.file("one.s", ".globl _start", "_start: call two", "j .");
        String two = shell.file("two.s", ".globl two", "two: ret");
        shell.run("asm", "-c", two, "-o", shell.path("two.o")).expect(ExitCode.OK);
        shell.run("asm", one, shell.path("two.o"), "-o", shell.path("a.elf")).expect(ExitCode.OK);
        shell.run("asm", one, two, "-o", shell.path("b.elf")).expect(ExitCode.OK);
        assertArrayEquals(image("b.elf").segments().getFirst().bytes(), image("a.elf").segments().getFirst().bytes());
    }

    @Test
    void aRawImageIsTheBytesInMemory() throws IOException {
        String source = shell.file("a.s", "_start: nop", ".data", ".byte 7");
        shell.run("asm", "--isa", UNCOMPRESSED, source, "--format", "raw", "-o", shell.path("a.bin")).expect(ExitCode.OK);
        byte[] bytes = Files.readAllBytes(folder.resolve("a.bin"));
        assertArrayEquals(NOP, java.util.Arrays.copyOf(bytes, NOP.length));
        assertEquals(7, bytes[bytes.length - 1]);
    }

    @Test
    void withoutAnIsaInstructionsAreCompressedAsGnuAsDoes() throws IOException {
        String source = shell.file("a.s", "_start: nop", "\tret");
        String listing = shell.run("asm", source, "-l", "-").expect(ExitCode.OK).out();
        assertTrue(listing.contains("    2  80000002  8082              \tret"), listing);
    }

    @Test
    void theListingShowsAddressesBytesAndSource() throws IOException {
        String source = shell.file("a.s", "_start: nop", "\tret");
        String listing = shell.run("asm", "--isa", UNCOMPRESSED, source, "-l", "-").expect(ExitCode.OK).out();
        assertTrue(listing.contains("    1  80000000  00000013          _start: nop"), listing);
        assertTrue(listing.contains("    2  80000004  00008067          \tret"), listing);
        assertFalse(Files.exists(folder.resolve("a.elf")), "with a listing alone, nothing else is written");
        shell.run("asm", "--isa", UNCOMPRESSED, source, "-l", shell.path("a.lst"), "-o", shell.path("a.elf")).expect(ExitCode.OK);
        assertEquals(listing, Files.readString(folder.resolve("a.lst")));
        assertTrue(Files.exists(folder.resolve("a.elf")));
    }

    @Test
    void errorsAreShownWithTheirLinesAndAMark() {
        String source = shell.file("bad.s", "_start:\tadddi a0, a0, 1", "\tnop", "\taddi a0, a0, 5000");
        Shell.Result result = shell.run("asm", source, "-o", shell.path("bad.elf")).expect(ExitCode.ERROR);
        List<String> lines = result.err().lines().toList();
        assertTrue(lines.get(0).startsWith(source + ":1:9: error: "), result.err());
        assertEquals("    1 | _start:\tadddi a0, a0, 1", lines.get(1));
        assertEquals("      |        \t^~~~~", lines.get(2), "a tab stays a tab, so that the mark stands below its place");
        assertTrue(lines.get(3).startsWith(source + ":3:15: error: "), result.err());
        assertEquals("2 errors", lines.getLast());
        assertFalse(Files.exists(folder.resolve("bad.elf")), "nothing is written");
    }

    @Test
    void errorsAsJsonHaveTheirPlaces() {
        String source = shell.file("bad.s", "_start:\tadddi a0, a0, 1");
        String json = shell.run("asm", source, "--json").expect(ExitCode.ERROR).out();
        assertTrue(json.startsWith("{\"ok\":false,\"diagnostics\":[{\"file\":\"" + source + "\",\"line\":1,\"column\":9,\"length\":5,\"severity\":\"error\""), json);
    }

    @Test
    void successAsJsonNamesWhatWasWritten() {
        String source = shell.file("a.s", "_start: nop");
        String json = shell.run("asm", source, "--json", "-o", shell.path("a.elf")).expect(ExitCode.OK).out();
        assertTrue(json.startsWith("{\"ok\":true,\"output\":\"" + shell.path("a.elf") + "\",\"entry\":\"0x80000000\",\"segments\":[{"), json);
    }

    @Test
    void symbolsAndFoldersComeFromTheCommandLine() throws Exception {
        shell.file("inc/common.inc", ".equ FROM_FILE, 2");
        String source = shell.file("src/a.s", ".include \"common.inc\"", "_start: li a0, FROM_FILE + FROM_COMMAND");
        shell.run("asm", "--isa", UNCOMPRESSED, source, "-I", shell.path("inc"), "-D", "FROM_COMMAND=0x10", "-o", shell.path("a.elf")).expect(ExitCode.OK);
        assertEquals(0x13 | 10 << 7 | 18 << 20, image("a.elf").segments().getFirst().bytes()[0] & 0xff
            | (image("a.elf").segments().getFirst().bytes()[1] & 0xff) << 8 | (image("a.elf").segments().getFirst().bytes()[2] & 0xff) << 16
            | image("a.elf").segments().getFirst().bytes()[3] << 24);
    }

    @Test
    void aSourceIsNeverOverwritten() throws IOException {
        String source = shell.file("a.s", "_start: nop");
        Shell.Result result = shell.run("asm", source, "-o", source).expect(ExitCode.USAGE);
        assertTrue(result.err().contains("is a source"), result.err());
        assertEquals("_start: nop\n", Files.readString(Path.of(source)));
    }

    @Test
    void anExecutableIsNoObject() {
        String source = shell.file("a.s", "_start: nop");
        shell.run("asm", source, "-o", shell.path("a.elf")).expect(ExitCode.OK);
        Shell.Result result = shell.run("asm", shell.path("a.elf")).expect(ExitCode.ERROR);
        assertTrue(result.err().contains("expected an object"), result.err());
    }

    @Test
    void checkingWritesNothing() throws IOException {
        String source = shell.file("a.s", "_start: nop");
        shell.run("asm", "--check", source, "-o", shell.path("a.elf")).expect(ExitCode.OK);
        assertFalse(Files.exists(folder.resolve("a.elf")));
    }

    @Test
    void gnuToolsReadWhatWeWrite() {
        Oracle readelf = Oracle.needed("riscv64-unknown-elf-readelf", "riscv64-linux-gnu-readelf", "readelf");
        String source = shell.file("a.s", ".globl _start", "_start: nop", ".data", "x: .word 1");
        shell.run("asm", source, "-o", shell.path("a.elf")).expect(ExitCode.OK);
        String said = readelf.run(folder, List.of("-a", "-W", "a.elf"));
        assertFalse(said.contains("Warning") || said.contains("Error"), said);
        assertTrue(said.contains("Entry point address:               0x80000000"), said);
        assertTrue(said.contains(".data"), said);
    }
}
