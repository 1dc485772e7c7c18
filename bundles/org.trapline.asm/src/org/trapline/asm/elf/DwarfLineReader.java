// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.elf;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.Location;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.LineTable;

/**
 * Reads which source line an instruction comes from, whichever assembler or compiler wrote it. What is damaged or not understood is passed
 * over: a program runs without its lines.
 *
 * @implSpec DWARF 2 to 5, "Line Number Information"
 */
final class DwarfLineReader {
    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int CONST_ADD_PC = 8;
    private static final int FIXED_ADVANCE_PC = 9;
    private static final int EXTENDED_END = 1;
    private static final int EXTENDED_ADDRESS = 2;
    private static final int LONGEST_ADVANCE = 255;
    private static final int CONTENT_PATH = 1;
    private static final int CONTENT_DIRECTORY = 2;
    private static final int LONG_LENGTH = -1;
    /** A damaged file may name one long text very often. */
    private static final int ALL_NAMES = 1 << 24;

    private final List<LineMark> marks = new ArrayList<>();
    private final ByteBuffer section;
    private final byte[] lineStrings;
    private final byte[] strings;
    private int nameChars;

    private DwarfLineReader(byte[] section, byte[] lineStrings, byte[] strings) {
        this.section = ByteBuffer.wrap(section).order(ByteOrder.LITTLE_ENDIAN);
        this.lineStrings = lineStrings;
        this.strings = strings;
    }

    /** Returns the lines of a file whose sections are these; empty where one is missing. */
    static LineTable read(byte[] lines, byte[] lineStrings, byte[] strings) {
        DwarfLineReader reader = new DwarfLineReader(lines, lineStrings, strings);
        while (reader.readUnit()) {
            // The next.
        }
        return new LineTable(reader.marks);
    }

    /** The files that a unit's program refers to by number, and how its opcodes are packed. */
    private record Header(int version, int instructionLength, int lineBase, int lineRange, int[] operandCounts, List<String> files) {

        String file(long number) {
            // Files count from 1 before version 5, and from 0 since.
            long index = version < 5 ? number - 1 : number;
            return index >= 0 && index < files.size() ? files.get((int) index) : "";
        }
    }

    /** Reads the next unit, of which there may be many; returns whether there was one. */
    private boolean readUnit() {
        try {
            int length = section.getInt();
            boolean isWide = length == LONG_LENGTH;
            long bytes = isWide ? section.getLong() : Integer.toUnsignedLong(length);
            if (bytes < 0 || bytes > section.remaining()) {
                return false;
            }
            ByteBuffer unit = section.slice(section.position(), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
            section.position(section.position() + (int) bytes);
            read(unit, isWide);
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException damaged) {
            // The lines read so far, and those of other units, are as good as they were.
        }
        return section.remaining() > 4;
    }

    private void read(ByteBuffer unit, boolean isWide) {
        int version = Short.toUnsignedInt(unit.getShort());
        if (version < 2 || version > 5) {
            return;
        }
        if (version == 5) {
            // Sizes of addresses and of segment selectors.
            unit.getShort();
        }
        long headerLength = isWide ? unit.getLong() : Integer.toUnsignedLong(unit.getInt());
        int program = Math.toIntExact(Math.addExact(unit.position(), headerLength));
        Header header = readHeader(unit, version, isWide);
        unit.position(program);
        new Program(header).run(unit);
    }

    private Header readHeader(ByteBuffer unit, int version, boolean isWide) {
        int instructionLength = u8(unit);
        if (version >= 4) {
            unit.get();
        }
        unit.get();
        int lineBase = unit.get();
        int lineRange = u8(unit);
        int[] operandCounts = new int[u8(unit)];
        for (int i = 1; i < operandCounts.length; i++) {
            operandCounts[i] = u8(unit);
        }
        if (lineRange == 0 || operandCounts.length == 0) {
            throw new BufferUnderflowException();
        }
        List<String> files = version == 5 ? files(unit, isWide) : oldFiles(unit);
        return new Header(version, instructionLength, lineBase, lineRange, operandCounts, files);
    }

    // ---- files ----

    private static List<String> oldFiles(ByteBuffer unit) {
        List<String> folders = new ArrayList<>(List.of(""));
        for (String folder = text(unit); !folder.isEmpty(); folder = text(unit)) {
            folders.add(folder);
        }
        List<String> files = new ArrayList<>();
        for (String file = text(unit); !file.isEmpty(); file = text(unit)) {
            files.add(joined(folders, uleb(unit), file));
            uleb(unit);
            uleb(unit);
        }
        return files;
    }

    private List<String> files(ByteBuffer unit, boolean isWide) {
        List<String> folders = new ArrayList<>();
        entries(unit, isWide, (path, folder) -> folders.add(path));
        List<String> files = new ArrayList<>();
        entries(unit, isWide, (path, folder) -> files.add(joined(folders, folder, path)));
        return files;
    }

    private interface Entry {
        void add(String path, long folder);
    }

    private void entries(ByteBuffer unit, boolean isWide, Entry entry) {
        long[][] formats = new long[u8(unit)][];
        for (int i = 0; i < formats.length; i++) {
            formats[i] = new long[] {uleb(unit), uleb(unit)};
        }
        long count = uleb(unit);
        for (long i = 0; i < count && unit.hasRemaining(); i++) {
            String path = "";
            long folder = 0;
            for (long[] format : formats) {
                if (format[0] == CONTENT_PATH) {
                    path = path(unit, (int) format[1], isWide);
                } else {
                    long value = number(unit, (int) format[1]);
                    folder = format[0] == CONTENT_DIRECTORY ? value : folder;
                }
            }
            entry.add(path, folder);
        }
    }

    private static String joined(List<String> folders, long folder, String file) {
        String in = folder >= 0 && folder < folders.size() ? folders.get((int) folder) : "";
        return in.isEmpty() || file.startsWith("/") ? file : in + "/" + file;
    }

    private String path(ByteBuffer unit, int form, boolean isWide) {
        return switch (form) {
            case 0x08 -> text(unit);
            case 0x0e -> text(strings, isWide ? unit.getLong() : Integer.toUnsignedLong(unit.getInt()));
            case 0x1f -> text(lineStrings, isWide ? unit.getLong() : Integer.toUnsignedLong(unit.getInt()));
            default -> throw new BufferUnderflowException();
        };
    }

    private static long number(ByteBuffer unit, int form) {
        return switch (form) {
            case 0x0b -> u8(unit);
            case 0x05 -> Short.toUnsignedInt(unit.getShort());
            case 0x06 -> Integer.toUnsignedLong(unit.getInt());
            case 0x07 -> unit.getLong();
            case 0x0f -> uleb(unit);
            case 0x1e -> {
                unit.position(Math.addExact(unit.position(), 16));
                yield 0;
            }
            default -> throw new BufferUnderflowException();
        };
    }

    // ---- the program ----

    /** The machine that a line program runs on. */
    private final class Program {
        private final Header header;
        private long address;
        private long file = 1;
        private int line = 1;
        // The row before, which reaches to the next.
        private boolean open;
        private long openAddress;
        private String openFile;
        private int openLine;

        Program(Header header) {
            this.header = header;
        }

        void run(ByteBuffer unit) {
            while (unit.hasRemaining()) {
                int opcode = u8(unit);
                if (opcode >= header.operandCounts.length) {
                    special(opcode);
                } else if (opcode == 0) {
                    extended(unit);
                } else {
                    standard(opcode, unit);
                }
            }
        }

        private void special(int opcode) {
            int adjusted = opcode - header.operandCounts.length;
            address += (long) (adjusted / header.lineRange) * header.instructionLength;
            line += header.lineBase + adjusted % header.lineRange;
            row();
        }

        private void extended(ByteBuffer unit) {
            int length = Math.toIntExact(uleb(unit));
            int end = Math.addExact(unit.position(), length);
            int opcode = length == 0 ? 0 : u8(unit);
            if (opcode == EXTENDED_END) {
                close(address);
                address = 0;
                file = 1;
                line = 1;
            } else if (opcode == EXTENDED_ADDRESS) {
                address = length == 9 ? unit.getLong() : Integer.toUnsignedLong(unit.getInt());
            }
            unit.position(end);
        }

        private void standard(int opcode, ByteBuffer unit) {
            switch (opcode) {
                case COPY -> row();
                case ADVANCE_PC -> address += uleb(unit) * header.instructionLength;
                case ADVANCE_LINE -> line += (int) sleb(unit);
                case SET_FILE -> file = uleb(unit);
                case CONST_ADD_PC -> address += (long) ((LONGEST_ADVANCE - header.operandCounts.length) / header.lineRange) * header.instructionLength;
                case FIXED_ADVANCE_PC -> address += Short.toUnsignedInt(unit.getShort());
                default -> {
                    for (int i = 0; i < header.operandCounts[opcode]; i++) {
                        uleb(unit);
                    }
                }
            }
        }

        private void row() {
            if (open && line == openLine && header.file(file).equals(openFile)) {
                return;
            }
            close(address);
            open = true;
            openAddress = address;
            openFile = header.file(file);
            openLine = line;
        }

        private void close(long end) {
            long length = end - openAddress;
            if (open && length > 0 && openLine > 0 && !openFile.isEmpty()) {
                Location place = new Location(openFile, openLine, 1, 1);
                marks.add(new LineMark(openAddress, length, place, place, "", true, null));
            }
            open = false;
        }
    }

    // ---- bytes ----

    private static int u8(ByteBuffer in) {
        return in.get() & 0xff;
    }

    private static long uleb(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            int next = u8(in);
            value |= shift < Long.SIZE ? (next & 0x7fL) << shift : 0;
            if (next < 0x80) {
                return value;
            }
        }
    }

    private static long sleb(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            int next = u8(in);
            value |= shift < Long.SIZE ? (next & 0x7fL) << shift : 0;
            if (next < 0x80) {
                boolean isNegative = (next & 0x40) != 0 && shift + 7 < Long.SIZE;
                return isNegative ? value | -1L << shift + 7 : value;
            }
        }
    }

    private static String text(ByteBuffer in) {
        int start = in.position();
        while (in.get() != 0) {
            // Up to the end of the text.
        }
        return new String(in.array(), in.arrayOffset() + start, in.position() - 1 - start, StandardCharsets.UTF_8);
    }

    private String text(byte[] table, long offset) {
        if (offset < 0 || offset >= table.length) {
            throw new BufferUnderflowException();
        }
        String text = text(ByteBuffer.wrap(table).position((int) offset));
        nameChars += text.length();
        if (nameChars > ALL_NAMES) {
            throw new BufferUnderflowException();
        }
        return text;
    }
}
