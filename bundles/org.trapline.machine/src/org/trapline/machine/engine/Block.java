// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/**
 * Instructions that are executed one after the other, decoded. It lies within one page and ends with its first branch, jump or system
 * instruction.
 *
 * <p>A block is decoded from physical memory, for one virtual address. It may be executed while {@link #context} is the MMU's present fetch
 * serial; otherwise its mapping must be looked up again.
 */
final class Block {
    /** The context of a block that was never looked up, and of one whose instructions have been overwritten. */
    static final long NO_CONTEXT = -1;
    /** Stands where no block is known; never valid. */
    static final Block NONE = new Block(null, -1, -1, 4, new long[] {Op.END}, 0, 0);

    /** Whose block it is. */
    final Interpreter engine;
    final long pc;
    final long pa;
    /** Packed operations, the last of which leaves the block. */
    final long[] code;
    /** Instructions that retire if the block runs to its end. */
    final int count;
    /** Address after the last instruction. */
    final long end;
    /** Where the branch or jump at the end leads if taken. */
    final long target;

    long context = NO_CONTEXT;
    /** The first of the interpreter's steps. */
    Node first;
    /** Next in the list of blocks that start in the same line of memory. */
    Block nextInLine;

    Block(Interpreter engine, long pc, long pa, int bytes, long[] code, int count, long target) {
        this.engine = engine;
        this.pc = pc;
        this.pa = pa;
        this.code = code;
        this.count = count;
        this.end = pc + bytes;
        this.target = target;
    }

    int bytes() {
        return (int) (end - pc);
    }

    /** Returns the address of the instruction that an operation belongs to. */
    long pcOf(int index) {
        return pc + 4L * index;
    }

    /** Takes the block out of use: its instructions have been overwritten. */
    void kill() {
        context = NO_CONTEXT;
    }
}
