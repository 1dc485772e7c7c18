// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.asm.object.Image;
import org.trapline.asm.object.Image.PlacedSection;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Section;
import org.trapline.isa.Disassembler;

/**
 * Source lines beside the addresses and bytes that they became.
 *
 * @param rows the rows: every line of every source, in order, each followed by what macros made of it
 */
public record Listing(List<Row> rows) {
    private static final int BYTES_IN_A_ROW = 8;

    /**
     * A statement with its bytes, or a line without any.
     *
     * @param file       the source
     * @param line       line number from 1
     * @param text       the line; for a statement out of a macro, that statement
     * @param isExpanded whether a macro or repeat block made the statement
     * @param hasAddress whether the statement has an address
     * @param address    the address, or offset in its section
     * @param bytes      what it became; for memory that is only reserved, nothing
     * @param isCode     whether the bytes are instructions
     */
    public record Row(String file, int line, String text, boolean isExpanded, boolean hasAddress, long address, byte[] bytes, boolean isCode) {

        /** Returns the instruction words of code, in order. */
        public int[] words() {
            int[] words = new int[isCode ? bytes.length / 4 : 0];
            for (int i = 0; i < words.length; i++) {
                words[i] = bytes[4 * i] & 0xff | (bytes[4 * i + 1] & 0xff) << 8 | (bytes[4 * i + 2] & 0xff) << 16 | bytes[4 * i + 3] << 24;
            }
            return words;
        }

        /** Returns the instructions of code as text: what a pseudo-instruction became. */
        public List<String> instructions(Disassembler disassembler) {
            List<String> result = new ArrayList<>();
            int[] words = words();
            for (int i = 0; i < words.length; i++) {
                result.add(disassembler.disassemble(words[i], address + 4L * i));
            }
            return result;
        }
    }

    @FunctionalInterface
    private interface Contents {
        byte[] bytes(LineMark mark);
    }

    /** Copies the list. */
    public Listing {
        rows = List.copyOf(rows);
    }

    /** Returns the listing of a linked program. */
    public static Listing of(List<SourceFile> sources, List<LineMark> marks, Image image) {
        return make(sources, marks, mark -> {
            for (PlacedSection section : image.sections()) {
                long within = mark.offset() - section.address();
                if (Long.compareUnsigned(within, section.bytes().length) < 0 && within + mark.length() <= section.bytes().length) {
                    return Arrays.copyOfRange(section.bytes(), (int) within, (int) (within + mark.length()));
                }
            }
            return new byte[0];
        });
    }

    /** Returns the listing of an object, offsets in sections in the place of addresses. */
    public static Listing of(List<SourceFile> sources, ObjectFile object) {
        Map<LineMark, Section> sections = new HashMap<>();
        List<LineMark> marks = new ArrayList<>();
        for (Section section : object.sections()) {
            section.marks().forEach(mark -> sections.put(mark, section));
            marks.addAll(section.marks());
        }
        return make(sources, marks, mark -> {
            byte[] bytes = sections.get(mark).bytes();
            return bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, (int) mark.offset(), (int) (mark.offset() + mark.length()));
        });
    }

    private static Listing make(List<SourceFile> sources, List<LineMark> marks, Contents contents) {
        Map<String, Map<Integer, List<LineMark>>> byLine = new HashMap<>();
        for (LineMark mark : marks) {
            byLine.computeIfAbsent(mark.outer().file(), f -> new HashMap<>()).computeIfAbsent(mark.outer().line(), l -> new ArrayList<>()).add(mark);
        }
        List<Row> rows = new ArrayList<>();
        Map<String, SourceFile> each = new LinkedHashMap<>();
        sources.forEach(source -> each.putIfAbsent(source.name(), source));
        for (SourceFile source : each.values()) {
            addFile(rows, source, byLine.getOrDefault(source.name(), Map.of()), contents);
        }
        return new Listing(rows);
    }

    private static void addFile(List<Row> rows, SourceFile source, Map<Integer, List<LineMark>> byLine, Contents contents) {
        String[] lines = source.text().split("\n", -1);
        int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        for (int i = 0; i < count; i++) {
            int line = i + 1;
            String text = lines[i].stripTrailing();
            boolean first = true;
            for (LineMark mark : byLine.getOrDefault(line, List.of())) {
                if (first && mark.isExpanded()) {
                    rows.add(new Row(source.name(), line, text, false, false, 0, new byte[0], false));
                }
                String shown = mark.isExpanded() ? mark.text() : first ? text : "";
                rows.add(new Row(source.name(), line, shown, mark.isExpanded(), true, mark.offset(), contents.bytes(mark), mark.isCode()));
                first = false;
            }
            if (first) {
                rows.add(new Row(source.name(), line, text, false, false, 0, new byte[0], false));
            }
        }
    }

    /** Returns the rows of one line. */
    public List<Row> of(String file, int line) {
        return rows.stream().filter(row -> row.line() == line && row.file().equals(file)).toList();
    }

    /** Returns the listing as text: line number, address, bytes, source; statements out of macros are marked with a plus sign. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        String file = null;
        for (Row row : rows) {
            if (!row.file().equals(file)) {
                file = row.file();
                text.append("# ").append(file).append('\n');
            }
            append(text, row);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Row row) {
        int step = row.isCode() ? 4 : BYTES_IN_A_ROW;
        String number = row.isExpanded() ? "+" : Integer.toString(row.line());
        String source = row.text();
        int at = 0;
        do {
            String address = row.hasAddress() ? "%08x".formatted(row.address() + at) : "";
            String line = "%5s  %8s  %-16s  %s".formatted(at == 0 ? number : "", address, hex(row, at, step), at == 0 ? source : "");
            text.append(line.stripTrailing()).append('\n');
            at += step;
        } while (at < row.bytes().length);
    }

    /** Instructions are shown as words, data byte by byte. */
    private static String hex(Row row, int from, int step) {
        StringBuilder text = new StringBuilder();
        int to = Math.min(from + step, row.bytes().length);
        for (int i = from; i < to; i++) {
            String two = "%02x".formatted(row.bytes()[i] & 0xff);
            if (row.isCode()) {
                text.insert(0, two);
            } else {
                text.append(two);
            }
        }
        return text.toString();
    }
}
