// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.assembly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.trapline.asm.AssemblyResult;
import org.trapline.asm.Diagnostic;
import org.trapline.asm.Location;
import org.trapline.asm.link.LinkResult;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.Image.PlacedSection;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Section;
import org.trapline.asm.object.Symbol;

/**
 * A source assembled, and linked with the files of its project that it needs.
 *
 * @param file    the name by which the results know the source asked about
 * @param root    the name of the file that was assembled: the same, or one that includes it
 * @param result  what came out
 * @param linked  what linking gave, or null if nothing could be linked
 * @param missing errors for symbols that no file defines, if there are other errors, so that nothing could be linked
 */
public record Assembly(String file, String root, AssemblyResult result, LinkResult linked, List<Diagnostic> missing) {

    /**
     * What a symbol stands for.
     *
     * @param number  a number, an address, or before linking an offset in a section
     * @param section the section, or null for a plain number
     * @param placed  whether {@code number} is an address
     */
    public record Value(long number, String section, boolean placed) {
    }

    /** Tells whether the source was assembled by itself rather than as a part of another. */
    public boolean isRoot() {
        return file.equals(root);
    }

    /** Tells whether there is anything but diagnostics. */
    public boolean isComplete() {
        return !result.hasErrors();
    }

    /** Returns the errors that only linking shows. */
    public List<Diagnostic> linkErrors() {
        return linked == null ? missing : linked.diagnostics().stream().filter(Diagnostic::isError).toList();
    }

    private Image image() {
        return linked == null ? null : linked.image();
    }

    /**
     * Returns what the statement that stands at a place made, in order; nothing if there were errors.
     * @param line   line number from 1
     * @param column a column within the statement, from 1
     */
    public List<Piece> pieces(int line, int column) {
        List<Piece> pieces = new ArrayList<>();
        if (image() != null) {
            for (LineMark mark : linked.marks()) {
                PlacedSection section = isMadeBy(mark, line, column) ? sectionAt(mark.offset()) : null;
                if (section != null) {
                    pieces.add(piece(mark, section.name(), section.bytes(), mark.offset() - section.address(), true, line, column));
                }
            }
        } else if (isComplete()) {
            for (Section section : result.object().sections()) {
                for (LineMark mark : section.marks()) {
                    if (isMadeBy(mark, line, column)) {
                        pieces.add(piece(mark, section.name(), section.bytes(), mark.offset(), false, line, column));
                    }
                }
            }
        }
        return pieces;
    }

    private boolean isMadeBy(LineMark mark, int line, int column) {
        return mark.length() > 0 && (holds(mark.location(), line, column) || holds(mark.outer(), line, column));
    }

    private Piece piece(LineMark mark, String section, byte[] bytes, long offset, boolean placed, int line, int column) {
        int from = (int) Math.min(offset, bytes.length);
        int to = (int) Math.min(offset + mark.length(), bytes.length);
        return new Piece(section, mark.offset(), placed, Arrays.copyOfRange(bytes, from, to), mark.length(), mark.isCode(), mark.text(),
            !holds(mark.location(), line, column));
    }

    private boolean holds(Location place, int line, int column) {
        return place.line() == line && place.column() <= column && column < place.column() + place.length() && place.file().equals(file);
    }

    private PlacedSection sectionAt(long address) {
        for (PlacedSection section : image().sections()) {
            if (Long.compareUnsigned(address - section.address(), section.size()) < 0) {
                return section;
            }
        }
        return null;
    }

    /** Returns what a symbol stands for, or null if it is not known. */
    public Value value(String name) {
        Symbol symbol = image() == null ? null : image().symbol(name);
        if (symbol != null) {
            PlacedSection section = symbol.section() == Symbol.ABSOLUTE ? null : sectionAt(symbol.value());
            return new Value(symbol.value(), section == null ? null : section.name(), section != null);
        }
        ObjectFile object = result.object();
        symbol = object == null ? null : object.symbol(name);
        if (symbol == null || symbol.section() == Symbol.UNDEFINED || symbol.section() == Symbol.COMMON) {
            return null;
        }
        return new Value(symbol.value(), symbol.section() == Symbol.ABSOLUTE ? null : object.sections().get(symbol.section()).name(), false);
    }

    /** Returns the name of an address of the linked program, with an offset if need be, or null. */
    public String nameOf(long address) {
        Symbol nearest = null;
        for (Symbol symbol : image() == null ? List.<Symbol>of() : image().symbols()) {
            boolean before = symbol.section() != Symbol.ABSOLUTE && !symbol.name().isBlank() && !symbol.name().startsWith(".L")
                && Long.compareUnsigned(symbol.value(), address) <= 0;
            if (before && (nearest == null || Long.compareUnsigned(symbol.value(), nearest.value()) > 0)) {
                nearest = symbol;
            }
        }
        return nearest == null ? null : nearest.value() == address ? nearest.name() : nearest.name() + "+0x" + Long.toHexString(address - nearest.value());
    }
}
