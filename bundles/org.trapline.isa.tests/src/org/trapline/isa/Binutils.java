// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GNU as and objdump for RISC-V, where they are installed. */
final class Binutils {
    static final long BASE = 0x8000_0000L;

    private static final Pattern LINE = Pattern.compile("^\\s*([0-9a-f]+):\\t([0-9a-f]+) *\\t(.*)$");

    private final Path folder;

    private Binutils(Path folder) {
        this.folder = folder;
    }

    /** Skips the calling test where binutils are missing. */
    static Binutils in(Path folder) {
        assumeTrue(tool("as") != null && tool("objdump") != null && tool("objcopy") != null, "needs GNU binutils for RISC-V");
        return new Binutils(folder);
    }

    private static String tool(String name) {
        for (String prefix : List.of("riscv64-unknown-elf-", "riscv64-linux-gnu-")) {
            for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
                if (Files.isExecutable(Path.of(place, prefix + name))) {
                    return Path.of(place, prefix + name).toString();
                }
            }
        }
        return null;
    }

    /** Assembles source lines and returns the bytes of the text section. */
    ByteBuffer assemble(String march, List<String> lines) {
        try {
            Files.write(folder.resolve("a.s"), lines);
            object(march);
            run(tool("objcopy"), "-O", "binary", "-j", ".text", "a.o", "a.bin");
            return ByteBuffer.wrap(Files.readAllBytes(folder.resolve("a.bin"))).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void object(String march) throws IOException {
        run(tool("as"), "-mno-relax", "-march=" + march, "-mabi=" + (march.startsWith("rv32") ? "ilp32" : "lp64"), "-mpriv-spec=1.12",
            "-o", "a.o", "a.s");
    }

    /** Returns what objdump makes of code that stands at {@link #BASE}: for each instruction the word and its text. */
    List<Line> disassemble(String march, String options, byte[] code) {
        try {
            Files.write(folder.resolve("code.bin"), code);
            Files.write(folder.resolve("a.s"), List.of(".incbin \"code.bin\""));
            object(march);
            // The mapping symbols say that the bytes are data; without them all of .text is code.
            run(tool("objcopy"), "--wildcard", "--strip-symbol=$*", "a.o");
            List<String> output = run(tool("objdump"), "-d", "-z", "-M", "priv-spec=1.12" + options,
                "--adjust-vma=0x" + Long.toHexString(BASE), "a.o");
            List<Line> lines = new ArrayList<>();
            for (String text : output) {
                Matcher matcher = LINE.matcher(text);
                if (matcher.matches()) {
                    lines.add(new Line(Long.parseUnsignedLong(matcher.group(1), 16), Integer.parseUnsignedInt(matcher.group(2), 16),
                        normal(matcher.group(3))));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One line of objdump's output.
     *
     * @param address where the instruction stands
     * @param word    the instruction
     * @param text    mnemonic, a space and operands; without symbols and remarks
     */
    record Line(long address, int word, String text) {
        boolean isData() {
            return text.startsWith(".");
        }
    }

    /** Takes symbols and remarks off a text, which depend on more than the instruction, and the 0x that targets with symbols lack. */
    static String normal(String text) {
        return text.replaceFirst(" *#.*$", "").replaceFirst(" <.*>$", "").replace('\t', ' ').strip().replaceFirst("(?<=[ ,])0x(?=[0-9a-f]+$)", "");
    }

    private List<String> run(String... command) throws IOException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        try {
            int status = process.waitFor();
            List<String> lines = Files.readAllLines(output);
            assertEquals(0, status, () -> Arrays.toString(command) + ": " + lines.stream().limit(20).toList());
            return lines;
        } catch (InterruptedException e) {
            process.destroy();
            throw new AssertionError(e);
        }
    }
}
