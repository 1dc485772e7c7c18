// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.program;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.trapline.asm.Location;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.Symbol;
import org.trapline.cli.program.CodeFile.Part;
import org.trapline.isa.Disassembler;
import org.trapline.trace.text.JsonWriter;

/** Code as text. */
final class Disassembly {
    private static final int MNEMONIC_COLUMN = 8;

    private final CodeFile file;
    private final Disassembler disassembler;
    private final Labels labels;
    private final Labels.Range range;
    private final boolean withData;
    private final boolean withSource;
    private final Map<String, List<String>> sources = new HashMap<>();

    /** A piece of code or data: what one line shows. */
    private record Piece(long address, byte[] bytes, String text, boolean isCode) {
    }

    private interface Visitor {
        void piece(Part part, Piece piece, List<Symbol> names);
    }

    Disassembly(CodeFile file, Disassembler disassembler, Labels labels, Labels.Range range, boolean withData, boolean withSource) {
        this.file = file;
        this.disassembler = disassembler;
        this.labels = labels;
        this.range = range;
        this.withData = withData;
        this.withSource = withSource;
    }

    void print(PrintStream out) {
        Printer printer = new Printer(out);
        visit(printer);
    }

    private final class Printer implements Visitor {
        private final PrintStream out;
        private Part current;
        private Location shown;

        Printer(PrintStream out) {
            this.out = out;
        }

        @Override
        public void piece(Part part, Piece piece, List<Symbol> names) {
            if (part != current) {
                current = part;
                out.println();
                out.println("Disassembly of " + part.name());
            }
            for (Symbol label : names) {
                out.println();
                out.printf("%016x <%s>:%n", piece.address, label.name());
            }
            if (withSource) {
                source(piece.address);
            }
            out.printf("%12x:  %-16s  %s%n", piece.address, hex(piece), columns(piece.text));
        }

        private void source(long address) {
            LineMark mark = file.lines().at(address);
            Location place = mark == null ? null : mark.shown();
            if (place != null && !place.equals(shown)) {
                shown = place;
                List<String> lines = sources.computeIfAbsent(place.file(), Disassembly::read);
                String text = place.line() <= lines.size() ? lines.get(place.line() - 1).strip() : "";
                out.println(place.file() + ":" + place.line() + ": " + text);
            }
        }
    }

    /** Writes each piece of code as an object on a line. */
    void json(PrintStream out) {
        visit((part, piece, names) -> {
            StringBuilder line = new StringBuilder();
            JsonWriter json = new JsonWriter(line).beginObject();
            json.member("section", part.name()).member("address", "0x" + Long.toHexString(piece.address)).member("bytes", hex(piece))
                .member("text", piece.text);
            if (!names.isEmpty()) {
                json.name("labels").beginArray();
                names.forEach(label -> json.value(label.name()));
                json.endArray();
            }
            LineMark mark = file.lines().at(piece.address);
            if (mark != null) {
                json.member("file", mark.shown().file()).member("line", mark.shown().line());
            }
            json.endObject();
            out.println(line);
        });
    }

    private void visit(Visitor visitor) {
        for (Part part : file.parts()) {
            if (part.bytes().length > 0 && part.isAllocated() && (part.isCode() || withData)) {
                visit(part, visitor);
            }
        }
    }

    private void visit(Part part, Visitor visitor) {
        TreeMap<Long, List<Symbol>> here = labels.of(part);
        Map<Long, Boolean> marks = labels.marks(part);
        boolean isCode = part.isCode() || withData;
        long end = part.address() + part.bytes().length;
        for (long at = part.address(); at != end;) {
            isCode = marks.getOrDefault(at, isCode) || withData && !part.isCode();
            // A label or mark in the midst of what would be one piece ends it.
            Long label = here.higherKey(at);
            long stop = label == null || Long.compareUnsigned(label, end) > 0 ? end : label;
            Piece piece = isCode ? instruction(part, at, stop) : data(part, at, stop, marks);
            if (range.contains(at)) {
                visitor.piece(part, piece, here.getOrDefault(at, List.of()));
            }
            at += piece.bytes.length;
        }
    }

    private Piece instruction(Part part, long at, long stop) {
        int offset = (int) (at - part.address());
        int left = (int) (stop - at);
        byte[] bytes = part.bytes();
        int length = left >= 4 && (bytes[offset] & 3) == 3 ? 4 : 2;
        if (left < length) {
            return data(part, at, stop, Map.of());
        }
        int word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = word << 8 | bytes[offset + i] & 0xff;
        }
        return new Piece(at, Arrays.copyOfRange(bytes, offset, offset + length), disassembler.disassemble(word, at), true);
    }

    private static Piece data(Part part, long at, long stop, Map<Long, Boolean> marks) {
        int offset = (int) (at - part.address());
        int length = 1;
        while (length < 4 && at + length != stop && !marks.containsKey(at + length)) {
            length++;
        }
        byte[] bytes = Arrays.copyOfRange(part.bytes(), offset, offset + length);
        StringBuilder text = new StringBuilder(".byte ");
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : ",").append("0x%02x".formatted(bytes[i] & 0xff));
        }
        return new Piece(at, bytes, text.toString(), false);
    }

    /** Returns an instruction as the number it is, data byte by byte. */
    private static String hex(Piece piece) {
        StringBuilder text = new StringBuilder();
        for (byte value : piece.bytes) {
            text.insert(piece.isCode ? 0 : text.length(), "%02x".formatted(value & 0xff));
        }
        return text.toString();
    }

    private static String columns(String instruction) {
        int space = instruction.indexOf(' ');
        if (space < 0) {
            return instruction;
        }
        String gap = " ".repeat(Math.max(1, MNEMONIC_COLUMN - space));
        return instruction.substring(0, space) + gap + instruction.substring(space + 1);
    }

    private static List<String> read(String source) {
        try {
            return Files.readAllLines(Path.of(source));
        } catch (IOException | InvalidPathException e) {
            // Sources need not be there to disassemble what was made of them.
            return List.of();
        }
    }
}
