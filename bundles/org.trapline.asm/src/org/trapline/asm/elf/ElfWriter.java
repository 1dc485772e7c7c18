// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.trapline.asm.elf.ElfFile.ProgramHeader;
import org.trapline.asm.elf.ElfOutput.Numbers;
import org.trapline.asm.elf.ElfOutput.Strings;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.Image.PlacedSection;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Relocation;
import org.trapline.asm.object.Section;
import org.trapline.asm.object.Segment;
import org.trapline.asm.object.Symbol;
import org.trapline.asm.object.Symbol.Binding;
import org.trapline.asm.object.Symbol.Type;
import org.trapline.asm.object.Symbol.Visibility;

/** Writes objects and images as ELF files that the GNU tools and QEMU accept, executables with source lines for debuggers. */
public final class ElfWriter {

    private ElfWriter() {
    }

    /** Returns an object as a relocatable ELF file. */
    public static byte[] relocatable(ObjectFile object) {
        ElfOutput output = new ElfOutput(object.xlen() == 64);
        List<Symbol> symbols = new ArrayList<>();
        for (int i = 0; i < object.sections().size(); i++) {
            Section section = object.sections().get(i);
            output.add(section.name(), section.type(), section.flags(), 0, section.bytes(), section.size(), section.alignment(), section.entrySize());
            symbols.add(new Symbol("", 0, 0, Type.SECTION, Binding.LOCAL, Visibility.DEFAULT, i));
            symbols.addAll(mappingSymbols(section.marks(), section.isCode(), i));
        }
        int offset = symbols.size() + 1;
        symbols.addAll(object.symbols());
        int symbolTable = output.sectionCount() + (object.isa().isEmpty() ? 0 : 1)
            + (int) object.sections().stream().filter(s -> !s.relocations().isEmpty()).count();
        for (int i = 0; i < object.sections().size(); i++) {
            Section section = object.sections().get(i);
            if (!section.relocations().isEmpty()) {
                int index = output.add(".rela" + section.name(), Elf.SECTION_RELA, Elf.FLAG_INFO_LINK, 0,
                    relocations(output, section.relocations(), offset), 0, 8, output.is64() ? 24 : 12);
                output.link(index, symbolTable, i + 1);
            }
        }
        addAttributes(output, object.isa());
        addSymbols(output, symbols);
        return output.bytes(Elf.RELOCATABLE, 0, object.flags(), List.of());
    }

    private static byte[] relocations(ElfOutput output, List<Relocation> relocations, int firstSymbol) {
        Numbers numbers = output.numbers();
        for (Relocation relocation : relocations) {
            long symbol = relocation.symbol() == Relocation.NO_SYMBOL ? 0 : relocation.symbol() + firstSymbol;
            numbers.wide(relocation.offset());
            numbers.wide(output.is64() ? symbol << 32 | relocation.type().code() : symbol << 8 | relocation.type().code());
            numbers.wide(relocation.addend());
        }
        return numbers.bytes();
    }

    /** Returns an image as an executable ELF file. */
    public static byte[] executable(Image image) {
        ElfOutput output = new ElfOutput(image.xlen() == 64);
        List<Long> offsets = new ArrayList<>();
        List<Segment> segments = image.segments();
        long[] segmentOffsets = segmentOffsets(output, segments);
        List<Symbol> symbols = new ArrayList<>();
        for (int i = 0; i < image.sections().size(); i++) {
            PlacedSection section = image.sections().get(i);
            offsets.add(offset(section, segments, segmentOffsets));
            output.add(section.name(), section.type(), section.flags(), section.address(), section.bytes(), section.size(), section.alignment(), 0);
            symbols.add(new Symbol("", section.address(), 0, Type.SECTION, Binding.LOCAL, Visibility.DEFAULT, i));
            List<LineMark> marks = image.lines().marks().stream().filter(mark -> contains(section, mark.offset())).toList();
            symbols.addAll(mappingSymbols(marks, (section.flags() & Section.EXECUTE) != 0, i));
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            int flags = (segment.readable() ? Elf.SEGMENT_READ : 0) | (segment.writable() ? Elf.SEGMENT_WRITE : 0)
                | (segment.executable() ? Elf.SEGMENT_EXECUTE : 0);
            output.add(new ProgramHeader(Elf.SEGMENT_LOAD, flags, segmentOffsets[i], segment.address(), segment.physicalAddress(),
                segment.bytes().length, segment.size()));
        }
        symbols.addAll(image.symbols());
        addAttributes(output, image.isa());
        new DwarfLines(output, image.lines()).addSections();
        addSymbols(output, symbols);
        return output.bytes(Elf.EXECUTABLE, image.entry(), image.flags(), offsets);
    }

    private static boolean contains(PlacedSection section, long address) {
        return Long.compareUnsigned(address - section.address(), section.size()) < 0;
    }

    private static long[] segmentOffsets(ElfOutput output, List<Segment> segments) {
        long[] offsets = new long[segments.size()];
        long next = output.headerSize(segments.size());
        for (int i = 0; i < offsets.length; i++) {
            long address = segments.get(i).address();
            offsets[i] = next + (address - next & ElfOutput.PAGE - 1);
            next = offsets[i] + segments.get(i).bytes().length;
        }
        return offsets;
    }

    private static long offset(PlacedSection section, List<Segment> segments, long[] segmentOffsets) {
        for (int i = 0; i < segmentOffsets.length; i++) {
            Segment segment = segments.get(i);
            long within = section.address() - segment.address();
            if (Long.compareUnsigned(within, segment.size()) <= 0 && (section.type() == Section.NOBITS || within <= segment.bytes().length)) {
                return segmentOffsets[i] + Math.min(within, segment.bytes().length);
            }
        }
        throw new IllegalArgumentException("section " + section.name() + " lies in no segment");
    }

    private static void addAttributes(ElfOutput output, String isa) {
        if (!isa.isEmpty()) {
            byte[] bytes = Attributes.section(isa);
            output.add(".riscv.attributes", Section.RISCV_ATTRIBUTES, 0, 0, bytes, bytes.length, 1, 0);
        }
    }

    /** Adds the symbol table, local symbols first, as the format demands. */
    private static void addSymbols(ElfOutput output, List<Symbol> unsorted) {
        List<Symbol> symbols = new ArrayList<>(unsorted);
        symbols.sort(Comparator.comparing(symbol -> !symbol.isLocal()));
        Strings names = new Strings();
        Numbers table = output.numbers();
        table.put(new byte[output.is64() ? 24 : 16]);
        int locals = 1;
        for (Symbol symbol : symbols) {
            locals += symbol.isLocal() ? 1 : 0;
            symbol(output, table, symbol, names.add(symbol.name()));
        }
        byte[] bytes = table.bytes();
        int index = output.add(".symtab", Elf.SECTION_SYMBOLS, 0, 0, bytes, bytes.length, 8, output.is64() ? 24 : 16);
        byte[] strings = names.bytes();
        int stringTable = output.add(".strtab", Elf.SECTION_STRINGS, 0, 0, strings, strings.length, 1, 0);
        output.link(index, stringTable, locals);
    }

    private static void symbol(ElfOutput output, Numbers table, Symbol symbol, int name) {
        int info = symbol.binding().ordinal() << 4 | symbol.type().ordinal();
        int section = switch (symbol.section()) {
            case Symbol.UNDEFINED -> Elf.INDEX_UNDEFINED;
            case Symbol.ABSOLUTE -> Elf.INDEX_ABSOLUTE;
            case Symbol.COMMON -> Elf.INDEX_COMMON;
            default -> symbol.section() + 1;
        };
        table.word(name);
        if (output.is64()) {
            table.put(info, 1).put(symbol.visibility().ordinal(), 1).half(section).wide(symbol.value()).wide(symbol.size());
        } else {
            table.wide(symbol.value()).wide(symbol.size()).put(info, 1).put(symbol.visibility().ordinal(), 1).half(section);
        }
    }

    /** Returns {@code $x} and {@code $d} where instructions and data begin, which disassemblers rely on. */
    private static List<Symbol> mappingSymbols(List<LineMark> marks, boolean inCode, int section) {
        List<Symbol> result = new ArrayList<>();
        if (!inCode) {
            return result;
        }
        Boolean code = null;
        for (LineMark mark : marks.stream().filter(m -> m.length() > 0).sorted(Comparator.comparingLong(LineMark::offset)).toList()) {
            if (code == null || code != mark.isCode()) {
                code = mark.isCode();
                result.add(new Symbol(code ? "$x" : "$d", mark.offset(), 0, Type.NONE, Binding.LOCAL, Visibility.DEFAULT, section));
            }
        }
        return result;
    }
}
