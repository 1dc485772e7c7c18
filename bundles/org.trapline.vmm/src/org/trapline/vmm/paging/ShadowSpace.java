// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.mmu.PagingMode;
import org.trapline.machine.mmu.Pte;

/** One shadow page table: what one {@link GuestView} may reach, in a form that the hart walks. */
final class ShadowSpace implements TableSpace {
    /** Enough for one walk: the root and a table for each further level of Sv57. */
    static final int FRAMES_FOR_A_PAGE = 5;

    private static final byte[] ZEROS = new byte[FramePool.FRAME_SIZE];
    private static final long POINTER = Pte.V;
    private static final long LEAF = Pte.V | Pte.A | Pte.D;

    final GuestView view;
    final PagingMode mode;
    final int asid;
    private final Bus host;
    private final FramePool frames;
    private final long root;
    private int tables;
    private boolean released;

    ShadowSpace(GuestView view, PagingMode mode, int asid, Bus host, FramePool frames) {
        this.view = view;
        this.mode = mode;
        this.asid = asid;
        this.host = host;
        this.frames = frames;
        root = table();
    }

    /** Takes up a space whose tables stand in memory already. */
    ShadowSpace(GuestView view, PagingMode mode, int asid, Bus host, FramePool frames, long root, int tables) {
        this.view = view;
        this.mode = mode;
        this.asid = asid;
        this.host = host;
        this.frames = frames;
        this.root = root;
        this.tables = tables;
    }

    /** Returns the host physical address of the first table. */
    long root() {
        return root;
    }

    private long table() {
        long hpa = frames.take();
        host.load(hpa, ZEROS);
        tables++;
        return hpa;
    }

    /** Returns what the hart's {@code satp} must be to walk this table. */
    long satp() {
        return (long) mode.code() << 60 | (long) asid << 44 | root >>> 12;
    }

    /** Returns how many table pages the space has. */
    int tables() {
        return tables;
    }

    /** Returns the shadow entry of a page, 0 if there is none. */
    long entry(long gva) {
        final long slot = leaf(gva);
        return slot == 0 ? 0 : host.read(slot, 8);
    }

    @Override
    public long leaf(long gva) {
        long table = root;
        for (int level = mode.levels() - 1; level > 0; level--) {
            long pte = host.read(slot(table, gva, level), 8);
            if (pte == 0) {
                return 0;
            }
            table = Pte.ppn(pte) << 12;
        }
        return slot(table, gva, 0);
    }

    @Override
    public void forEachLeaf(LeafVisitor visitor) {
        forEachLeaf(root, mode.levels() - 1, 0, visitor);
    }

    private void forEachLeaf(long table, int level, long first, LeafVisitor visitor) {
        for (int i = 0; i < 512; i++) {
            final long pte = host.read(table + 8L * i, 8);
            final long address = first | (long) i << 12 + 9 * level;
            if (pte != 0 && level > 0) {
                forEachLeaf(Pte.ppn(pte) << 12, level - 1, address, visitor);
            } else if (pte != 0) {
                // Canonical: all bits above are the highest's.
                final int spare = Long.SIZE - 12 - 9 * mode.levels();
                visitor.visit(address << spare >> spare, pte);
            }
        }
    }

    /**
     * Maps a page; there must be {@link #FRAMES_FOR_A_PAGE} frames left.
     * @param hpa    host physical address of the page
     * @param rights sum of {@link Pte#R}, {@link Pte#W}, {@link Pte#X}, and {@link Pte#U} if it is for the hart's user mode
     * @return the entry
     */
    long map(long gva, long hpa, long rights) {
        long table = root;
        for (int level = mode.levels() - 1; level > 0; level--) {
            long slot = slot(table, gva, level);
            long pte = host.read(slot, 8);
            if (pte == 0) {
                pte = Pte.of(table(), POINTER);
                host.write(slot, 8, pte);
            }
            table = Pte.ppn(pte) << 12;
        }
        long leaf = Pte.of(hpa, LEAF | rights);
        host.write(slot(table, gva, 0), 8, leaf);
        return leaf;
    }

    /** Takes a page's entry away; returns what it was. */
    long unmap(long gva) {
        final long slot = leaf(gva);
        final long pte = slot == 0 ? 0 : host.read(slot, 8);
        if (pte != 0) {
            host.write(slot, 8, 0);
        }
        return pte;
    }

    /** Takes the right to write from all entries; returns how many had it. */
    int protectStores() {
        return protectStores(root, mode.levels() - 1);
    }

    private int protectStores(long table, int level) {
        int changed = 0;
        for (int i = 0; i < 512; i++) {
            final long slot = table + 8L * i;
            final long pte = host.read(slot, 8);
            if (pte != 0 && level > 0) {
                changed += protectStores(Pte.ppn(pte) << 12, level - 1);
            } else if ((pte & Pte.W) != 0) {
                host.write(slot, 8, pte & ~Pte.W);
                changed++;
            }
        }
        return changed;
    }

    /** Takes the right to write from all entries for a page; returns how many had it. */
    int protectStores(long hpa) {
        return protectStores(root, mode.levels() - 1, Pte.of(hpa, 0));
    }

    private int protectStores(long table, int level, long page) {
        int changed = 0;
        for (int i = 0; i < 512; i++) {
            final long slot = table + 8L * i;
            final long pte = host.read(slot, 8);
            if (pte != 0 && level > 0) {
                changed += protectStores(Pte.ppn(pte) << 12, level - 1, page);
            } else if ((pte & Pte.W) != 0 && Pte.ppn(pte) == Pte.ppn(page)) {
                host.write(slot, 8, pte & ~Pte.W);
                changed++;
            }
        }
        return changed;
    }

    /** Gives all frames back. The space must not be used any more, nor its address space identifier before a fence. */
    void release() {
        release(root, mode.levels() - 1);
        tables = 0;
        released = true;
    }

    @Override
    public boolean isReleased() {
        return released;
    }

    private void release(long table, int level) {
        if (level > 0) {
            for (int i = 0; i < 512; i++) {
                long pte = host.read(table + 8L * i, 8);
                if (pte != 0) {
                    release(Pte.ppn(pte) << 12, level - 1);
                }
            }
        }
        frames.release(table);
    }

    private static long slot(long table, long gva, int level) {
        return table + ((gva >>> 12 + 9 * level & 0x1ff) << 3);
    }
}
