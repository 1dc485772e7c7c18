// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.Mmu;

/**
 * The decoded blocks of a hart: by the physical page they were decoded from, so that overwritten code is dropped exactly, and by virtual
 * address, to find a jump's target fast.
 */
final class BlockCache {
    /** Entries of the direct-mapped table by virtual address. */
    static final int JUMPS = 1 << 13;
    static final int JUMP_MASK = JUMPS - 1;
    /** More are never kept: a guest that maps the same code at ever other addresses would fill the memory with them. */
    static final int MAX_BLOCKS = 1 << 17;
    private static final long FIRST_LINE = 1;
    private static final int LINES = Ram.PAGE_SIZE / Ram.LINE_SIZE;
    /** A block has bytes in so many lines after the one where it starts. */
    private static final int MOST_LINES = 4 * BlockDecoder.MAX_INSTRUCTIONS / Ram.LINE_SIZE;

    /** By bits of the virtual address, see {@link #jumpIndex}: the block that starts there, if its {@code pc} and {@code context} fit. */
    final Block[] jumps = new Block[JUMPS];
    private final Map<Ram, PageMap<Block[]>> pages = new HashMap<>();
    /** By the page in which they end: blocks that cross into it. */
    private final Map<Ram, PageMap<Block>> crossings = new HashMap<>();
    private final BlockDecoder decoder;
    private final Breakpoints breakpoints;
    private int count;
    private long overwritten;

    BlockCache(BlockDecoder decoder, Breakpoints breakpoints) {
        this.decoder = decoder;
        this.breakpoints = breakpoints;
        Arrays.fill(jumps, Block.NONE);
    }

    static int jumpIndex(long pc) {
        return (int) (pc >>> 1 ^ pc >>> 13) & JUMP_MASK;
    }

    /**
     * Returns the block at an address, valid in the present context; decodes it if need be.
     * @throws org.trapline.machine.privileged.Trap if there is nothing to fetch
     */
    Block find(Mmu mmu, long pc) {
        int index = jumpIndex(pc);
        Block block = jumps[index];
        if (block.pc == pc && block.context == mmu.fetchSerial()) {
            return block;
        }
        long pa = mmu.fetch(pc);
        if (!mmu.isWhole(pa)) {
            return cut(mmu, pc, 1, breakpoints);
        }
        block = findPhysical(mmu, pa, pc);
        block.context = mmu.fetchSerial();
        jumps[index] = block;
        return block;
    }

    /** Returns the block at an address if it was executed before and its page has been fetched from; null if not. Nothing is changed. */
    Block peek(Mmu mmu, long pc) {
        long pa = mmu.fetched(pc);
        if (pa == -1) {
            return null;
        }
        Bus.Region region = mmu.bus().find(pa, 1);
        PageMap<Block[]> byPage = pages.get(region.ram());
        long offset = region.offset(pa);
        Block[] heads = byPage == null ? null : byPage.get((int) (offset >>> Ram.PAGE_SHIFT));
        if (heads == null) {
            return null;
        }
        Block block = heads[(int) (offset & Ram.PAGE_SIZE - 1) >>> Ram.LINE_SHIFT];
        while (block != null && !(block.pc == pc && block.pa == pa && !block.overwritten && isFetched(mmu, block))) {
            block = block.nextInLine;
        }
        return block;
    }

    /** Tells whether the pages of a block have been fetched from, as they are mapped now. */
    static boolean isFetched(Mmu mmu, Block block) {
        return mmu.fetched(block.pc) == block.pa && (block.secondPa == Block.NO_SECOND_PAGE || mmu.fetched(block.pc + 2) == block.secondPa);
    }

    /** Decodes the first instructions of the block at an address, for one use; a single one where PMP divides the page. */
    Block cut(Mmu mmu, long pc, int max, Breakpoints stops) {
        long pa = mmu.fetch(pc);
        byte[] page = page(mmu.bus(), pa);
        if (!mmu.isWhole(pa)) {
            if (decoder.isWide(page, (int) pa & Ram.PAGE_SIZE - 1)) {
                mmu.fetch(pc + 2);
            }
            return cutWithin(mmu, page, pa, pc, 1, stops);
        }
        return cutWithin(mmu, page, pa, pc, max, stops);
    }

    private Block cutWithin(Mmu mmu, byte[] page, long pa, long pc, int max, Breakpoints stops) {
        if (decoder.isCrossing(page, (int) pa & Ram.PAGE_SIZE - 1)) {
            long secondPa = mmu.fetch(pc + 2);
            return decoder.decodeCrossing(page, pa, page(mmu.bus(), secondPa), secondPa, pc, stops);
        }
        return decoder.decode(page, pa, pc, stops, max);
    }

    private static byte[] page(Bus bus, long pa) {
        Bus.Region region = bus.find(pa, 1);
        return region.ram().pageForReads((int) (region.offset(pa) >>> Ram.PAGE_SHIFT));
    }

    /** Returns how many blocks there are. */
    int count() {
        return count;
    }

    /** Returns how many blocks have been dropped because they were overwritten. */
    long overwritten() {
        return overwritten;
    }

    /** Takes all blocks out of use. */
    private void clear() {
        for (PageMap<Block[]> byPage : pages.values()) {
            byPage.forEach(heads -> {
                for (Block first : heads) {
                    for (Block block = first; block != null; block = block.nextInLine) {
                        block.kill();
                    }
                }
            });
        }
        pages.clear();
        crossings.clear();
        Arrays.fill(jumps, Block.NONE);
        count = 0;
    }

    private Block findPhysical(Mmu mmu, long pa, long pc) {
        Bus.Region region = mmu.bus().find(pa, 1);
        Ram ram = region.ram();
        long offset = region.offset(pa);
        int pageIndex = (int) (offset >>> Ram.PAGE_SHIFT);
        byte[] page = ram.pageForReads(pageIndex);
        long secondPa = decoder.isCrossing(page, (int) pa & Ram.PAGE_SIZE - 1) ? fetchSecond(mmu, pc) : Block.NO_SECOND_PAGE;
        if (count >= MAX_BLOCKS) {
            clear();
        }
        PageMap<Block[]> byPage = pages.computeIfAbsent(ram, r -> new PageMap<>(r.pageCount()));
        Block[] heads = byPage.get(pageIndex);
        if (heads == null) {
            heads = new Block[LINES];
            byPage.put(pageIndex, heads);
        }
        int line = (int) (offset & Ram.PAGE_SIZE - 1) >>> Ram.LINE_SHIFT;
        Block known = find(heads, line, pa, pc, secondPa);
        if (known != null) {
            return known;
        }
        Block block = secondPa == Block.NO_SECOND_PAGE
            ? decoder.decode(page, pa, pc, breakpoints, BlockDecoder.MAX_INSTRUCTIONS)
            : decoder.decodeCrossing(page, pa, page(mmu.bus(), secondPa), secondPa, pc, breakpoints);
        block.nextInLine = heads[line];
        heads[line] = block;
        count++;
        ram.markCode(offset, block.bytesInPage());
        if (secondPa != Block.NO_SECOND_PAGE) {
            addCrossing(mmu.bus(), block);
        }
        return block;
    }

    /** Returns a block of a line; throws out those that are left of overwritten code in the next page. */
    private Block find(Block[] heads, int line, long pa, long pc, long secondPa) {
        Block before = null;
        for (Block block = heads[line]; block != null; block = block.nextInLine) {
            if (!block.overwritten) {
                if (block.pc == pc && block.pa == pa && block.secondPa == secondPa) {
                    return block;
                }
                before = block;
                continue;
            }
            if (before == null) {
                heads[line] = block.nextInLine;
            } else {
                before.nextInLine = block.nextInLine;
            }
            count--;
        }
        return null;
    }

    private static long fetchSecond(Mmu mmu, long pc) {
        long serial = mmu.fetchSerial();
        long secondPa = mmu.fetch(pc + 2);
        if (mmu.fetchSerial() != serial) {
            // There was no room for more pages with code and all were forgotten, but a fence of the first must still be noticed.
            mmu.fetch(pc);
        }
        return secondPa;
    }

    private void addCrossing(Bus bus, Block block) {
        Bus.Region region = bus.find(block.secondPa, 1);
        long offset = region.offset(block.secondPa);
        PageMap<Block> byPage = crossings.computeIfAbsent(region.ram(), r -> new PageMap<>(r.pageCount()));
        int pageIndex = (int) (offset >>> Ram.PAGE_SHIFT);
        block.nextCrossing = byPage.get(pageIndex);
        byPage.put(pageIndex, block);
        region.ram().markCode(offset, 2);
    }

    /** Drops blocks that have one of some overwritten bytes; returns those of the lines they are in that others still occupy. */
    long codeOverwritten(Ram ram, int pageIndex, int at, int length) {
        long lines = Ram.lines(at, length);
        long left = crossingOverwritten(ram, pageIndex, at) & lines;
        PageMap<Block[]> byPage = pages.get(ram);
        Block[] heads = byPage == null ? null : byPage.get(pageIndex);
        if (heads == null) {
            return left;
        }
        int last = at + length - 1 >>> Ram.LINE_SHIFT;
        for (int line = Math.max(0, (at >>> Ram.LINE_SHIFT) - MOST_LINES); line <= last; line++) {
            Block kept = null;
            for (Block block = heads[line], next; block != null; block = next) {
                next = block.nextInLine;
                int first = (int) block.pa & Ram.PAGE_SIZE - 1;
                int bytes = block.bytesInPage();
                if (first < at + length && at < first + bytes || block.overwritten) {
                    block.kill();
                    overwritten++;
                    count--;
                } else {
                    block.nextInLine = kept;
                    kept = block;
                    left |= Ram.lines(first, bytes) & lines;
                }
            }
            heads[line] = kept;
        }
        return left;
    }

    /** As {@link #codeOverwritten}, for blocks that only end in the page; they occupy its first two bytes. */
    private long crossingOverwritten(Ram ram, int pageIndex, int at) {
        PageMap<Block> byPage = crossings.get(ram);
        if (byPage == null || byPage.get(pageIndex) == null) {
            return 0;
        }
        if (at >= 2) {
            return FIRST_LINE;
        }
        for (Block block = byPage.get(pageIndex); block != null; block = block.nextCrossing) {
            block.kill();
            overwritten++;
        }
        byPage.put(pageIndex, null);
        return 0;
    }

    /** Drops blocks that contain an address or begin there. */
    void dropAt(long va) {
        pages.values().forEach(byPage -> byPage.forEach(heads -> dropAt(heads, va)));
    }

    private void dropAt(Block[] heads, long va) {
        for (int line = 0; line < LINES; line++) {
            Block kept = null;
            for (Block block = heads[line], next; block != null; block = next) {
                next = block.nextInLine;
                if (va - block.pc >= 0 && va - block.pc < Math.max(1, (int) (block.end - block.pc))) {
                    block.kill();
                    count--;
                } else {
                    block.nextInLine = kept;
                    kept = block;
                }
            }
            heads[line] = kept;
        }
    }
}
