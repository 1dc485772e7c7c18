// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tables of an ELF file, every offset and size checked against the file. */
final class ElfFile {
    private static final int LONGEST_NAME = 1 << 16;
    private static final long ALL_NAMES = 1L << 26;

    private final byte[] bytes;
    private final ByteBuffer data;
    private final boolean is64;
    private final List<SectionHeader> sections = new ArrayList<>();
    private final List<ProgramHeader> segments = new ArrayList<>();
    private int nameTable;
    private long nameBytes;

    record SectionHeader(int nameOffset, int type, long flags, long address, long offset, long size, int link, int info, long alignment,
            long entrySize) {
        boolean isInFile() {
            return type != org.trapline.asm.object.Section.NOBITS && type != Elf.SECTION_NULL;
        }
    }

    record ProgramHeader(int type, int flags, long offset, long address, long physicalAddress, long fileSize, long size) {
    }

    record SymbolEntry(String name, int info, int other, int section, long value, long size) {
    }

    record RelocationEntry(long offset, int type, int symbol, long addend) {
    }

    ElfFile(byte[] bytes) throws ElfException {
        this.bytes = bytes;
        this.data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 4 || data.getInt(0) != Elf.MAGIC) {
            throw new ElfException("not an ELF file: " + describeStart(bytes));
        }
        if (bytes.length < 20) {
            throw new ElfException("the ELF file is cut short within its header");
        }
        checkMachine();
        this.is64 = bytes[Elf.CLASS] == Elf.CLASS_64;
        if (bytes.length < (is64 ? 64 : 52)) {
            throw new ElfException("the ELF file is cut short within its header");
        }
        readProgramHeaders();
        readSectionHeaders();
    }

    private static String describeStart(byte[] bytes) {
        if (bytes.length == 0) {
            return "the file is empty";
        }
        boolean text = true;
        for (int i = 0; i < Math.min(bytes.length, 64); i++) {
            text &= bytes[i] >= ' ' || bytes[i] == '\n' || bytes[i] == '\t' || bytes[i] == '\r';
        }
        return text ? "it is text" : "it does not start with 7f 45 4c 46";
    }

    private void checkMachine() throws ElfException {
        int machine = bytes[5] == 2 ? Short.toUnsignedInt(Short.reverseBytes(data.getShort(18))) : Short.toUnsignedInt(data.getShort(18));
        if (machine != Elf.MACHINE_RISCV) {
            throw new ElfException("ELF for " + Elf.machineName(machine) + ", expected RISC-V");
        }
        if (bytes[5] != Elf.LITTLE_ENDIAN) {
            throw new ElfException("big-endian ELF, expected little-endian");
        }
        if (bytes[Elf.CLASS] != Elf.CLASS_32 && bytes[Elf.CLASS] != Elf.CLASS_64) {
            throw new ElfException("ELF class " + bytes[Elf.CLASS] + " is neither 32-bit nor 64-bit");
        }
    }

    private void readProgramHeaders() throws ElfException {
        long offset = is64 ? data.getLong(32) : unsigned(28);
        int entry = Short.toUnsignedInt(data.getShort(is64 ? 54 : 42));
        int count = Short.toUnsignedInt(data.getShort(is64 ? 56 : 44));
        if (count == 0) {
            return;
        }
        checkTable("program header table", offset, entry, is64 ? 56 : 32, count);
        for (int i = 0; i < count; i++) {
            segments.add(programHeader((int) offset + i * entry));
        }
    }

    private ProgramHeader programHeader(int at) {
        return is64
            ? new ProgramHeader(data.getInt(at), data.getInt(at + 4), data.getLong(at + 8), data.getLong(at + 16), data.getLong(at + 24),
                data.getLong(at + 32), data.getLong(at + 40))
            : new ProgramHeader(data.getInt(at), data.getInt(at + 24), unsigned(at + 4), unsigned(at + 8), unsigned(at + 12),
                unsigned(at + 16), unsigned(at + 20));
    }

    private void readSectionHeaders() throws ElfException {
        long offset = is64 ? data.getLong(40) : unsigned(32);
        int entry = Short.toUnsignedInt(data.getShort(is64 ? 58 : 46));
        int count = Short.toUnsignedInt(data.getShort(is64 ? 60 : 48));
        nameTable = Short.toUnsignedInt(data.getShort(is64 ? 62 : 50));
        if (offset == 0 || count == 0) {
            return;
        }
        checkTable("section header table", offset, entry, is64 ? 64 : 40, count);
        for (int i = 0; i < count; i++) {
            SectionHeader header = sectionHeader((int) offset + i * entry);
            if (header.isInFile()) {
                checkRange("section " + i, header.offset(), header.size());
            }
            sections.add(header);
        }
    }

    private SectionHeader sectionHeader(int at) {
        return is64
            ? new SectionHeader(data.getInt(at), data.getInt(at + 4), data.getLong(at + 8), data.getLong(at + 16), data.getLong(at + 24),
                data.getLong(at + 32), data.getInt(at + 40), data.getInt(at + 44), data.getLong(at + 48), data.getLong(at + 56))
            : new SectionHeader(data.getInt(at), data.getInt(at + 4), unsigned(at + 8), unsigned(at + 12), unsigned(at + 16),
                unsigned(at + 20), data.getInt(at + 24), data.getInt(at + 28), unsigned(at + 32), unsigned(at + 36));
    }

    private void checkTable(String what, long offset, int entry, int leastEntry, int count) throws ElfException {
        if (entry < leastEntry) {
            throw new ElfException("the entries of the " + what + " have " + entry + " bytes, expected " + leastEntry);
        }
        checkRange(what, offset, (long) entry * count);
    }

    /** Fails unless the stretch lies in the file; afterwards both numbers fit an int. */
    void checkRange(String what, long offset, long size) throws ElfException {
        if (offset < 0 || size < 0 || offset > bytes.length || size > bytes.length - offset) {
            throw new ElfException("the " + what + " lies outside the file (offset 0x" + Long.toHexString(offset) + ", size 0x"
                + Long.toHexString(size) + ", file 0x" + Integer.toHexString(bytes.length) + "); is the file cut short?");
        }
    }

    boolean is64() {
        return is64;
    }

    int type() {
        return Short.toUnsignedInt(data.getShort(16));
    }

    long entry() {
        return is64 ? data.getLong(24) : unsigned(24);
    }

    int flags() {
        return data.getInt(is64 ? 48 : 36);
    }

    List<SectionHeader> sections() {
        return sections;
    }

    List<ProgramHeader> segments() {
        return segments;
    }

    byte[] contents(long offset, long size) {
        return Arrays.copyOfRange(bytes, (int) offset, (int) (offset + size));
    }

    byte[] contents(SectionHeader section) {
        return section.isInFile() ? contents(section.offset(), section.size()) : new byte[0];
    }

    String sectionName(SectionHeader section) throws ElfException {
        return nameTable < sections.size() ? string(sections.get(nameTable), section.nameOffset()) : "";
    }

    /** Returns the symbols of a symbol table, the empty first one included. */
    List<SymbolEntry> symbols(SectionHeader table) throws ElfException {
        int entry = is64 ? 24 : 16;
        if (Integer.toUnsignedLong(table.link()) >= sections.size()) {
            throw new ElfException("the symbol table names string table " + Integer.toUnsignedString(table.link()) + ", which does not exist");
        }
        SectionHeader strings = sections.get(table.link());
        List<SymbolEntry> result = new ArrayList<>();
        for (long at = table.offset(); at + entry <= table.offset() + table.size(); at += entry) {
            result.add(symbol((int) at, strings));
        }
        return result;
    }

    private SymbolEntry symbol(int at, SectionHeader strings) throws ElfException {
        String name = string(strings, data.getInt(at));
        return is64
            ? new SymbolEntry(name, data.get(at + 4), data.get(at + 5), Short.toUnsignedInt(data.getShort(at + 6)), data.getLong(at + 8),
                data.getLong(at + 16))
            : new SymbolEntry(name, data.get(at + 12), data.get(at + 13), Short.toUnsignedInt(data.getShort(at + 14)), unsigned(at + 4),
                unsigned(at + 8));
    }

    /** Returns the relocations of a relocation section with addends. */
    List<RelocationEntry> relocations(SectionHeader table) {
        int entry = is64 ? 24 : 12;
        List<RelocationEntry> result = new ArrayList<>();
        for (long next = table.offset(); next + entry <= table.offset() + table.size(); next += entry) {
            int at = (int) next;
            if (is64) {
                long info = data.getLong(at + 8);
                result.add(new RelocationEntry(data.getLong(at), (int) info, (int) (info >>> 32), data.getLong(at + 16)));
            } else {
                int info = data.getInt(at + 4);
                result.add(new RelocationEntry(unsigned(at), info & 0xff, info >>> 8, data.getInt(at + 8)));
            }
        }
        return result;
    }

    private String string(SectionHeader table, int offset) throws ElfException {
        if (!table.isInFile() || Integer.toUnsignedLong(offset) >= table.size()) {
            if (offset == 0) {
                return "";
            }
            throw new ElfException("a name lies outside its string table (offset 0x" + Integer.toHexString(offset) + ')');
        }
        int start = (int) table.offset() + offset;
        int end = start;
        int limit = (int) Math.min(table.offset() + table.size(), (long) start + LONGEST_NAME);
        while (end < limit && bytes[end] != 0) {
            end++;
        }
        // Many names that share one long string would need far more memory than the file has.
        nameBytes += end - start;
        if (nameBytes > ALL_NAMES) {
            throw new ElfException("the names in the symbol table are implausibly long");
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private long unsigned(int at) {
        return Integer.toUnsignedLong(data.getInt(at));
    }
}
