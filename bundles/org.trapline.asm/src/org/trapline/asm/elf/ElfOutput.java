// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.trapline.asm.elf.ElfFile.ProgramHeader;

/** An ELF file being put together: sections with their contents, program headers, and at the end all of it as bytes. */
final class ElfOutput {
    /** Offsets in the file and addresses of segments agree modulo this. */
    static final long PAGE = 0x1000;

    private final boolean is64;
    private final List<Entry> sections = new ArrayList<>();
    private final List<ProgramHeader> segments = new ArrayList<>();
    private final Strings names = new Strings();

    /** A section; {@code size} counts for one without contents in the file. */
    private static final class Entry {
        private int name;
        private int type;
        private long flags;
        private long address;
        private long offset;
        private long size;
        private int link;
        private int info;
        private long alignment;
        private long entrySize;
        private byte[] bytes;
    }

    /** A table of strings that end in zero, each put in once. */
    static final class Strings {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Map<String, Integer> offsets = new HashMap<>();

        Strings() {
            bytes.write(0);
            offsets.put("", 0);
        }

        int add(String text) {
            return offsets.computeIfAbsent(text, missing -> {
                int offset = bytes.size();
                bytes.writeBytes(missing.getBytes(StandardCharsets.UTF_8));
                bytes.write(0);
                return offset;
            });
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    /** Numbers in the byte order of the file. */
    static final class Numbers {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final boolean is64;

        Numbers(boolean is64) {
            this.is64 = is64;
        }

        Numbers put(long value, int size) {
            for (int i = 0; i < size; i++) {
                bytes.write((int) (value >> 8 * i));
            }
            return this;
        }

        Numbers half(int value) {
            return put(value, 2);
        }

        Numbers word(long value) {
            return put(value, 4);
        }

        /** Puts a number of the register's width. */
        Numbers wide(long value) {
            return put(value, is64 ? 8 : 4);
        }

        Numbers put(byte[] more) {
            bytes.writeBytes(more);
            return this;
        }

        int size() {
            return bytes.size();
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    ElfOutput(boolean is64) {
        this.is64 = is64;
        sections.add(new Entry());
        sections.getFirst().bytes = new byte[0];
    }

    boolean is64() {
        return is64;
    }

    Numbers numbers() {
        return new Numbers(is64);
    }

    /** Adds a section and returns its index; {@code size} counts if it has no contents. */
    int add(String name, int type, long flags, long address, byte[] bytes, long size, long alignment, long entrySize) {
        Entry entry = new Entry();
        entry.name = names.add(name);
        entry.type = type;
        entry.flags = flags;
        entry.address = address;
        entry.bytes = bytes;
        entry.size = Math.max(size, bytes.length);
        entry.alignment = alignment;
        entry.entrySize = entrySize;
        sections.add(entry);
        return sections.size() - 1;
    }

    /** Sets the fields of a section that refer to other sections or symbols. */
    void link(int section, int link, int info) {
        sections.get(section).link = link;
        sections.get(section).info = info;
    }

    int sectionCount() {
        return sections.size();
    }

    void add(ProgramHeader header) {
        segments.add(header);
    }

    /** Returns the size of the headers at the start of the file, when there will be {@code count} program headers. */
    int headerSize(int count) {
        return (is64 ? 64 : 52) + count * (is64 ? 56 : 32);
    }

    /**
     * Returns the file.
     * @param fixedOffsets file offsets of the first sections after the empty one, which program headers rely on; the others follow
     */
    byte[] bytes(int type, long entry, int flags, List<Long> fixedOffsets) {
        int nameIndex = add(".shstrtab", Elf.SECTION_STRINGS, 0, 0, new byte[0], 0, 1, 0);
        sections.get(nameIndex).bytes = names.bytes();
        sections.get(nameIndex).size = names.bytes().length;
        Numbers body = numbers();
        int start = headerSize(segments.size());
        for (int i = 1; i < sections.size(); i++) {
            Entry section = sections.get(i);
            long wanted = i <= fixedOffsets.size() ? fixedOffsets.get(i - 1) : align(start + body.size(), Math.min(section.alignment, 16));
            pad(body, wanted - start);
            section.offset = wanted;
            body.put(section.bytes);
        }
        pad(body, align(start + body.size(), 8) - start);
        long sectionHeaders = start + body.size();
        Numbers file = numbers();
        header(file, type, entry, flags, sectionHeaders, nameIndex);
        segments.forEach(segment -> programHeader(file, segment));
        file.put(body.bytes());
        sections.forEach(section -> sectionHeader(file, section));
        return file.bytes();
    }

    private static long align(long value, long alignment) {
        return alignment <= 1 ? value : value + alignment - 1 & -alignment;
    }

    private static void pad(Numbers numbers, long size) {
        if (size > numbers.size()) {
            numbers.put(new byte[(int) (size - numbers.size())]);
        }
    }

    private void header(Numbers file, int type, long entry, int flags, long sectionHeaders, int nameIndex) {
        file.word(Elf.MAGIC).put(is64 ? Elf.CLASS_64 : Elf.CLASS_32, 1).put(Elf.LITTLE_ENDIAN, 1).put(Elf.VERSION, 1).put(0, 1).put(0, 8);
        file.half(type).half(Elf.MACHINE_RISCV).word(Elf.VERSION).wide(entry);
        file.wide(segments.isEmpty() ? 0 : headerSize(0)).wide(sectionHeaders).word(flags);
        file.half(headerSize(0)).half(segments.isEmpty() ? 0 : is64 ? 56 : 32).half(segments.size());
        file.half(is64 ? 64 : 40).half(sections.size()).half(nameIndex);
    }

    private void programHeader(Numbers file, ProgramHeader header) {
        file.word(header.type());
        if (is64) {
            file.word(header.flags());
        }
        file.wide(header.offset()).wide(header.address()).wide(header.physicalAddress()).wide(header.fileSize()).wide(header.size());
        if (!is64) {
            file.word(header.flags());
        }
        file.wide(PAGE);
    }

    private static void sectionHeader(Numbers file, Entry section) {
        file.word(section.name).word(section.type).wide(section.flags).wide(section.address).wide(section.offset).wide(section.size);
        file.word(section.link).word(section.info).wide(section.alignment).wide(section.entrySize);
    }
}
