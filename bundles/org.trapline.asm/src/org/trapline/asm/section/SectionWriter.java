// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.Location;
import org.trapline.asm.expression.Evaluator;
import org.trapline.asm.expression.SourceSymbol;
import org.trapline.asm.expression.Value;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.object.Section;
import org.trapline.asm.text.Diagnostics;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;
import org.trapline.isa.Operand;

/** Writes the bytes and relocations of one section, all offsets being final. */
final class SectionWriter {
    private final Evaluator evaluator;
    private final Diagnostics diagnostics;
    private final byte[] bytes;
    private final List<Pending> relocations = new ArrayList<>();

    /** A relocation whose symbol has no index yet. */
    record Pending(long offset, RelocationType type, SourceSymbol symbol, long addend, Location location) {
    }

    SectionWriter(SectionBuilder section, long size, Evaluator evaluator, Diagnostics diagnostics) {
        this.evaluator = evaluator;
        this.diagnostics = diagnostics;
        this.bytes = new byte[section.type() == Section.NOBITS ? 0 : (int) size];
    }

    Evaluator evaluator() {
        return evaluator;
    }

    byte[] bytes() {
        return bytes;
    }

    List<Pending> relocations() {
        return relocations;
    }

    void error(Statement statement, Location location, String message) {
        diagnostics.error(statement, location, message);
    }

    void put(long offset, byte[] from, int count) {
        if (bytes.length > 0) {
            System.arraycopy(from, 0, bytes, (int) offset, count);
        }
    }

    /** Puts the low {@code size} bytes of a number. */
    void put(long offset, long value, int size) {
        for (int i = 0; i < size && bytes.length > 0; i++) {
            bytes[(int) offset + i] = (byte) (i < 8 ? value >> 8 * i : value >> 63);
        }
    }

    private int word(long offset, int size) {
        int word = 0;
        for (int i = 0; i < size; i++) {
            word |= (bytes[(int) offset + i] & 0xff) << 8 * i;
        }
        return word;
    }

    /** Works out a fixup, or leaves it to the linker. */
    void fix(long offset, Fixup fixup) {
        if (bytes.length == 0) {
            return;
        }
        try {
            if (fixup.dataSize() > 0) {
                fixData(offset, fixup);
            } else {
                fixInstruction(offset, fixup);
            }
        } catch (SyntaxException problem) {
            diagnostics.error(fixup.statement(), problem);
        }
    }

    private void fixData(long offset, Fixup fixup) {
        int size = fixup.dataSize();
        Value value = evaluator.evaluate(fixup.value());
        if (value.minus() != null && !linkerMayMove(value)) {
            value = evaluator.fold(value);
        }
        if (value.isConstant()) {
            checkFits(value.constant(), size, fixup);
            put(offset, value.constant(), size);
        } else if (value.isAddress()) {
            RelocationType type = RelocationType.absolute(size);
            if (type == null) {
                throw new SyntaxException(fixup.location(), "the address of '" + value.plus() + "' does not fit " + size + (size == 1 ? " byte" : " bytes"),
                    "4 or 8 bytes for an address", 0);
            }
            relocate(offset, type, value.plus(), value.constant(), fixup.location());
        } else if (value.plus() == null) {
            throw new SyntaxException(fixup.location(), "the negative of an address cannot be stored");
        } else if (size > 8) {
            throw new SyntaxException(fixup.location(), "a difference of addresses does not fit " + size + " bytes");
        } else {
            relocate(offset, RelocationType.add(size), value.plus(), value.constant(), fixup.location());
            relocate(offset, RelocationType.subtract(size), value.minus(), 0, fixup.location());
        }
    }

    /** In code the linker works differences out, for it may shorten what lies between. */
    private static boolean linkerMayMove(Value value) {
        return value.plus() != null && value.plus().label() instanceof Place place && place.owner().isCode();
    }

    private void checkFits(long value, int size, Fixup fixup) {
        if (size < 8 && (value < -(1L << 8 * size - 1) || value >= 1L << 8 * size)) {
            diagnostics.error(fixup.statement(), fixup.location(), "the value " + value + " does not fit " + size + (size == 1 ? " byte" : " bytes"));
        }
    }

    private void fixInstruction(long offset, Fixup fixup) {
        Value value = evaluator.reduce(fixup.value());
        if (value.minus() != null) {
            throw new SyntaxException(fixup.location(), "an instruction cannot hold this difference of addresses");
        }
        switch (fixup.type()) {
            case HI20, LO12_I, LO12_S -> {
                putOperand(offset, fixup.type(), value.constant());
                if (value.isConstant()) {
                    return;
                }
            }
            case BRANCH, JAL, RVC_BRANCH, RVC_JUMP -> {
                if (value.isAddress()) {
                    // The linker works it out again; until then a disassembly of the object shows the right target.
                    long target = value.plus().label() == null ? 0 : value.plus().label().offset();
                    putOperand(offset, fixup.type(), target + value.constant() - offset);
                }
            }
            default -> {
            }
        }
        relocate(offset, fixup.type(), value.plus(), value.constant(), fixup.location());
        if (fixup.relax()) {
            relocate(offset, RelocationType.RELAX, null, 0, fixup.location());
        }
    }

    private void putOperand(long offset, RelocationType type, long value) {
        Operand operand = type.operand();
        long part = switch (type) {
            case HI20 -> RelocationType.upper(value);
            case LO12_I, LO12_S -> RelocationType.lower(value);
            default -> value;
        };
        put(offset, word(offset, type.bytes()) | operand.insert(part), type.bytes());
    }

    private void relocate(long offset, RelocationType type, SourceSymbol symbol, long addend, Location location) {
        if (symbol != null) {
            symbol.use();
        }
        relocations.add(new Pending(offset, type, symbol, addend, location));
    }
}
