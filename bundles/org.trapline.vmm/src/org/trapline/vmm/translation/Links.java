// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;

/** The words by which one piece of translated code goes on in another. */
final class Links {
    /** The register that a linked stub uses, and restores. */
    static final int SCRATCH = 5;

    private Links() {
    }

    /** Returns a jump over a distance in bytes. */
    static int jump(final long distance) {
        return Instruction.JAL.encode(0, distance);
    }

    /** Tells whether a branch reaches so far. */
    static boolean isInBranchReach(final long distance) {
        return distance >= Operand.BRANCH_OFFSET.min() && distance <= Operand.BRANCH_OFFSET.max();
    }

    /**
     * Returns what stands in the stub of a linked exit: it counts itself, and goes on.
     * @param overhead what is not counted yet when the stub is reached
     * @param distance bytes from the stub to where it goes on
     */
    static int[] stub(final int overhead, final long distance) {
        return new int[] {
            Instruction.FMV_D_X.encode(Bank.SPILL_A.register(), SCRATCH),
            Instruction.FMV_X_D.encode(SCRATCH, Bank.OVERHEAD.register()),
            Instruction.ADDI.encode(SCRATCH, SCRATCH, overhead + Exit.STUB_WORDS),
            Instruction.FMV_D_X.encode(Bank.OVERHEAD.register(), SCRATCH),
            Instruction.FMV_X_D.encode(SCRATCH, Bank.SPILL_A.register()),
            jump(distance - 4L * (Exit.STUB_WORDS - 1))};
    }
}
