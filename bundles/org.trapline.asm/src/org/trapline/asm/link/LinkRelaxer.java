// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trapline.asm.link.InputSection.Rel;
import org.trapline.asm.link.SymbolResolver.Target;
import org.trapline.asm.object.Relocation;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.object.Section;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;

/**
 * Shortens code whose targets turn out to be near, by the rules and with the margins of GNU ld, so that the result is the same:
 * calls become {@code jal}, addresses near {@code gp} or zero lose their {@code lui} or {@code auipc}. Afterwards surplus padding goes.
 *
 * @implSpec RISC-V ABIs Specification, "Linker Relaxation"
 */
final class LinkRelaxer {
    private static final int NOP = 0x0000_0013;
    private static final int COMPRESSED_NOP = 0x0001;
    private static final int MOST_ROUNDS = 100;
    private static final int FLAG_COMPRESSED = 1;
    private static final int RA = 1;

    private final List<InputSection> sections;
    private final SymbolResolver resolver;
    private final AddressAssignment addresses;
    private final boolean useGlobalPointer;
    private boolean changed;

    /** A {@code %pcrel_hi} that was taken out: what its low parts refer to. */
    private record High(int symbol, long addend, Target target, long address) {
    }

    /** The section being worked on. */
    private final class Pass {
        private final InputSection section;
        private final Deletions deletions = new Deletions();
        private final Map<Long, High> highs = new HashMap<>();
        private final Set<Long> lowsWithoutHigh = new HashSet<>();

        Pass(InputSection section) {
            this.section = section;
        }
    }

    LinkRelaxer(List<InputSection> sections, SymbolResolver resolver, AddressAssignment addresses, boolean useGlobalPointer) {
        this.sections = sections.stream().filter(section -> section.output != null && !section.relocations.isEmpty()).toList();
        this.resolver = resolver;
        this.addresses = addresses;
        this.useGlobalPointer = useGlobalPointer;
    }

    /** Shortens code until nothing more can be shortened. */
    void shorten() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            changed = false;
            for (InputSection section : sections) {
                shorten(section);
            }
            if (!changed) {
                return;
            }
            addresses.run();
        }
    }

    private void shorten(InputSection section) {
        Pass pass = new Pass(section);
        List<Rel> relocations = section.relocations;
        for (int i = 0; i + 1 < relocations.size(); i++) {
            Rel rel = relocations.get(i);
            Rel next = relocations.get(i + 1);
            boolean mayRelax = next.type == RelocationType.RELAX && next.offset == rel.offset;
            if (!mayRelax || rel.symbol == Relocation.NO_SYMBOL) {
                continue;
            }
            switch (rel.type) {
                case CALL, CALL_PLT -> call(pass, rel);
                case HI20, LO12_I, LO12_S -> absolute(pass, rel);
                case PCREL_HI20 -> relativeHigh(pass, rel);
                case PCREL_LO12_I, PCREL_LO12_S -> relativeLow(pass, rel);
                default -> {
                }
            }
        }
        section.relocations.removeIf(rel -> rel.type == RelocationType.NONE);
        section.delete(pass.deletions);
    }

    private void call(Pass pass, Rel rel) {
        Target target = resolver.resolve(pass.section, rel);
        if (target.isUndefined() || target.isWeakZero()) {
            return;
        }
        long address = target.address() + rel.addend;
        long distance = address - (pass.section.address() + rel.offset);
        if (isJump(distance)) {
            // Padding between here and there may still grow.
            boolean sameSection = target.section() == pass.section.output;
            long margin = sameSection ? target.section().alignment : addresses.largestAlignment();
            distance += distance < 0 ? -margin : margin;
        }
        boolean nearZero = isImmediate(address);
        if (!isJump(distance) && !nearZero) {
            return;
        }
        int rd = (int) Operand.RD.extract(pass.section.word(rel.offset + 4));
        boolean compressed = (pass.section.file().flags() & FLAG_COMPRESSED) != 0;
        boolean links = rd == RA && pass.section.file().xlen() == Integer.SIZE;
        if (compressed && (rd == 0 || links) && Operand.C_JUMP_OFFSET.accepts(distance)) {
            rel.type = RelocationType.RVC_JUMP;
            pass.section.put(rel.offset, (links ? Instruction.C_JAL : Instruction.C_J).match(), 2);
            pass.deletions.add(rel.offset + 2, 6);
            changed = true;
            return;
        }
        if (isJump(distance)) {
            rel.type = RelocationType.JAL;
            pass.section.putWord(rel.offset, Instruction.JAL.encode(rd, 0));
        } else {
            rel.type = RelocationType.LO12_I;
            pass.section.putWord(rel.offset, Instruction.JALR.encode(rd, 0, 0));
        }
        pass.deletions.add(rel.offset + 4, 4);
        changed = true;
    }

    private static boolean isJump(long distance) {
        return Operand.JUMP_OFFSET.accepts(distance);
    }

    private static boolean isImmediate(long value) {
        return Operand.IMM12.accepts(value);
    }

    private void absolute(Pass pass, Rel rel) {
        Target target = resolver.resolve(pass.section, rel);
        if (target.isUndefined() || !target.isWeakZero() && !isNear(target, target.address() + rel.addend, rel.addend)) {
            return;
        }
        if (rel.type == RelocationType.HI20) {
            takeOut(pass, rel);
        } else {
            reachFromPointer(pass, rel, target);
        }
    }

    private void relativeHigh(Pass pass, Rel rel) {
        Target target = resolver.resolve(pass.section, rel);
        boolean mayMoveAway = target.input() != null && (target.input().section.flags() & (Section.MERGE | Section.EXECUTE)) != 0;
        long address = target.address() + rel.addend;
        if (target.isUndefined() || !target.isWeakZero() && (mayMoveAway || !isNear(target, address, rel.addend))
            || pass.lowsWithoutHigh.contains(rel.offset)) {
            return;
        }
        pass.highs.put(rel.offset, new High(rel.symbol, rel.addend, target, address));
        takeOut(pass, rel);
    }

    private void relativeLow(Pass pass, Rel rel) {
        Target label = resolver.resolve(pass.section, rel);
        long highOffset = label.address() - pass.section.address();
        High high = label.input() == pass.section ? pass.highs.get(highOffset) : null;
        if (high == null) {
            pass.lowsWithoutHigh.add(highOffset);
            return;
        }
        rel.symbol = high.symbol();
        rel.addend += high.addend();
        boolean store = rel.type == RelocationType.PCREL_LO12_S;
        rel.type = store ? RelocationType.LO12_S : RelocationType.LO12_I;
        reachFromPointer(pass, rel, high.target());
    }

    /** Takes a {@code lui} or {@code auipc} out. */
    private void takeOut(Pass pass, Rel rel) {
        rel.type = RelocationType.NONE;
        pass.deletions.add(rel.offset, 4);
        changed = true;
    }

    private static void reachFromPointer(Pass pass, Rel rel, Target target) {
        if (target.isWeakZero()) {
            int word = pass.section.word(rel.offset);
            pass.section.putWord(rel.offset, word & ~Operand.RS1.mask());
        } else {
            rel.type = rel.type == RelocationType.LO12_S ? RelocationType.GPREL_S : RelocationType.GPREL_I;
        }
    }

    /** Tells whether an address surely stays in reach of {@code gp}, or of zero. */
    private boolean isNear(Target target, long address, long addend) {
        if (isImmediate(address)) {
            return true;
        }
        if (!useGlobalPointer) {
            return false;
        }
        Target pointer = resolver.global(AddressAssignment.GLOBAL_POINTER, false);
        boolean sameSection = target.section() != null && target.section() == pointer.section();
        long margin = sameSection ? target.section().alignment : addresses.largestAlignment();
        // A low part may have an addend of its own, up to the symbol's end.
        long rest = target.isFunction() || Long.compareUnsigned(target.size() - addend, target.size()) > 0 ? 0 : target.size() - addend;
        long distance = address - pointer.address();
        return isImmediate(Long.compareUnsigned(address, pointer.address()) >= 0 ? distance + margin + rest : distance - margin - rest);
    }

    /** Takes padding out that alignment does not need; returns the sections where there is too little. */
    void align(Reporter reporter) {
        for (InputSection section : sections) {
            Deletions deletions = new Deletions();
            long removed = 0;
            for (Rel rel : section.relocations) {
                if (rel.type == RelocationType.ALIGN) {
                    removed += align(section, rel, removed, deletions, reporter);
                }
            }
            section.relocations.removeIf(rel -> rel.type == RelocationType.ALIGN);
            section.delete(deletions);
        }
        addresses.run();
    }

    /** Says that padding is too short. */
    @FunctionalInterface
    interface Reporter {
        void report(InputSection section, long offset, String message);
    }

    private static long align(InputSection section, Rel rel, long removed, Deletions deletions, Reporter reporter) {
        long alignment = Long.highestOneBit(rel.addend) << 1;
        long start = section.address() + rel.offset - removed;
        long needed = OutputSection.align(start, alignment) - start;
        if (needed > rel.addend) {
            reporter.report(section, rel.offset, "to align to " + alignment + " here takes " + needed + " bytes, but there is room for only "
                + rel.addend + "; is there data of odd length before it?");
            return 0;
        }
        if (needed == rel.addend) {
            return 0;
        }
        for (long at = 0; at + 4 <= needed; at += 4) {
            section.putWord(rel.offset + at, NOP);
        }
        if (needed % 4 != 0) {
            section.put(rel.offset + needed - needed % 4, COMPRESSED_NOP, 2);
        }
        deletions.add(rel.offset + needed, rel.addend - needed);
        return rel.addend - needed;
    }
}
