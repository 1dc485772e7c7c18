// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of bits in the picture of an instruction's encoding, as the manual draws it.
 *
 * @param high    highest bit of the run in the instruction word
 * @param low     lowest bit
 * @param text    the fixed bits, or the operand with the bits of it that stand here: {@code imm[12|10:5]}
 * @param operand the operand that the bits belong to, or null if they are fixed or ignored
 */
public record EncodingField(int high, int low, String text, Operand operand) {

    /** Returns the number of bits. */
    public int width() {
        return high - low + 1;
    }

    /** Returns the runs that make up the row's encoding, highest first. */
    public static List<EncodingField> of(Instruction row) {
        List<EncodingField> result = new ArrayList<>();
        int width = row.bits().length();
        int high = width - 1;
        for (String group : row.bitGroups()) {
            int end = high - group.length();
            while (high > end) {
                Operand operand = operandAt(row, high);
                int low = high;
                while (low - 1 > end && operandAt(row, low - 1) == operand) {
                    low--;
                }
                result.add(field(row, high, low, operand));
                high = low - 1;
            }
        }
        return joined(row, result);
    }

    private static EncodingField field(Instruction row, int high, int low, Operand operand) {
        int width = row.bits().length();
        String fixed = row.bits().substring(width - 1 - high, width - low);
        return new EncodingField(high, low, operand == null ? fixed : label(operand, high, low), operand);
    }

    /** Groups are separated for the table's reader; an operand that spans several is one run. */
    private static List<EncodingField> joined(Instruction row, List<EncodingField> fields) {
        List<EncodingField> result = new ArrayList<>();
        for (EncodingField field : fields) {
            EncodingField last = result.isEmpty() ? null : result.getLast();
            if (last != null && last.operand != null && last.operand == field.operand) {
                result.set(result.size() - 1, field(row, last.high, field.low, field.operand));
            } else {
                result.add(field);
            }
        }
        return List.copyOf(result);
    }

    private static Operand operandAt(Instruction row, int bit) {
        for (Operand operand : row.format().operands()) {
            if ((operand.mask() >>> bit & 1) != 0) {
                return operand;
            }
        }
        return null;
    }

    private static String label(Operand operand, int high, int low) {
        return switch (operand.kind()) {
            case IMMEDIATE, UPPER, DISPLACEMENT, OFFSET, SHAMT -> operand.label() + '[' + valueBits(operand, high, low) + ']';
            default -> operand.label();
        };
    }

    private static String valueBits(Operand operand, int high, int low) {
        StringBuilder text = new StringBuilder();
        int bit = high;
        while (bit >= low) {
            int first = valueBit(operand, bit);
            int last = first;
            while (bit > low && valueBit(operand, bit - 1) == last - 1) {
                bit--;
                last--;
            }
            text.append(text.isEmpty() ? "" : "|").append(first).append(first == last ? "" : ":" + last);
            bit--;
        }
        return text.toString();
    }

    private static int valueBit(Operand operand, int wordBit) {
        for (Operand.Piece piece : operand.pieces()) {
            if (wordBit >= piece.wordLow() && wordBit < piece.wordLow() + piece.width()) {
                return wordBit - piece.wordLow() + piece.valueLow();
            }
        }
        throw new IllegalStateException(operand + " has no bit " + wordBit);
    }
}
