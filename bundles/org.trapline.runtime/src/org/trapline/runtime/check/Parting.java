// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.io.IOException;
import java.util.List;

import org.trapline.asm.object.Segment;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.runtime.StartException;
import org.trapline.runtime.plan.ProgramPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.trace.NameTable;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;

/**
 * Finds where a run as a guest parts from the run on a machine of its own: runs are the same each time, so both are repeated up to so many of the
 * program's instructions, and what is between alike and different is halved until one instruction is left.
 */
final class Parting {
    /** Longer programs take too long to be repeated a few dozen times. */
    private static final long MOST_INSTRUCTIONS = 4_000_000;
    private static final long MOST_MEMORY = 64L << 20;

    private final Subject subject;
    private final SystemPlan bare;
    private final SystemPlan guest;
    private final NameTable names;
    // As it was found last.
    private String difference;

    Parting(Subject subject, Arrangement arrangement, long quantumCycles) {
        this.subject = subject;
        bare = subject.bare();
        guest = subject.alone(arrangement, quantumCycles);
        names = new NameTable().addProgram(0, 0, program().names());
    }

    private ProgramPlan program() {
        return subject.guest().program();
    }

    /** Tells whether it can be looked for: in what a single hart has executed, and not all too much of it. */
    static boolean canBeFound(Subject subject, Cue cue, Observation bare, Observation guest) {
        return subject.harts() == 1 && subject.knowing() == null && cue.equals(Cue.NONE) && subject.memory() <= MOST_MEMORY
            && Math.max(bare.result().instructions(), guest.result().instructions()) <= MOST_INSTRUCTIONS;
    }

    /**
     * Looks for it.
     * @param instructions that both have executed
     * @return the instruction, where it stands and what is different after it; empty if that does not show in registers or memory
     */
    String find(long instructions) throws StartException, IOException {
        if (!differsAfter(instructions)) {
            return "";
        }
        long alike = 0;
        long different = instructions;
        while (different - alike > 1) {
            long middle = alike + (different - alike) / 2;
            if (differsAfter(middle)) {
                different = middle;
            } else {
                alike = middle;
            }
        }
        differsAfter(different);
        long pc = observe(bare, alike).harts().getFirst().pc();
        return "instruction " + different + ", " + instruction(pc) + "at " + place(pc) + ": " + difference;
    }

    private boolean differsAfter(long instructions) throws StartException, IOException {
        String found = Fidelity.inside(observe(bare, instructions), observe(guest, instructions), this::place);
        difference = found == null ? difference : found;
        return found != null;
    }

    private Observation observe(SystemPlan plan, long instructions) throws StartException, IOException {
        return Trial.look(plan, subject.memory(), instructions);
    }

    /** The instruction as the program has it; what the program has made itself is not known here. */
    private String instruction(long pc) {
        for (Segment segment : program().image().segments()) {
            long at = pc - segment.address();
            if (at >= 0 && at + 2 <= segment.bytes().length) {
                int word = 0;
                for (int i = 0; i < 4 && at + i < segment.bytes().length; i++) {
                    word |= (segment.bytes()[(int) at + i] & 0xff) << 8 * i;
                }
                Instruction row = Instruction.decode(word, subject.isa().xlen());
                return row == null ? "" : "'" + new Disassembler(Isa.everything(subject.isa().xlen()), Disassembler.Style.ALIASES, Disassembler.Symbols.NONE)
                    .disassemble(row, row.bytes() == 2 ? word & 0xffff : word, pc).replaceAll("\\s+", " ") + "' ";
            }
        }
        return "";
    }

    /** Where an address is: {@code 0x80000010 (loop+0x4, guest.s:12)}. */
    private String place(long address) {
        SymbolRef symbol = names.symbol(0, 0, address);
        SourceLine line = names.line(0, 0, address);
        String where = String.join(", ", List.of(symbol == null ? "" : symbol.toString(), line == null ? "" : line.shortText()).stream()
            .filter(part -> !part.isEmpty()).toList());
        return "0x" + Long.toHexString(address) + (where.isEmpty() ? "" : " (" + where + ")");
    }
}
