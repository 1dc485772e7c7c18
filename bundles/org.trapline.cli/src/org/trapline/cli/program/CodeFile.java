// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.program;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.trapline.asm.Assembler;
import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.BuildResult;
import org.trapline.asm.SourceFile;
import org.trapline.asm.SourceFinder;
import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.LineTable;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Section;
import org.trapline.asm.object.Segment;
import org.trapline.asm.object.Symbol;
import org.trapline.cli.output.Table;
import org.trapline.isa.Isa;
import org.trapline.runtime.Problem;

/**
 * An executable or an object in one form.
 *
 * @param name     the file
 * @param title    what it is
 * @param xlen     register width, 32 or 64
 * @param segments of an executable; empty for an object
 * @param parts    its sections; of an executable without them, its segments
 * @param symbols  its symbols; in an object, values are relative to their sections
 * @param lines    where the code comes from
 * @param problems what there is to say about it
 */
record CodeFile(String name, String title, int xlen, List<Segment> segments, List<Part> parts, List<Symbol> symbols, LineTable lines,
        List<Problem> problems) {
    private static final int EXECUTABLE_TYPE = 2;
    private static final int TYPE_OFFSET = 16;
    private static final int BYTES_IN_A_LINE = 16;

    /** A stretch of the file. */
    record Part(String name, long address, long size, byte[] bytes, boolean isAllocated, boolean isWritable, boolean isCode) {

        boolean contains(long address) {
            return Long.compareUnsigned(address - this.address, size) < 0;
        }

        String flags() {
            return (isAllocated ? "a" : "-") + (isWritable ? "w" : "-") + (isCode ? "x" : "-");
        }
    }

    static CodeFile read(Path file, Isa isa) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String name = file.toString();
        try {
            if (!ElfReader.isElf(bytes)) {
                return assembled(file, bytes, isa);
            }
            boolean isExecutable = bytes.length > TYPE_OFFSET && bytes[TYPE_OFFSET] >= EXECUTABLE_TYPE;
            return isExecutable ? of(name, ElfReader.image(bytes), ElfReader.mapping(bytes), List.of()) : of(name, ElfReader.object(name, bytes));
        } catch (ElfException e) {
            return broken(name, List.of(Problem.error(name, 0, e.getMessage())));
        }
    }

    private static CodeFile assembled(Path file, byte[] bytes, Isa isa) {
        String name = file.toString();
        if (!name.toLowerCase(Locale.ROOT).endsWith(".s") && !name.toLowerCase(Locale.ROOT).endsWith(".asm")) {
            return broken(name, List.of(Problem.error(name, 0, "not an ELF file, and not assembly named .s")));
        }
        AssemblerOptions options = AssemblerOptions.defaults().withFinder(SourceFinder.folders(List.of()));
        SourceFile source = new SourceFile(name, new String(bytes, StandardCharsets.UTF_8));
        BuildResult result = Assembler.build(List.of(source), isa == null ? options : options.withIsa(isa), LinkerOptions.defaults());
        List<Problem> problems = result.diagnostics().stream().map(Problem::of).toList();
        return result.hasErrors() ? broken(name, problems) : of(name, result.image(), List.of(), problems);
    }

    private static CodeFile broken(String name, List<Problem> problems) {
        return new CodeFile(name, "", Long.SIZE, List.of(), List.of(), List.of(), LineTable.empty(), problems);
    }

    private static CodeFile of(String name, Image image, List<Symbol> mapping, List<Problem> problems) {
        List<Part> parts = new ArrayList<>();
        for (Image.PlacedSection section : image.sections()) {
            parts.add(new Part(section.name(), section.address(), section.size(), section.bytes(), (section.flags() & Section.ALLOC) != 0,
                (section.flags() & Section.WRITE) != 0, (section.flags() & Section.EXECUTE) != 0));
        }
        if (parts.isEmpty()) {
            for (Segment segment : image.segments()) {
                parts.add(new Part("segment " + parts.size(), segment.address(), segment.size(), segment.bytes(), true, segment.writable(),
                    segment.executable()));
            }
        }
        String title = "RV" + image.xlen() + " executable" + (image.isa().isEmpty() ? "" : " for " + image.isa()) + ", entry 0x"
            + Long.toHexString(image.entry());
        List<Symbol> symbols = new ArrayList<>(image.symbols());
        symbols.addAll(mapping);
        return new CodeFile(name, title, image.xlen(), image.segments(), parts, symbols, image.lines(), problems);
    }

    private static CodeFile of(String name, ObjectFile object) {
        List<Part> parts = new ArrayList<>();
        for (Section section : object.sections()) {
            parts.add(new Part(section.name(), 0, section.size(), section.bytes(), section.isAllocated(), section.isWritable(), section.isCode()));
        }
        String title = "RV" + object.xlen() + " object" + (object.isa().isEmpty() ? "" : " for " + object.isa());
        return new CodeFile(name, title, object.xlen(), List.of(), parts, object.symbols(), LineTable.empty(), List.of());
    }

    boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    boolean isExecutable() {
        return !segments.isEmpty();
    }

    // ---- printing ----

    void printHeaders(PrintStream out) {
        if (isExecutable()) {
            Table table = new Table("segment", "address>", "loaded at>", "in file>", "in memory>", "access");
            for (int i = 0; i < segments.size(); i++) {
                Segment segment = segments.get(i);
                table.add(Integer.toString(i), hex(segment.address()), hex(segment.physicalAddress()), Integer.toString(segment.bytes().length),
                    Long.toString(segment.size()), segment.permissions());
            }
            print(table, out);
        }
        Table table = new Table("section", "address>", "size>", "flags");
        parts.forEach(part -> table.add(part.name(), hex(part.address()), Long.toString(part.size()), part.flags()));
        print(table, out);
    }

    void printSymbols(PrintStream out) {
        Table table = new Table("value>", "size>", "binding", "type", "section", "name");
        for (Symbol symbol : symbols) {
            if (symbol.name().startsWith("$")) {
                continue;
            }
            String section = symbol.section() >= 0 && symbol.section() < parts.size() ? parts.get(symbol.section()).name() : switch (symbol.section()) {
                case Symbol.ABSOLUTE -> "absolute";
                case Symbol.COMMON -> "common";
                default -> "undefined";
            };
            table.add(hex(symbol.value()), Long.toString(symbol.size()), symbol.binding().name().toLowerCase(Locale.ROOT),
                symbol.type().name().toLowerCase(Locale.ROOT), section, symbol.name());
        }
        print(table, out);
    }

    void printContents(PrintStream out) {
        for (Part part : parts) {
            if (part.bytes().length > 0) {
                out.println();
                out.println("Contents of " + part.name());
                for (int at = 0; at < part.bytes().length; at += BYTES_IN_A_LINE) {
                    out.println(contents(part, at));
                }
            }
        }
    }

    private static String contents(Part part, int from) {
        StringBuilder bytes = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(from + BYTES_IN_A_LINE, part.bytes().length); i++) {
            int value = part.bytes()[i] & 0xff;
            bytes.append("%02x ".formatted(value));
            text.append(value >= ' ' && value < 0x7f ? (char) value : '.');
        }
        return "%12x  %-48s %s".formatted(part.address() + from, bytes, text);
    }

    private static void print(Table table, PrintStream out) {
        out.println();
        table.lines().forEach(out::println);
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }
}
