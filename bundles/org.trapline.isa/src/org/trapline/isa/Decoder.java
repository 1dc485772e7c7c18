// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the row of an instruction word among the instructions of one {@link Isa}. Immutable; one look-up reads a short list chosen by
 * the bits that nearly every row fixes. Every command makes a decoder at its start, so that making one has to be cheap as well.
 */
public final class Decoder {
    /** The opcode (6..2) and funct3 (14..12) choose among the 32-bit rows. */
    private static final int WIDE_KEYS = 1 << 8;
    /** The quadrant (1..0) and funct3 (15..13) choose among the 16-bit rows; all of them fix both. */
    private static final int NARROW_KEYS = 1 << 5;

    private final Instruction[][] wide;
    private final Instruction[][] narrow;

    /** Makes a decoder for the instructions that a hart of {@code isa} executes. */
    public Decoder(Isa isa) {
        List<Instruction> rows = new ArrayList<>(Instruction.rows());
        rows.removeIf(row -> !isa.has(row));
        // A special case of another row, such as fence.tso of fence, has more fixed bits and must be tried first.
        rows.sort(Comparator.comparingInt((Instruction row) -> -Integer.bitCount(row.mask())).thenComparing(Comparator.naturalOrder()));
        List<List<Instruction>> wideLists = lists(WIDE_KEYS);
        List<List<Instruction>> narrowLists = lists(NARROW_KEYS);
        for (Instruction row : rows) {
            if (row.bytes() == 2) {
                narrowLists.get(narrowKey(row.match())).add(row);
            } else {
                addWide(row, wideLists);
            }
        }
        wide = arrays(wideLists);
        narrow = arrays(narrowLists);
    }

    /** Every 32-bit row fixes its opcode; one that leaves funct3 open stands in several lists. */
    private static void addWide(Instruction row, List<List<Instruction>> lists) {
        for (int funct3 = 0; funct3 < 8; funct3++) {
            int open = funct3 << 12 & ~row.mask();
            int word = row.match() | open;
            if ((word >>> 12 & 7) == funct3) {
                lists.get(wideKey(word)).add(row);
            }
        }
    }

    private static List<List<Instruction>> lists(int count) {
        List<List<Instruction>> lists = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }

    private static Instruction[][] arrays(List<List<Instruction>> lists) {
        Instruction[][] arrays = new Instruction[lists.size()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = lists.get(i).toArray(new Instruction[0]);
        }
        return arrays;
    }

    private static int wideKey(int word) {
        return word >>> 2 & 0x1f | word >>> 7 & 0xe0;
    }

    private static int narrowKey(int word) {
        return word & 3 | word >>> 11 & 0x1c;
    }

    /**
     * Finds the row of an instruction word.
     * @param word instruction word; of a 16-bit instruction the upper half is not looked at
     * @return the row, or null if the word is no instruction of this isa
     */
    public Instruction decode(int word) {
        boolean isNarrow = (word & 3) != 3;
        int bits = isNarrow ? word & 0xffff : word;
        for (Instruction row : isNarrow ? narrow[narrowKey(bits)] : wide[wideKey(bits)]) {
            if (row.matches(bits)) {
                return row;
            }
        }
        return null;
    }
}
