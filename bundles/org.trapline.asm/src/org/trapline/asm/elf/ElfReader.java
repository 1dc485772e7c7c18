// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trapline.asm.elf.ElfFile.ProgramHeader;
import org.trapline.asm.elf.ElfFile.RelocationEntry;
import org.trapline.asm.elf.ElfFile.SectionHeader;
import org.trapline.asm.elf.ElfFile.SymbolEntry;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.Image.PlacedSection;
import org.trapline.asm.object.LineTable;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Relocation;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.object.Section;
import org.trapline.asm.object.Segment;
import org.trapline.asm.object.Symbol;

/**
 * Reads ELF files of RISC-V, whoever made them. Whatever the bytes are, the result is an image, an object or an {@link ElfException};
 * no more memory is taken than a small multiple of the file's size.
 */
public final class ElfReader {

    private ElfReader() {
    }

    /** Tells whether the bytes start like an ELF file. */
    public static boolean isElf(byte[] bytes) {
        return bytes.length >= 4 && bytes[0] == 0x7f && bytes[1] == 'E' && bytes[2] == 'L' && bytes[3] == 'F';
    }

    /** Returns the register width that the beginning of a file says, 32 or 64; 0 if it is no ELF file's. */
    public static int xlen(byte[] start) {
        return !isElf(start) || start.length <= Elf.CLASS ? 0 : start[Elf.CLASS] == Elf.CLASS_32 ? Integer.SIZE : Long.SIZE;
    }

    /**
     * Reads an executable.
     * @param xlen register width that the code must be for, 32 or 64
     * @throws ElfException if the file is no executable for such a machine, or is damaged
     */
    public static Image image(byte[] bytes, int xlen) throws ElfException {
        Image image = image(bytes);
        if (image.xlen() != xlen) {
            throw new ElfException(image.xlen() + "-bit RISC-V ELF, expected " + xlen + "-bit: the isa is one of rv" + xlen);
        }
        return image;
    }

    /**
     * Reads an executable, 32-bit or 64-bit.
     * @throws ElfException if the file is no executable for RISC-V, or is damaged
     */
    public static Image image(byte[] bytes) throws ElfException {
        ElfFile file = new ElfFile(bytes);
        requireLoadable(file);
        List<Segment> segments = segments(file);
        List<PlacedSection> placed = new ArrayList<>();
        Map<Integer, Integer> index = new HashMap<>();
        for (int i = 0; i < file.sections().size(); i++) {
            SectionHeader header = file.sections().get(i);
            if ((header.flags() & Section.ALLOC) != 0) {
                index.put(i, placed.size());
                placed.add(new PlacedSection(file.sectionName(header), header.type(), header.flags(), header.alignment(), header.address(),
                    header.size(), file.contents(header)));
            }
        }
        List<Symbol> symbols = symbols(file, index).stream().filter(ElfReader::namesSomething).toList();
        LineTable lines = DwarfLineReader.read(section(file, ".debug_line"), section(file, ".debug_line_str"), section(file, ".debug_str"));
        return new Image(segments, file.entry(), symbols, placed, lines, file.is64() ? 64 : 32, file.flags(), isa(file));
    }

    /**
     * Reads the symbols of an executable that only say where code ({@code $x}) and where data ({@code $d}) begins.
     * @throws ElfException if the file is no executable for RISC-V, or is damaged
     */
    public static List<Symbol> mapping(byte[] bytes) throws ElfException {
        return symbols(new ElfFile(bytes), Map.of()).stream().filter(symbol -> isMapping(symbol.name())).toList();
    }

    private static void requireLoadable(ElfFile file) throws ElfException {
        switch (file.type()) {
            case Elf.EXECUTABLE, Elf.SHARED -> {
            }
            case Elf.RELOCATABLE -> throw new ElfException("this is an object that has not been linked, expected an executable");
            default -> throw new ElfException("ELF type " + file.type() + " is not an executable");
        }
        for (ProgramHeader header : file.segments()) {
            if (header.type() == Elf.SEGMENT_INTERPRETER) {
                throw new ElfException("this program needs a dynamic linker, expected a statically linked one");
            }
        }
    }

    private static List<Segment> segments(ElfFile file) throws ElfException {
        List<Segment> result = new ArrayList<>();
        for (ProgramHeader header : file.segments()) {
            if (header.type() == Elf.SEGMENT_LOAD && header.size() != 0) {
                result.add(segment(file, header));
            }
        }
        if (result.isEmpty()) {
            throw new ElfException("the file has nothing to load");
        }
        result.sort(Comparator.comparing(Segment::address, Long::compareUnsigned));
        return result;
    }

    private static Segment segment(ElfFile file, ProgramHeader header) throws ElfException {
        String name = "segment at 0x" + Long.toHexString(header.address());
        file.checkRange(name, header.offset(), header.fileSize());
        if (header.size() < header.fileSize()) {
            throw new ElfException("the " + name + " is smaller in memory than in the file");
        }
        long last = header.address() + header.size() - 1;
        long lastPhysical = header.physicalAddress() + header.size() - 1;
        if (Long.compareUnsigned(last, header.address()) < 0 || Long.compareUnsigned(lastPhysical, header.physicalAddress()) < 0) {
            throw new ElfException("the " + name + " reaches beyond the end of the address space");
        }
        return new Segment(header.address(), header.physicalAddress(), file.contents(header.offset(), header.fileSize()), header.size(),
            (header.flags() & Elf.SEGMENT_READ) != 0, (header.flags() & Elf.SEGMENT_WRITE) != 0, (header.flags() & Elf.SEGMENT_EXECUTE) != 0);
    }

    private static boolean namesSomething(Symbol symbol) {
        return !symbol.name().isEmpty() && !symbol.isUndefined() && symbol.type() != Symbol.Type.SECTION
            && symbol.type() != Symbol.Type.FILE && !isMapping(symbol.name());
    }

    /** Tells whether a symbol only says where code and data begin: {@code $x}, {@code $d}. */
    private static boolean isMapping(String name) {
        return name.startsWith("$x") || name.equals("$d") || name.startsWith("$d.");
    }

    /**
     * Reads a relocatable object.
     * @param name what diagnostics shall call it
     * @throws ElfException if the file is no object for RISC-V, uses what the linker here does not know, or is damaged
     */
    public static ObjectFile object(String name, byte[] bytes) throws ElfException {
        ElfFile file = new ElfFile(bytes);
        if (file.type() != Elf.RELOCATABLE) {
            throw new ElfException("expected an object that has not been linked");
        }
        Map<Integer, Integer> index = new HashMap<>();
        for (int i = 0; i < file.sections().size(); i++) {
            if (isContent(file.sections().get(i))) {
                index.put(i, index.size());
            }
        }
        List<Symbol> symbols = symbols(file, index);
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < file.sections().size(); i++) {
            if (index.containsKey(i)) {
                sections.add(section(file, i, symbols.size()));
            }
        }
        return new ObjectFile(name, sections, symbols, file.is64() ? 64 : 32, file.flags(), isa(file));
    }

    private static boolean isContent(SectionHeader header) {
        return switch (header.type()) {
            case Elf.SECTION_NULL, Elf.SECTION_SYMBOLS, Elf.SECTION_STRINGS, Elf.SECTION_RELA, Elf.SECTION_REL, Elf.SECTION_GROUP,
                Section.RISCV_ATTRIBUTES -> false;
            default -> true;
        };
    }

    private static Section section(ElfFile file, int index, int symbolCount) throws ElfException {
        SectionHeader header = file.sections().get(index);
        List<Relocation> relocations = new ArrayList<>();
        for (SectionHeader table : file.sections()) {
            if (table.type() == Elf.SECTION_RELA && table.info() == index) {
                for (RelocationEntry entry : file.relocations(table)) {
                    relocations.add(relocation(entry, header, symbolCount));
                }
            }
        }
        relocations.sort(Comparator.comparingLong(Relocation::offset));
        return new Section(file.sectionName(header), header.type(), header.flags(), Math.max(1, header.alignment()), header.entrySize(),
            header.size(), file.contents(header), relocations, List.of());
    }

    private static Relocation relocation(RelocationEntry entry, SectionHeader section, int symbolCount) throws ElfException {
        RelocationType type = RelocationType.of(entry.type());
        if (type == null) {
            throw new ElfException("relocation type " + entry.type() + " is not supported");
        }
        if (entry.offset() < 0 || entry.offset() > section.size() - type.bytes()) {
            throw new ElfException("a relocation lies outside its section (offset 0x" + Long.toHexString(entry.offset()) + ')');
        }
        if (entry.symbol() < 0 || entry.symbol() > symbolCount) {
            throw new ElfException("a relocation names symbol " + entry.symbol() + ", which does not exist");
        }
        // Symbol 0 of the file is no symbol; the list of symbols starts with symbol 1.
        return new Relocation(entry.offset(), type, entry.symbol() - 1, entry.addend(), null);
    }

    private static List<Symbol> symbols(ElfFile file, Map<Integer, Integer> sectionIndex) throws ElfException {
        for (SectionHeader header : file.sections()) {
            if (header.type() == Elf.SECTION_SYMBOLS) {
                List<Symbol> result = new ArrayList<>();
                List<SymbolEntry> entries = file.symbols(header);
                for (SymbolEntry entry : entries.subList(Math.min(1, entries.size()), entries.size())) {
                    result.add(symbol(file, entry, sectionIndex));
                }
                return result;
            }
        }
        return List.of();
    }

    private static Symbol symbol(ElfFile file, SymbolEntry entry, Map<Integer, Integer> sectionIndex) throws ElfException {
        Symbol.Type type = oneOf(Symbol.Type.values(), entry.info() & 15, Symbol.Type.NONE);
        Symbol.Binding binding = oneOf(Symbol.Binding.values(), entry.info() >> 4 & 15, Symbol.Binding.GLOBAL);
        Symbol.Visibility visibility = oneOf(Symbol.Visibility.values(), entry.other() & 3, Symbol.Visibility.DEFAULT);
        int section = switch (entry.section()) {
            case Elf.INDEX_UNDEFINED -> Symbol.UNDEFINED;
            case Elf.INDEX_ABSOLUTE -> Symbol.ABSOLUTE;
            case Elf.INDEX_COMMON -> Symbol.COMMON;
            default -> {
                if (entry.section() >= file.sections().size()) {
                    throw new ElfException("symbol '" + entry.name() + "' names section " + entry.section() + ", which does not exist");
                }
                yield sectionIndex.getOrDefault(entry.section(), Symbol.ABSOLUTE);
            }
        };
        String name = type == Symbol.Type.SECTION && entry.name().isEmpty() && entry.section() < file.sections().size()
            ? file.sectionName(file.sections().get(entry.section())) : entry.name();
        return new Symbol(name, entry.value(), entry.size(), type, binding, visibility, section);
    }

    private static <T> T oneOf(T[] values, int code, T otherwise) {
        return code < values.length ? values[code] : otherwise;
    }

    private static byte[] section(ElfFile file, String name) throws ElfException {
        for (SectionHeader header : file.sections()) {
            if (header.type() == Section.PROGBITS && file.sectionName(header).equals(name)) {
                return file.contents(header);
            }
        }
        return new byte[0];
    }

    private static String isa(ElfFile file) {
        for (SectionHeader header : file.sections()) {
            if (header.type() == Section.RISCV_ATTRIBUTES) {
                return Attributes.isa(file.contents(header));
            }
        }
        return "";
    }
}
