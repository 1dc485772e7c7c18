// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.ArrayList;
import java.util.List;

import org.trapline.isa.Disassembler;
import org.trapline.isa.Isa;

/**
 * A translation, the guest's code and the new code side by side.
 *
 * @param pc      guest virtual address of the first instruction
 * @param va      virtual address of the new code
 * @param machineMode whether it is for the guest's machine mode; otherwise for its supervisor mode
 * @param valid   whether it is still in use
 * @param entries the guest's instructions, and what was made of each
 * @param tail    what stands behind them: where branches and the end go
 */
public record Listing(long pc, long va, boolean machineMode, boolean valid, List<Entry> entries, List<Line> tail) {
    /**
     * An instruction of the guest.
     *
     * @param pc   guest virtual address
     * @param raw  its bytes, 2 or 4 of them
     * @param text as source
     * @param code what is executed in its place; nothing if the instruction before takes care of it
     */
    public record Entry(long pc, int raw, int bytes, String text, List<Line> code) {
        public Entry {
            code = List.copyOf(code);
        }
    }

    /**
     * A word of new code, as it is now.
     *
     * @param va   its virtual address
     * @param text as source
     * @param note what it does if that is not plain: asks the VMM, goes on in another translation; else empty
     */
    public record Line(long va, int word, String text, String note) {
    }

    public Listing {
        entries = List.copyOf(entries);
        tail = List.copyOf(tail);
    }

    /**
     * Lists a translation.
     * @param guest what the guest's harts execute
     * @param host  what the host's do
     * @param names of the guest's addresses
     */
    static Listing of(final CodeCache cache, final Block block, final Isa guest, final Isa host, final Disassembler.Symbols names) {
        final Disassembler old = new Disassembler(guest, Disassembler.Style.ALIASES, names);
        final Disassembler made = new Disassembler(host, Disassembler.Style.ALIASES, Disassembler.Symbols.NONE);
        final Translation translation = block.translation();
        final List<GuestInstruction> source = translation.source().instructions();
        final List<Entry> entries = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < source.size(); i++) {
            final int end = end(translation, i);
            final GuestInstruction each = source.get(i);
            entries.add(new Entry(each.pc(), each.raw(), each.bytes(), old.disassemble(each.raw(), each.pc()), lines(cache, block, made, at, end)));
            at = end;
        }
        return new Listing(block.pc(), translation.va(), block.space().context().machineMode(), block.isValid(), entries,
            lines(cache, block, made, at, translation.length()));
    }

    /** Returns where the code for an instruction ends: where that for the next begins, or what is left for branches. */
    private static int end(final Translation translation, final int instruction) {
        if (instruction + 1 == translation.source().instructions().size()) {
            return translation.bodyLength();
        }
        final int next = translation.start(instruction + 1);
        // Of a pair, the first has one word.
        return next >= 0 ? next : translation.start(instruction) + 1;
    }

    private static List<Line> lines(final CodeCache cache, final Block block, final Disassembler made, final int from, final int to) {
        final List<Line> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            final int word = cache.word(block.offset() + 4 * i);
            final long va = block.translation().va() + 4L * i;
            lines.add(new Line(va, word, made.disassemble(word, va), note(block, i, word)));
        }
        return lines;
    }

    private static String note(final Block block, final int index, final int word) {
        final Recovery recovery = block.translation().recovery(index);
        if (word == CodeWriter.ECALL) {
            return switch (recovery.callout()) {
                case null -> "";
                case Recovery.CarryOut() -> "the VMM carries it out";
                case Recovery.Leave(final int exit) -> "to 0x" + Long.toHexString(block.translation().exits().get(exit).target()) + ", by the VMM";
                case Recovery.LookUp() -> "the VMM looks it up";
            };
        }
        for (int exit = 0; exit < block.links.length; exit++) {
            final Exit each = block.translation().exits().get(exit);
            if (block.links[exit] != null && (index == each.site() || index == each.stub() + Exit.STUB_WORDS - 1)) {
                return "to 0x" + Long.toHexString(each.target()) + ", linked";
            }
        }
        return "";
    }
}
