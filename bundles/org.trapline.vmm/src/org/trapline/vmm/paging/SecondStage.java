// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.mmu.PagingMode;
import org.trapline.machine.mmu.Pte;

/**
 * One table for the second stage, of the kind Sv39x4: its root is four frames, so that guest physical addresses have 41 bits. That is more than
 * there can be memory, so no larger kind is needed.
 */
final class SecondStage implements TableSpace {
    /** How many frames the root takes. */
    static final int ROOT = 4;
    /** Enough for one page where the root is there: a table for each level below. */
    static final int FRAMES_FOR_A_PAGE = 2;

    private static final PagingMode MODE = PagingMode.SV39X4;
    private static final byte[] ZEROS = new byte[FramePool.FRAME_SIZE];
    private static final int ENTRIES = FramePool.FRAME_SIZE / 8;
    // To the second stage every access is one of user mode.
    private static final long LEAF = Pte.V | Pte.U | Pte.A | Pte.D;

    final int vmid;
    private final Bus host;
    private final FramePool frames;
    private final long root;
    private int tables;
    private boolean released;

    /** Makes an empty table; there must be {@link #ROOT} frames in one piece. */
    SecondStage(int vmid, Bus host, FramePool frames) {
        this(vmid, host, frames, frames.take(ROOT), ROOT);
        for (int i = 0; i < ROOT; i++) {
            host.load(root + (long) i * FramePool.FRAME_SIZE, ZEROS);
        }
    }

    /** Takes up a table that stands in memory already. */
    SecondStage(int vmid, Bus host, FramePool frames, long root, int tables) {
        this.vmid = vmid;
        this.host = host;
        this.frames = frames;
        this.root = root;
        this.tables = tables;
    }

    /** Returns the host physical address of the root. */
    long root() {
        return root;
    }

    /** Returns what the hart's {@code hgatp} must be to walk this table. */
    long hgatp() {
        return (long) MODE.code() << 60 | (long) vmid << 44 | root >>> 12;
    }

    /** Returns how many frames the table has. */
    int tables() {
        return tables;
    }

    /** Tells whether an address is one that the table can have an entry for. */
    static boolean isCanonical(long gpa) {
        return MODE.isCanonical(gpa);
    }

    /**
     * Maps a page; there must be {@link #FRAMES_FOR_A_PAGE} frames left.
     * @param gpa    guest physical address, {@link #isCanonical canonical}
     * @param hpa    host physical address of the page
     * @param rights sum of {@link Pte#R}, {@link Pte#W} and {@link Pte#X}
     * @return the entry
     */
    long map(long gpa, long hpa, long rights) {
        long slot = root + 8 * (gpa >>> MODE.pageShift(2));
        for (int level = 1; level >= 0; level--) {
            long pte = host.read(slot, 8);
            if (pte == 0) {
                pte = Pte.of(table(), Pte.V);
                host.write(slot, 8, pte);
            }
            slot = (Pte.ppn(pte) << 12) + 8 * (gpa >>> MODE.pageShift(level) & ENTRIES - 1);
        }
        long leaf = Pte.of(hpa, LEAF | rights);
        host.write(slot, 8, leaf);
        return leaf;
    }

    private long table() {
        long hpa = frames.take();
        host.load(hpa, ZEROS);
        tables++;
        return hpa;
    }

    /** Takes the right to write from all entries; returns how many had it. */
    int protectStores() {
        return protectStores(root, ROOT * ENTRIES, 2);
    }

    private int protectStores(long table, int entries, int level) {
        int changed = 0;
        for (int i = 0; i < entries; i++) {
            final long slot = table + 8L * i;
            final long pte = host.read(slot, 8);
            if (pte != 0 && level > 0) {
                changed += protectStores(Pte.ppn(pte) << 12, ENTRIES, level - 1);
            } else if ((pte & Pte.W) != 0) {
                host.write(slot, 8, pte & ~Pte.W);
                changed++;
            }
        }
        return changed;
    }

    /** Gives all frames back. The table must not be used any more, nor its VMID before a fence. */
    void release() {
        release(root, ROOT * ENTRIES, 2);
        frames.release(root, ROOT);
        tables = 0;
        released = true;
    }

    @Override
    public boolean isReleased() {
        return released;
    }

    @Override
    public long leaf(long gpa) {
        long slot = root + 8 * (gpa >>> MODE.pageShift(2));
        for (int level = 1; level >= 0; level--) {
            final long pte = host.read(slot, 8);
            if (pte == 0) {
                return 0;
            }
            slot = (Pte.ppn(pte) << 12) + 8 * (gpa >>> MODE.pageShift(level) & ENTRIES - 1);
        }
        return slot;
    }

    @Override
    public void forEachLeaf(LeafVisitor visitor) {
        forEachLeaf(root, ROOT * ENTRIES, 2, 0, visitor);
    }

    private void forEachLeaf(long table, int entries, int level, long first, LeafVisitor visitor) {
        for (int i = 0; i < entries; i++) {
            final long pte = host.read(table + 8L * i, 8);
            final long address = first | (long) i << MODE.pageShift(level);
            if (pte != 0 && level > 0) {
                forEachLeaf(Pte.ppn(pte) << 12, ENTRIES, level - 1, address, visitor);
            } else if (pte != 0) {
                visitor.visit(address, pte);
            }
        }
    }

    private void release(long table, int entries, int level) {
        for (int i = 0; i < entries; i++) {
            final long pte = host.read(table + 8L * i, 8);
            if (pte != 0 && level > 0) {
                final long below = Pte.ppn(pte) << 12;
                release(below, level > 1 ? ENTRIES : 0, level - 1);
                frames.release(below);
            }
        }
    }
}
