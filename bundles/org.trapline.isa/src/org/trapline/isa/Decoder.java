// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the row of an instruction word among the instructions of one {@link Isa}. Immutable; one look-up reads a short list chosen by
 * the major opcode and {@code funct3}.
 */
public final class Decoder {
    /** Bits that choose the list: the opcode (6..2) and funct3 (14..12). */
    private static final int KEYS = 1 << 8;

    private final Instruction[][] wide = new Instruction[KEYS][];
    /** The rows of all 16-bit words; null without compressed instructions. */
    private final Instruction[] narrow;

    /** Makes a decoder for the instructions that a hart of {@code isa} executes. */
    public Decoder(Isa isa) {
        List<Instruction> rows = new ArrayList<>(Instruction.rows());
        rows.removeIf(row -> !isa.has(row));
        // A special case of another row, such as fence.tso of fence, has more fixed bits and must be tried first.
        rows.sort(Comparator.comparingInt((Instruction row) -> -Integer.bitCount(row.mask())).thenComparing(Comparator.naturalOrder()));
        for (int key = 0; key < KEYS; key++) {
            wide[key] = candidates(rows, key);
        }
        rows.removeIf(row -> row.bytes() != 2);
        narrow = rows.isEmpty() ? null : narrow(rows);
    }

    private static Instruction[] narrow(List<Instruction> rows) {
        Instruction[] result = new Instruction[1 << 16];
        for (int word = 0; word < result.length; word++) {
            for (int i = 0; i < rows.size() && result[word] == null; i++) {
                result[word] = rows.get(i).matches(word) ? rows.get(i) : null;
            }
        }
        return result;
    }

    private static int key(int word) {
        return word >>> 2 & 0x1f | word >>> 7 & 0xe0;
    }

    private static Instruction[] candidates(List<Instruction> rows, int key) {
        int word = (key & 0x1f) << 2 | (key & 0xe0) << 7 | 3;
        int keyBits = 0x707f;
        List<Instruction> result = new ArrayList<>();
        for (Instruction row : rows) {
            if (row.bytes() == 4 && ((row.match() ^ word) & row.mask() & keyBits) == 0) {
                result.add(row);
            }
        }
        return result.toArray(new Instruction[0]);
    }

    /**
     * Finds the row of an instruction word.
     * @param word instruction word; of a 16-bit instruction the upper half is not looked at
     * @return the row, or null if the word is no instruction of this isa
     */
    public Instruction decode(int word) {
        if ((word & 3) != 3) {
            return narrow == null ? null : narrow[word & 0xffff];
        }
        for (Instruction row : wide[key(word)]) {
            if (row.matches(word)) {
                return row;
            }
        }
        return null;
    }
}
