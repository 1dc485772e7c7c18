// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.asm.Assembler;
import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.AssemblyResult;
import org.trapline.asm.BuildResult;
import org.trapline.asm.GnuTools;
import org.trapline.asm.ObjectComparison;
import org.trapline.asm.SourceFile;
import org.trapline.asm.Uncompressed;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.ObjectFile;
import org.trapline.isa.Isa;

class ElfWriterTest {
    private static final String PROGRAM = """
        .globl _start
        _start: la   sp, stack
                la   a0, text
                call print
                li   t0, 0x100000
                li   t1, 0x5555
                sw   t1, 0(t0)
        1:      j    1b
        print:  li   t0, 0x10000000
        2:      lbu  t1, 0(a0)
                beqz t1, 3f
                sb   t1, 0(t0)
                addi a0, a0, 1
                j    2b
        3:      ret
                .word 0
                .section .rodata
        text:   .asciz "it runs\\n"
                .data
        value:  .dword text
                .bss
                .skip 256
        stack:
        """;

    private static BuildResult build() {
        BuildResult result = Uncompressed.build(new SourceFile("program.s", PROGRAM));
        assertEquals(List.of(), result.diagnostics());
        return result;
    }

    @Test
    void anExecutableIsReadBackAsItWas() throws ElfException {
        Image image = build().image();
        Image read = ElfReader.image(ElfWriter.executable(image), 64);
        ObjectComparison.assertSame("written", image, read);
        assertEquals(image.segments().size(), read.segments().size());
        for (int i = 0; i < image.segments().size(); i++) {
            assertEquals(image.segments().get(i).address(), read.segments().get(i).address());
            assertEquals(image.segments().get(i).size(), read.segments().get(i).size());
            assertEquals(image.segments().get(i).permissions(), read.segments().get(i).permissions());
            assertArrayEquals(image.segments().get(i).bytes(), read.segments().get(i).bytes());
        }
        assertEquals("rv64i2p1_m2p0_a2p1_zicsr2p0_zifencei2p0_zmmul1p0", read.isa());
    }

    @Test
    void anObjectIsReadBackAsItWas() throws ElfException {
        ObjectFile object = build().units().getFirst().object();
        ObjectComparison.assertSame("written", object, ElfReader.object("program.o", ElfWriter.relocatable(object)));
    }

    @Test
    void objectsForRv32AreWrittenInTheSmallClass() throws ElfException {
        AssemblyResult result = Assembler.assemble(new SourceFile("p.s", "_start: la a0, x\n call x\nx: ret\n.data\n.word x, x + 4\n"),
            Uncompressed.options().withIsa(Isa.parse("rv32ima_zicsr")));
        byte[] bytes = ElfWriter.relocatable(result.object());
        assertEquals(1, bytes[4]);
        ObjectComparison.assertSame("written", result.object(), ElfReader.object("p.o", bytes));
    }

    private static BuildResult buildForRv32() {
        BuildResult result = Assembler.build(List.of(new SourceFile("program.s", PROGRAM)), AssemblerOptions.defaults().withIsa(Isa.parse("rv32gc")),
            LinkerOptions.defaults());
        assertEquals(List.of(), result.diagnostics());
        return result;
    }

    @Test
    void theGnuToolsAcceptWhatIsWrittenForRv32(@TempDir Path folder) throws Exception {
        GnuTools gnu = new GnuTools(folder, "readelf", "objdump", "ld");
        BuildResult result = buildForRv32();
        Path executable = Files.write(folder.resolve("ours.elf"), ElfWriter.executable(result.image()));
        Path object = Files.write(folder.resolve("ours.o"), ElfWriter.relocatable(result.units().getFirst().object()));
        for (Path file : List.of(executable, object)) {
            String report = gnu.run(List.of("riscv64-unknown-elf-readelf", "-a", "-W", file.toString()));
            assertFalse(report.contains("Warning") || report.contains("Error") || report.contains("<corrupt"), report);
            assertTrue(report.contains("ELF32") && report.contains("rv32i2p1_m2p0_a2p1_f2p2_d2p2_c2p0"), report);
        }
        String code = gnu.run(List.of("riscv64-unknown-elf-objdump", "-d", "-l", executable.toString()));
        assertTrue(code.contains("elf32-littleriscv") && code.contains("80000000 <_start>:") && code.contains("program.s:3"), code);
        byte[] linked = gnu.link(true, ElfWriter.relocatable(result.units().getFirst().object()));
        assertEquals(result.image().entry(), ElfReader.image(linked, 32).entry());
    }

    @Test
    void qemuRunsWhatIsWrittenForRv32(@TempDir Path folder) throws Exception {
        assumeTrue(GnuTools.isInstalled("qemu-system-riscv32"), "needs qemu-system-riscv32");
        Path executable = Files.write(folder.resolve("ours.elf"), ElfWriter.executable(buildForRv32().image()));
        String output = new GnuTools(folder).run(List.of("qemu-system-riscv32", "-machine", "virt", "-bios", "none", "-nographic", "-kernel",
            executable.toString()));
        assertEquals("it runs\n", output.replace("\r", ""));
    }

    @Test
    void theGnuToolsAcceptWhatIsWritten(@TempDir Path folder) throws Exception {
        GnuTools gnu = new GnuTools(folder, "readelf", "objdump", "ld");
        BuildResult result = build();
        Path executable = Files.write(folder.resolve("ours.elf"), ElfWriter.executable(result.image()));
        Path object = Files.write(folder.resolve("ours.o"), ElfWriter.relocatable(result.units().getFirst().object()));
        for (Path file : List.of(executable, object)) {
            String report = gnu.run(List.of("riscv64-unknown-elf-readelf", "-a", "-W", file.toString()));
            assertFalse(report.contains("Warning") || report.contains("Error") || report.contains("<corrupt"), report);
        }
        String code = gnu.run(List.of("riscv64-unknown-elf-objdump", "-d", "-l", executable.toString()));
        assertTrue(code.contains("<print>:") && code.contains("program.s:3") && code.contains(".word"), code);
        // The linker makes the same program of our object as we do.
        byte[] linked = gnu.link(false, ElfWriter.relocatable(result.units().getFirst().object()));
        Image ours = Assembler.build(List.of(new SourceFile("program.s", PROGRAM)), Uncompressed.options(),
            LinkerOptions.defaults().withRelax(false)).image();
        ObjectComparison.assertSame("linked by ld", ElfReader.image(linked), ours);
    }

    @Test
    void gdbShowsSourceLines(@TempDir Path folder) throws Exception {
        assumeTrue(GnuTools.isInstalled("gdb-multiarch"), "needs gdb-multiarch");
        Path executable = Files.write(folder.resolve("ours.elf"), ElfWriter.executable(build().image()));
        String report = new GnuTools(folder).run(List.of("gdb-multiarch", "-batch", "-nx", "-ex", "info line print", "-ex", "info line *0x80000010",
            "-ex", "x/2i _start", executable.toString()));
        assertTrue(report.contains("Line 9 of \"program.s\" starts at address 0x80000028 <print>"), report);
        assertTrue(report.contains("Line 4 of \"program.s\"") && report.contains("auipc\tsp"), report);
    }

    @Test
    void qemuRunsWhatIsWritten(@TempDir Path folder) throws Exception {
        assumeTrue(GnuTools.isInstalled("qemu-system-riscv64"), "needs qemu-system-riscv64");
        Path executable = Files.write(folder.resolve("ours.elf"), ElfWriter.executable(build().image()));
        String output = new GnuTools(folder).run(List.of("qemu-system-riscv64", "-machine", "virt", "-bios", "none", "-nographic", "-kernel",
            executable.toString()));
        assertEquals("it runs\n", output.replace("\r", ""));
    }
}
