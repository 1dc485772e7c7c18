// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.hover;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.AssemblerOptions;
import org.trapline.isa.Disassembler;
import org.trapline.isa.EncodingField;
import org.trapline.isa.Instruction;
import org.trapline.lang.asm.assembly.Assembly;
import org.trapline.lang.asm.assembly.Piece;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Tokens;

/** What one statement was assembled to. */
final class AssembledPage {
    private static final int MOST_LINES = 24;
    private static final int BYTES_A_LINE = 16;

    private final Assembly assembly;
    private final List<Piece> pieces;

    AssembledPage(Assembly assembly, Tokens tokens, Clause clause) {
        this.assembly = assembly;
        this.pieces = assembly.pieces(tokens.lines().line(clause.offset()) + 1, tokens.lines().column(clause.offset()) + 1);
    }

    /** Returns addresses and bytes; for instructions also what a disassembler says. */
    String bytes() {
        if (pieces.isEmpty()) {
            return assembly.isComplete() ? "" : "\n*No bytes to show while there are errors.*\n";
        }
        Piece first = pieces.getFirst();
        StringBuilder page = new StringBuilder("\n**Here** in `" + first.section() + '`' + (first.placed() ? "" : ", offsets not yet addresses") + "\n\n```\n");
        List<String> lines = new ArrayList<>();
        String statement = null;
        for (Piece piece : pieces) {
            if (piece.inner() && !piece.text().equals(statement)) {
                lines.add("# " + piece.text());
            }
            statement = piece.text();
            if (piece.isCode() && piece.bytes().length % 2 == 0) {
                addInstructions(piece, lines);
            } else {
                addData(piece, lines);
            }
        }
        lines.stream().limit(MOST_LINES).forEach(line -> page.append(line).append('\n'));
        if (lines.size() > MOST_LINES) {
            page.append("and ").append(lines.size() - MOST_LINES).append(" more lines\n");
        }
        return page.append("```\n").append(filledPicture()).toString();
    }

    private void addInstructions(Piece piece, List<String> lines) {
        Disassembler disassembler = new Disassembler(AssemblerOptions.defaults().isa(), Disassembler.Style.PLAIN, assembly::nameOf);
        int length;
        for (int offset = 0; offset < piece.bytes().length && lines.size() <= MOST_LINES; offset += length) {
            int word = piece.word(offset);
            long address = piece.address() + offset;
            length = (word & 3) == 3 ? 4 : 2;
            String hex = length == 4 ? "%08x".formatted(word) : "%04x    ".formatted(word & 0xffff);
            lines.add("%8x: %s  %s".formatted(address, hex, disassembler.disassemble(word, address)));
        }
    }

    private static void addData(Piece piece, List<String> lines) {
        if (piece.bytes().length == 0) {
            lines.add("%8x: %d bytes of zero".formatted(piece.address(), piece.length()));
        }
        for (int from = 0; from < piece.bytes().length && lines.size() <= MOST_LINES; from += BYTES_A_LINE) {
            StringBuilder hex = new StringBuilder("%8x:".formatted(piece.address() + from));
            for (int i = from; i < Math.min(from + BYTES_A_LINE, piece.bytes().length); i++) {
                hex.append(" %02x".formatted(piece.bytes()[i]));
            }
            lines.add(hex.toString());
        }
    }

    /** Returns the encoding with the bits of this very statement, if it is one instruction that has operands. */
    private String filledPicture() {
        Piece piece = pieces.getFirst();
        int word = piece.word(0);
        Instruction row = pieces.size() == 1 && piece.isCode() ? Instruction.decode(word) : null;
        if (row == null || piece.bytes().length != row.bytes() || row.format().operands().isEmpty()) {
            return "";
        }
        StringBuilder names = new StringBuilder();
        StringBuilder bits = new StringBuilder();
        for (EncodingField field : EncodingField.of(row)) {
            String value = "";
            for (int bit = field.high(); bit >= field.low(); bit--) {
                value += word >>> bit & 1;
            }
            int width = Math.max(value.length(), field.text().length());
            names.append(field.text()).append(" ".repeat(width - field.text().length())).append(" | ");
            bits.append(value).append(" ".repeat(width - value.length())).append(" | ");
        }
        names.setLength(names.length() - 3);
        bits.setLength(bits.length() - 3);
        return "\n```\n" + names.toString().stripTrailing() + '\n' + bits.toString().stripTrailing() + "\n```\n";
    }
}
