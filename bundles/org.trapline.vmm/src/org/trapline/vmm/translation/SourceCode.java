// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.trapline.isa.Decoder;
import org.trapline.isa.Instruction;

/**
 * A piece of guest code that is translated as a whole: instructions one behind the other, entered at the first, up to the first that never goes
 * on with the next, and within a page. Only a piece of a single instruction may reach into the next page.
 *
 * @param instructions at least one
 */
public record SourceCode(List<GuestInstruction> instructions) {
    /** How far ahead of the guest's pc code is read. */
    public static final int MOST_INSTRUCTIONS = 32;

    private static final int PAGE_SIZE = 4096;

    /** Reads guest code. */
    @FunctionalInterface
    public interface Reader {
        /** Returns the two bytes at an address on the page of the first instruction, or behind it if that instruction reaches there. */
        int halfword(long gva);
    }

    public SourceCode {
        instructions = List.copyOf(instructions);
    }

    /** Reads the piece that begins at an address. */
    public static SourceCode read(final long pc, final Reader reader, final Decoder decoder) {
        return read(pc, reader, decoder, Long.MAX_VALUE);
    }

    /** As the other, of at most so many bytes. */
    static SourceCode read(final long pc, final Reader reader, final Decoder decoder, final long bytes) {
        final List<GuestInstruction> read = new ArrayList<>();
        final long pageEnd = (pc & -PAGE_SIZE) + PAGE_SIZE;
        long at = pc;
        while (at != pageEnd && read.size() < MOST_INSTRUCTIONS && at - pc < bytes) {
            final int low = reader.halfword(at);
            final boolean wide = (low & 3) == 3;
            if (wide && at + 2 == pageEnd && !read.isEmpty()) {
                break;
            }
            final int raw = wide ? low | reader.halfword(at + 2) << 16 : low;
            final GuestInstruction next = decode(at, raw, wide, decoder);
            read.add(next);
            at = next.end();
            if (wide && at == pageEnd + 2 || endsHere(next)) {
                break;
            }
        }
        return new SourceCode(read);
    }

    private static GuestInstruction decode(final long pc, final int raw, final boolean wide, final Decoder decoder) {
        final Instruction row = decoder.decode(raw);
        if (row == null || row.expansion() == null) {
            return new GuestInstruction(pc, raw, wide ? 4 : 2, row, raw);
        }
        return new GuestInstruction(pc, raw, 2, row.expansion(), row.expand(raw));
    }

    private static boolean endsHere(final GuestInstruction instruction) {
        return instruction.row() == null || switch (instruction.row()) {
            case JAL, JALR, MRET, SRET, EBREAK, ECALL -> true;
            default -> false;
        };
    }

    /** Returns the guest virtual address of the first instruction. */
    public long pc() {
        return instructions.getFirst().pc();
    }

    /** Returns the address behind the last instruction. */
    public long end() {
        return instructions.getLast().end();
    }

    /** Returns the bytes as numbers, from which {@link #read} makes the same piece again. */
    public int[] halfwords() {
        final int[] all = new int[2 * instructions.size()];
        int count = 0;
        for (final GuestInstruction each : instructions) {
            all[count++] = each.raw() & 0xffff;
            if (each.bytes() == 4) {
                all[count++] = each.raw() >>> 16;
            }
        }
        return Arrays.copyOf(all, count);
    }
}
