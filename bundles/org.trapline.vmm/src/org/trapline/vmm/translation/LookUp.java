// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import org.trapline.isa.Instruction;

/**
 * How translated code finds out where an indirect jump leads: a table of jumps, indexed by the target, to chains of small pieces that each compare the
 * target with one guest virtual address. All of it is code, as data would have to be readable for the guest.
 *
 * <pre>
 *  jump site  spill A and B; A = target; bank = A; count; B = table + hash(A); A = target; jump B
 *  table      j chain
 *  case       B = address; if A != B: j next case; restore A and B; j translation
 * </pre>
 *
 * Whoever jumps counts for the first case of a chain; the others count what it took to get to them.
 */
final class LookUp {
    static final int A = 5;
    static final int B = 6;
    /** The bits of a target that choose an entry; entries are as far apart as instructions of four bytes. */
    static final int HASH = 0x7fc;
    /** Words of the table. */
    static final int TABLE_WORDS = (HASH >> 2) + 1;
    /** Words from the table entry to the end of the first case, if that is the right one: all are overhead of whoever jumps. */
    static final int HIT_WORDS = 7;

    private static final int COMPARE = 2;

    private LookUp() {
    }

    /** Returns the index in the table for a target. */
    static int index(final long target) {
        return (int) target >> 2 & HASH >> 2;
    }

    /** What a case consists of. */
    record Case(int[] words, Recovery[] recoveries) {
        /** Returns the index of the word at which the target was found to be another. */
        int miss() {
            return words.length - 1;
        }

        /** Returns the index of the word that jumps to the translation. */
        int jump() {
            return words.length - 2;
        }

        /** Returns what later cases of the chain have to count, if this one jumps from its last word to the next. */
        static int excessAfter(final int excess) {
            return excess + COMPARE + 2;
        }
    }

    /** Returns the recovery for a word of the table. */
    static Recovery tableRecovery() {
        return recovery(-HIT_WORDS);
    }

    private static Recovery recovery(final int overhead) {
        return new Recovery(0, true, A, B, 0, 0, overhead, new Recovery.LookUp());
    }

    /**
     * Makes a case.
     * @param target   guest virtual address
     * @param va       where the case will stand
     * @param excess   instructions it took to get there beyond what it takes to the first case
     * @param distance bytes from the case to the translation
     */
    static Case make(final long target, final long va, final int excess, final long distance) {
        final CodeWriter upper = new CodeWriter(va);
        upper.begin(new GuestInstruction(target, 0, 4, null, 0));
        upper.constant(B, target);
        final int counted = excess == 0 ? 0 : excess + 3;
        final int[] count = excess == 0 ? new int[0] : new int[] {
            Instruction.FMV_X_D.encode(B, Bank.OVERHEAD.register()),
            Instruction.ADDI.encode(B, B, counted),
            Instruction.FMV_D_X.encode(Bank.OVERHEAD.register(), B)};
        final int length = COMPARE + 1 + count.length + 4;
        final int[] words = new int[length];
        final Recovery[] recoveries = new Recovery[length];
        words[0] = upper.word(0);
        words[1] = upper.word(1);
        words[2] = Instruction.BNE.encode(A, B, 4L * (length - 1 - COMPARE));
        System.arraycopy(count, 0, words, COMPARE + 1, count.length);
        words[length - 4] = Instruction.FMV_X_D.encode(A, Bank.SPILL_A.register());
        words[length - 3] = Instruction.FMV_X_D.encode(B, Bank.SPILL_B.register());
        words[length - 2] = Links.jump(distance - 4L * (length - 2));
        words[length - 1] = CodeWriter.ECALL;
        for (int i = 0; i < length - 1; i++) {
            recoveries[i] = recovery(excess + i - (HIT_WORDS - 1) - (i > COMPARE + count.length ? counted : 0));
        }
        // Reached from the branch.
        recoveries[length - 1] = recovery(excess + COMPARE + 1 - (HIT_WORDS - 1));
        return new Case(words, recoveries);
    }
}
