// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.asm.elf.ElfOutput.Numbers;
import org.trapline.asm.object.Leb128;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.LineTable;
import org.trapline.asm.object.Section;

/**
 * Debugging information that says which source line an instruction comes from: one compilation unit with a line program.
 *
 * @implSpec DWARF 4, "Line Number Information"
 */
final class DwarfLines {
    private static final int VERSION = 4;
    private static final int OPCODE_BASE = 13;
    private static final int[] STANDARD_LENGTHS = {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1};
    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int EXTENDED_END = 1;
    private static final int EXTENDED_ADDRESS = 2;

    private static final int TAG_COMPILE_UNIT = 0x11;
    private static final int AT_NAME = 0x03;
    private static final int AT_STMT_LIST = 0x10;
    private static final int AT_LOW_PC = 0x11;
    private static final int AT_HIGH_PC = 0x12;
    private static final int AT_LANGUAGE = 0x13;
    private static final int AT_PRODUCER = 0x25;
    private static final int FORM_ADDRESS = 0x01;
    private static final int FORM_DATA2 = 0x05;
    private static final int FORM_STRING = 0x08;
    private static final int FORM_OFFSET = 0x17;
    private static final int LANGUAGE_ASSEMBLER = 0x8001;

    private final ElfOutput output;
    private final List<LineMark> marks;
    private final Map<String, Integer> files = new LinkedHashMap<>();

    DwarfLines(ElfOutput output, LineTable lines) {
        this.output = output;
        this.marks = lines.marks().stream().filter(LineMark::isCode).toList();
        marks.forEach(mark -> files.putIfAbsent(mark.shown().file(), files.size() + 1));
    }

    /** Adds the sections, if there is any line to tell of. */
    void addSections() {
        if (!marks.isEmpty()) {
            add(".debug_line", lineSection());
            add(".debug_abbrev", abbreviations());
            add(".debug_info", unit());
        }
    }

    private void add(String name, byte[] bytes) {
        output.add(name, Section.PROGBITS, 0, 0, bytes, bytes.length, 1, 0);
    }

    private byte[] lineSection() {
        Numbers header = output.numbers();
        header.put(1, 1).put(1, 1).put(1, 1).put(0, 1).put(1, 1).put(OPCODE_BASE, 1);
        for (int length : STANDARD_LENGTHS) {
            header.put(length, 1);
        }
        header.put(0, 1);
        for (String file : files.keySet()) {
            header.put(text(file)).put(0, 3);
        }
        header.put(0, 1);
        byte[] program = program();
        Numbers section = output.numbers();
        section.word(2 + 4 + header.size() + program.length).half(VERSION).word(header.size()).put(header.bytes()).put(program);
        return section.bytes();
    }

    private byte[] program() {
        Numbers program = output.numbers();
        int i = 0;
        while (i < marks.size()) {
            int end = i + 1;
            while (end < marks.size() && marks.get(end).offset() == endOf(marks.get(end - 1))) {
                end++;
            }
            sequence(program, marks.subList(i, end));
            i = end;
        }
        return program.bytes();
    }

    private static long endOf(LineMark mark) {
        return mark.offset() + mark.length();
    }

    private void sequence(Numbers program, List<LineMark> stretch) {
        int addressSize = output.is64() ? 8 : 4;
        program.put(0, 1).put(1 + addressSize, 1).put(EXTENDED_ADDRESS, 1).wide(stretch.getFirst().offset());
        long address = stretch.getFirst().offset();
        int line = 1;
        int file = 1;
        for (LineMark mark : stretch) {
            int newFile = files.get(mark.shown().file());
            if (mark.offset() != address) {
                program.put(ADVANCE_PC, 1).put(unsigned(mark.offset() - address));
                address = mark.offset();
            }
            if (newFile != file) {
                program.put(SET_FILE, 1).put(unsigned(newFile));
                file = newFile;
            }
            if (mark.shown().line() != line) {
                program.put(ADVANCE_LINE, 1).put(signed(mark.shown().line() - line));
                line = mark.shown().line();
            }
            program.put(COPY, 1);
        }
        program.put(ADVANCE_PC, 1).put(unsigned(endOf(stretch.getLast()) - address));
        program.put(0, 1).put(1, 1).put(EXTENDED_END, 1);
    }

    private byte[] abbreviations() {
        int[][] attributes = {{AT_STMT_LIST, FORM_OFFSET}, {AT_LOW_PC, FORM_ADDRESS}, {AT_HIGH_PC, FORM_ADDRESS}, {AT_NAME, FORM_STRING},
            {AT_PRODUCER, FORM_STRING}, {AT_LANGUAGE, FORM_DATA2}};
        Numbers section = output.numbers();
        section.put(1, 1).put(TAG_COMPILE_UNIT, 1).put(0, 1);
        for (int[] attribute : attributes) {
            section.put(attribute[0], 1).put(attribute[1], 1);
        }
        return section.put(0, 2).put(0, 1).bytes();
    }

    private byte[] unit() {
        Numbers body = output.numbers();
        body.half(VERSION).word(0).put(output.is64() ? 8 : 4, 1);
        body.put(1, 1).word(0).wide(marks.getFirst().offset()).wide(endOf(marks.getLast()));
        body.put(text(files.keySet().iterator().next())).put(text("Trapline")).half(LANGUAGE_ASSEMBLER);
        return output.numbers().word(body.size()).put(body.bytes()).bytes();
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return java.util.Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static byte[] unsigned(long value) {
        return Leb128.encode(value, false);
    }

    private static byte[] signed(long value) {
        return Leb128.encode(value, true);
    }
}
