// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.trapline.machine.jit.Numbers;

/**
 * Instructions that are executed one after the other, decoded. It ends with its first branch, jump or system instruction, and lies
 * within one page, unless it is a single instruction that crosses into the next.
 *
 * <p>A block is decoded from physical memory, for one virtual address. It may be executed while {@link #context} is the MMU's present fetch
 * serial; otherwise its mapping must be looked up again.
 */
final class Block {
    /** The context of a block that was never looked up, and of one whose instructions have been overwritten. */
    static final long NO_CONTEXT = -1;
    /** Physical address of the second half of a block that does not cross into another page. */
    static final long NO_SECOND_PAGE = -1;
    /** Of an indirect jump, so many are noted. */
    private static final int MAX_TARGETS = 32;
    /** Stands where no block is known; never valid. */
    static final Block NONE = new Block(null, -1, -1, NO_SECOND_PAGE, new long[] {Op.END}, 0, 0, 0);
    /** As {@link #NONE}, where a branch goes on that is not taken, and where a jump is to trap. */
    static final Block NOT_TAKEN = new Block(null, -1, -1, NO_SECOND_PAGE, new long[] {Op.END}, 0, 0, 0);

    /** As {@link #NONE}, where what leads on has not been done yet and must be done the long way. */
    static final Block UNDONE = new Block(null, -1, -1, NO_SECOND_PAGE, new long[] {Op.END}, 0, 0, 0);

    /** Whose block it is. */
    final Interpreter engine;
    final long pc;
    final long pa;
    /** Physical address of the second half of an instruction that crosses into the next page, or {@link #NO_SECOND_PAGE}. */
    final long secondPa;
    /** Packed operations, the last of which leaves the block. */
    final long[] code;
    /** Instructions that retire if the block runs to its end. */
    final int count;
    /** One bit for each instruction, the first in bit 0: whether it is four bytes long and not two. */
    private final long wide;
    /** Address after the last instruction. */
    final long end;
    /** Where the branch or jump at the end leads if taken. */
    final long target;

    long context = NO_CONTEXT;
    /** What executes the block. */
    Node first;
    /** All operations, one by one. */
    Sequence.Whole steps;
    /** Whether instructions have been overwritten, so that the block must never be executed again. */
    boolean overwritten;
    /** How often the block was seen to be executed by its own steps, see {@link Regions}. */
    int heat;
    /** How often the block is to be seen before a region is made that starts with it. */
    int wantedHeat;
    /** Regions with the block that are being compiled. */
    int underWay;
    /** How often a region has led to the block while none started with it, since somebody last looked. */
    int arrivals;
    /** How often that was looked at. */
    int moreArrivals;
    /** When a region was last to start with the block, but there was no room for another: the number of a window, see {@link Regions}. */
    int waitedIn;
    /** How often a region has led to another that starts with the block, as far as it was looked at, and when that was, see {@link Regions#hopped}. */
    int hops;
    int hopWindow;
    /** Whether no region is to end here because another begins. */
    boolean isWithin;
    /** How often a compiled region was left in the block because the host's arithmetic did not do, since somebody last looked. */
    int unusualNumbers;
    /** What numbers compiled regions are to be prepared for here. */
    Numbers numbers = Numbers.PLAIN;
    /** Which accesses were seen not to be in one page with the one before by way of the same register, a bit for each. */
    long scattered;
    /** Which accesses have been to pages with guarded lines, see {@link org.trapline.machine.mmu.Tlb#GUARDED}, a bit for each. */
    long guarded;
    /** The compiled regions that contain the block. */
    private List<Region> regions = List.of();
    /** Where the indirect jump at the end was seen to lead from a compiled region. */
    private long[] seenTargets = {};
    /** Next in the list of blocks that start in the same line of memory. */
    Block nextInLine;
    /** Next in the list of blocks that cross into the same page. */
    Block nextCrossing;

    Block(Interpreter engine, long pc, long pa, long secondPa, long[] code, int count, long wide, long target) {
        this.engine = engine;
        this.pc = pc;
        this.pa = pa;
        this.secondPa = secondPa;
        this.code = code;
        this.count = count;
        this.wide = wide;
        this.end = engine == null ? pc : engine.canonical(pcOf(count));
        this.target = target;
    }

    /** Returns the address of the instruction that an operation belongs to. */
    long pcOf(int index) {
        long before = index == Long.SIZE ? wide : wide & (1L << index) - 1;
        return pc + 2L * index + 2L * Long.bitCount(before);
    }

    /** Tells whether an instruction is four bytes long and not two. */
    boolean isWide(int index) {
        return (wide >>> index & 1) != 0;
    }

    /** Returns how many bytes of its first page the block occupies; those that nothing is executed of occupy a halfword. */
    int bytesInPage() {
        return secondPa != NO_SECOND_PAGE ? 2 : Math.max(2, (int) (end - pc));
    }

    /** Takes the block out of use: its instructions have been overwritten. */
    void kill() {
        overwritten = true;
        context = NO_CONTEXT;
        List.copyOf(regions).forEach(Region::drop);
        // Blocks that were overwritten one after the other must not keep each other.
        ((Linked) steps.exit).unlink();
        if (steps.gate != null) {
            steps.gate.forget();
        }
    }

    /** What ends a block, and may know where it leads. */
    interface Linked {
        /** Forgets where it leads. */
        void unlink();
    }

    /** Notes where the indirect jump at the end leads. */
    void sawTarget(long pc) {
        for (long seen : seenTargets) {
            if (seen == pc) {
                return;
            }
        }
        if (seenTargets.length < MAX_TARGETS) {
            seenTargets = Arrays.copyOf(seenTargets, seenTargets.length + 1);
            seenTargets[seenTargets.length - 1] = pc;
        }
    }

    /** Returns what was noted, in that order. */
    long[] seenTargets() {
        return seenTargets;
    }

    void addRegion(Region region) {
        if (regions.isEmpty()) {
            regions = new ArrayList<>(1);
        }
        regions.add(region);
    }

    /** Tells whether a region contains the block that was made when it was known where indirect jumps lead. */
    boolean isInWideRegion() {
        return regions.stream().anyMatch(region -> region.isWide);
    }

    /** Tells whether a region is awaited that contains the block. */
    boolean isAwaited() {
        return underWay > 0 || regions.stream().anyMatch(Region::isAwaited);
    }

    void removeRegion(Region region) {
        regions.remove(region);
    }
}
