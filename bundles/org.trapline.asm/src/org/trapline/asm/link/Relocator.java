// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trapline.asm.Diagnostic;
import org.trapline.asm.Diagnostic.Severity;
import org.trapline.asm.link.InputSection.Rel;
import org.trapline.asm.link.SymbolResolver.Target;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.Relocation;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.object.Symbol;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;

/** Fills in addresses, which are final. */
final class Relocator {
    private static final int GP = 3;

    private final SymbolResolver resolver;
    private final List<Diagnostic> diagnostics;
    private final Set<String> reported = new HashSet<>();

    Relocator(SymbolResolver resolver, List<Diagnostic> diagnostics) {
        this.resolver = resolver;
        this.diagnostics = diagnostics;
    }

    void run(List<InputSection> sections) {
        for (InputSection section : sections) {
            if (section.output != null && section.bytes.length > 0) {
                relocate(section);
            }
        }
    }

    private void relocate(InputSection section) {
        // The low part of a relative address belongs to the high part at a label, wherever that is in the section.
        Map<Long, Long> highs = new HashMap<>();
        for (Rel rel : section.relocations) {
            if (rel.type == RelocationType.PCREL_HI20) {
                long address = section.address() + rel.offset;
                highs.put(address, high(section, rel, address));
            }
        }
        for (Rel rel : section.relocations) {
            apply(section, rel, highs);
        }
    }

    private Target target(InputSection section, Rel rel) {
        Target target = resolver.resolve(section, rel);
        if (target.isUndefined()) {
            reportUndefined(section, rel);
        }
        return target;
    }

    private void reportUndefined(InputSection section, Rel rel) {
        String name = section.object.symbol(rel.symbol).name();
        if (reported.add(section.file().name() + '\n' + name + '\n' + section.locate(rel))) {
            LinkedObject holder = resolver.objectWithLocal(name);
            String similar = holder == null ? resolver.similar(name) : null;
            String hint = holder != null ? "; " + holder.file().name() + " has one, but without .globl " + name
                : similar != null ? ", did you mean '" + similar + "'?" : "";
            report(section, rel, "symbol '" + name + "' is not defined" + hint);
        }
    }

    private void report(InputSection section, Rel rel, String message) {
        LineMark mark = section.markAt(rel.offset);
        List<Diagnostic.Note> notes = mark != null && mark.isExpanded() ? List.of(new Diagnostic.Note(mark.outer(), "in the expansion from here")) : List.of();
        diagnostics.add(Diagnostic.at(section.locate(rel), Severity.ERROR, message, "", notes));
    }

    /** Returns the distance that a high part and its low parts make up together. */
    private long high(InputSection section, Rel rel, long pc) {
        Target target = target(section, rel);
        return target.address() + rel.addend - pc;
    }

    private void apply(InputSection section, Rel rel, Map<Long, Long> highs) {
        long pc = section.address() + rel.offset;
        Target target = switch (rel.type) {
            case RELAX, ALIGN, NONE -> null;
            default -> target(section, rel);
        };
        if (target == null || target.isUndefined()) {
            return;
        }
        long value = target.address() + rel.addend;
        switch (rel.type) {
            case ABSOLUTE_32 -> section.put(rel.offset, value, 4);
            case ABSOLUTE_64 -> section.put(rel.offset, value, 8);
            case PCREL_32 -> section.put(rel.offset, value - pc, 4);
            case BRANCH, JAL, RVC_BRANCH, RVC_JUMP -> jump(section, rel, value, pc);
            case CALL, CALL_PLT -> call(section, rel, target, value, pc);
            case PCREL_HI20 -> relativeHigh(section, rel, value, pc, highs);
            case PCREL_LO12_I, PCREL_LO12_S -> relativeLow(section, rel, target, highs);
            case HI20 -> absoluteHigh(section, rel, value);
            case LO12_I, LO12_S -> setOperand(section, rel, RelocationType.lower(value));
            case GPREL_I, GPREL_S -> fromPointer(section, rel, value);
            case GOT_HI20 -> report(section, rel, "a global offset table is not supported; compile without -fPIC");
            default -> arithmetic(section, rel, value);
        }
    }

    private static void setOperand(InputSection section, Rel rel, long value) {
        Operand operand = rel.type.operand();
        int bytes = rel.type.bytes();
        section.put(rel.offset, section.get(rel.offset, bytes) & ~operand.mask() | operand.insert(value), bytes);
    }

    private String describe(InputSection section, Rel rel, long value) {
        if (rel.symbol == Relocation.NO_SYMBOL) {
            return "address 0x" + Long.toHexString(value);
        }
        Symbol symbol = section.object.symbol(rel.symbol);
        String name = symbol.name().startsWith(".L") ? "" : "'" + symbol.name() + "' at ";
        return name + "0x" + Long.toHexString(value);
    }

    private void jump(InputSection section, Rel rel, long value, long pc) {
        long distance = value - pc;
        if (!rel.type.operand().accepts(distance)) {
            boolean constant = rel.symbol == Relocation.NO_SYMBOL;
            String reach = switch (rel.type) {
                case JAL -> "±1 MiB";
                case BRANCH -> "±4 KiB";
                case RVC_JUMP -> "±2 KiB";
                default -> "±256 bytes";
            };
            String problem = (distance & 1) != 0 ? " is not at an even distance" : " is out of reach: it is " + distance + " bytes away, " + reach + " is possible";
            report(section, rel, describe(section, rel, value) + problem
                + (constant ? "; a number is an absolute address, write . + number for a distance" : ""));
            return;
        }
        setOperand(section, rel, distance);
    }

    private void call(InputSection section, Rel rel, Target target, long value, long pc) {
        long distance = value - pc;
        int jalr = section.word(rel.offset + 4);
        if (target.isWeakZero()) {
            // A call of nothing goes to address zero.
            jalr &= ~Operand.RS1.mask();
            distance = 0;
        }
        if (!RelocationType.fitsUpper(distance)) {
            reportFar(section, rel, value, distance);
            return;
        }
        int auipc = section.word(rel.offset) & ~Operand.UPPER20.mask();
        section.putWord(rel.offset, auipc | Operand.UPPER20.insert(RelocationType.upper(distance)));
        section.putWord(rel.offset + 4, jalr & ~Operand.IMM12.mask() | Operand.IMM12.insert(RelocationType.lower(distance)));
    }

    private void reportFar(InputSection section, Rel rel, long value, long distance) {
        report(section, rel, describe(section, rel, value) + " is out of reach: it is 0x" + Long.toHexString(Math.abs(distance))
            + " bytes away, 2 GiB is possible");
    }

    private void relativeHigh(InputSection section, Rel rel, long value, long pc, Map<Long, Long> highs) {
        long distance = value - pc;
        if (!RelocationType.fitsUpper(distance) && section.file().xlen() == 64 && RelocationType.fitsUpper(value)) {
            // As ld does: what is far from here may be near zero.
            int word = section.word(rel.offset);
            section.putWord(rel.offset, word & Operand.RD.mask() | Instruction.LUI.match() | Operand.UPPER20.insert(RelocationType.upper(value)));
            highs.put(pc, value);
            return;
        }
        if (!RelocationType.fitsUpper(distance) && section.file().xlen() == 64) {
            reportFar(section, rel, value, distance);
            return;
        }
        setOperand(section, rel, RelocationType.upper(distance));
    }

    private void relativeLow(InputSection section, Rel rel, Target label, Map<Long, Long> highs) {
        Long distance = highs.get(label.address());
        if (distance == null) {
            report(section, rel, "%pcrel_lo needs the label of an instruction with %pcrel_hi");
            return;
        }
        setOperand(section, rel, RelocationType.lower(distance + rel.addend));
    }

    private void absoluteHigh(InputSection section, Rel rel, long value) {
        if (section.file().xlen() == 64 && !RelocationType.fitsUpper(value)) {
            report(section, rel, describe(section, rel, value)
                + " is out of reach for lui, which sign-extends 32 bits; take the address with la, or %pcrel_hi and %pcrel_lo");
            return;
        }
        setOperand(section, rel, RelocationType.upper(value));
    }

    private void fromPointer(InputSection section, Rel rel, long value) {
        int word = section.word(rel.offset) & ~Operand.RS1.mask();
        if (Operand.IMM12.accepts(value)) {
            section.putWord(rel.offset, word);
            setOperand(section, rel, value);
            return;
        }
        long distance = value - resolver.global(AddressAssignment.GLOBAL_POINTER, false).address();
        if (!Operand.IMM12.accepts(distance)) {
            report(section, rel, describe(section, rel, value) + " is out of reach of gp");
            return;
        }
        section.putWord(rel.offset, word | Operand.RS1.insert(GP));
        setOperand(section, rel, distance);
    }

    private static void arithmetic(InputSection section, Rel rel, long value) {
        int bytes = rel.type.bytes();
        long old = section.get(rel.offset, bytes);
        long result = switch (rel.type) {
            case ADD8, ADD16, ADD32, ADD64 -> old + value;
            case SUB8, SUB16, SUB32, SUB64 -> old - value;
            case SUB6 -> old & ~0x3f | old - value & 0x3f;
            case SET6 -> old & ~0x3f | value & 0x3f;
            case SET8, SET16, SET32 -> value;
            default -> throw new IllegalStateException(rel.type.elfName());
        };
        section.put(rel.offset, result, bytes);
    }
}
