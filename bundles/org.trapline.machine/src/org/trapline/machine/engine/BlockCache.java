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
    static final int JUMPS = 1 << 12;
    static final int JUMP_MASK = JUMPS - 1;
    private static final int LINES = Ram.PAGE_SIZE / Ram.LINE_SIZE;

    /** By bits of the virtual address, see {@link #jumpIndex}: the block that starts there, if its {@code pc} and {@code context} fit. */
    final Block[] jumps = new Block[JUMPS];
    private final Map<Ram, Block[][]> pages = new HashMap<>();
    private final BlockDecoder decoder;
    private final Breakpoints breakpoints;

    BlockCache(BlockDecoder decoder, Breakpoints breakpoints) {
        this.decoder = decoder;
        this.breakpoints = breakpoints;
        Arrays.fill(jumps, Block.NONE);
    }

    static int jumpIndex(long pc) {
        return (int) (pc >>> 2 ^ pc >>> 14) & JUMP_MASK;
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
        block = findPhysical(mmu.bus(), pa, pc);
        block.context = mmu.fetchSerial();
        jumps[index] = block;
        return block;
    }

    /** Decodes the first instructions of the block at an address, for one use. */
    Block cut(Mmu mmu, long pc, int max, Breakpoints stops) {
        long pa = mmu.fetch(pc);
        Bus.Region region = mmu.bus().find(pa, 1);
        byte[] page = region.ram().pageForReads((int) (region.offset(pa) >>> Ram.PAGE_SHIFT));
        return decoder.decode(page, pa, pc, stops, max);
    }

    private Block findPhysical(Bus bus, long pa, long pc) {
        Bus.Region region = bus.find(pa, 1);
        Ram ram = region.ram();
        long offset = region.offset(pa);
        int pageIndex = (int) (offset >>> Ram.PAGE_SHIFT);
        Block[][] byPage = pages.computeIfAbsent(ram, r -> new Block[r.pageCount()][]);
        if (byPage[pageIndex] == null) {
            byPage[pageIndex] = new Block[LINES];
        }
        int line = (int) (offset & Ram.PAGE_SIZE - 1) >>> Ram.LINE_SHIFT;
        for (Block block = byPage[pageIndex][line]; block != null; block = block.nextInLine) {
            if (block.pc == pc && block.pa == pa) {
                return block;
            }
        }
        Block block = decoder.decode(ram.pageForReads(pageIndex), pa, pc, breakpoints, BlockDecoder.MAX_INSTRUCTIONS);
        block.nextInLine = byPage[pageIndex][line];
        byPage[pageIndex][line] = block;
        ram.markCode(offset, Math.max(4, block.bytes()));
        return block;
    }

    /** Drops blocks that have a byte in overwritten lines; returns the lines that others still occupy. */
    long codeOverwritten(Ram ram, int pageIndex, long lines) {
        Block[][] byPage = pages.get(ram);
        if (byPage == null || byPage[pageIndex] == null) {
            return 0;
        }
        long left = 0;
        Block[] heads = byPage[pageIndex];
        for (int line = 0; line < LINES; line++) {
            Block kept = null;
            for (Block block = heads[line], next; block != null; block = next) {
                next = block.nextInLine;
                long occupied = Ram.lines((int) block.pa & Ram.PAGE_SIZE - 1, Math.max(4, block.bytes()));
                if ((occupied & lines) != 0) {
                    block.kill();
                } else {
                    block.nextInLine = kept;
                    kept = block;
                    left |= occupied;
                }
            }
            heads[line] = kept;
        }
        return left;
    }

    /** Drops blocks that contain an address or begin there. */
    void dropAt(long va) {
        for (Block[][] byPage : pages.values()) {
            for (Block[] heads : byPage) {
                dropAt(heads, va);
            }
        }
    }

    private static void dropAt(Block[] heads, long va) {
        if (heads == null) {
            return;
        }
        for (int line = 0; line < LINES; line++) {
            Block kept = null;
            for (Block block = heads[line], next; block != null; block = next) {
                next = block.nextInLine;
                if (va - block.pc >= 0 && va - block.pc < Math.max(1, block.bytes())) {
                    block.kill();
                } else {
                    block.nextInLine = kept;
                    kept = block;
                }
            }
            heads[line] = kept;
        }
    }
}
