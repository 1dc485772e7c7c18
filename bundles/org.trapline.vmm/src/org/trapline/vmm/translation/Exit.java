// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

/**
 * A place where translated code goes on in the translation of other guest code, to which it can be linked. Until then, an {@code ecall}
 * at {@code stub} takes it to the VMM.
 *
 * @param site     index of the word that leaves: the branch, or what stands at {@code stub}
 * @param stub     index of the word that an unlinked exit ends in
 * @param target   guest virtual address at which the guest goes on
 * @param overhead instructions retired at the stub beyond the guest's that are not counted yet
 */
public record Exit(Kind kind, int site, int stub, long target, int overhead) {
    /** Words that a stub has for a linked exit that is not a single jump: count five instructions and the jump, then jump. */
    static final int STUB_WORDS = 6;

    /** How the guest's code leaves. */
    public enum Kind {
        /** By a jump, in whose place one of the same cost stands. */
        JUMP,
        /** By a branch that is taken. */
        BRANCH,
        /** By going on behind the last instruction of the piece. */
        FALL_THROUGH
    }
}
