// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import org.trapline.machine.memory.Access;

/**
 * Translates virtual addresses by reading page tables. Holds the result of the last walk, nothing else; the tables stand in whatever
 * {@link TableMemory} it was made for.
 *
 * @implSpec priv "Virtual Address Translation Process" (VATP)
 */
public final class PageWalker {
    /** How a walk ended. */
    public enum Outcome {
        MAPPED, PAGE_FAULT, ACCESS_FAULT
    }

    /** Mode bits that decide together with an entry's permissions. */
    public static final int USER = 1;
    /** Supervisor may access user pages. */
    public static final int SUM = 2;
    /** Loads may read executable pages. */
    public static final int MXR = 4;
    /** A and D bits are set by the walk; otherwise it faults where one is missing. */
    public static final int UPDATE_AD = 8;

    private final TableMemory memory;
    private WalkObserver observer;
    private long pa;
    private long pte;
    private long pteAddress;
    private int level;

    public PageWalker(TableMemory memory) {
        this.memory = memory;
    }

    /** Lets somebody see the entries that are read; null for nobody. */
    public void observe(WalkObserver newObserver) {
        observer = newObserver;
    }

    /** Returns the physical address that the last walk found. */
    public long pa() {
        return pa;
    }

    /** Returns the leaf entry that the last walk found, with the A and D bits it set; or the entry at which it failed. */
    public long pte() {
        return pte;
    }

    /** Returns where the last entry stands that the last walk read. */
    public long pteAddress() {
        return pteAddress;
    }

    /** Returns the level of the last entry that was read: 0 for a 4 KiB page, 1 for 2 MiB, and so on. */
    public int level() {
        return level;
    }

    /**
     * Walks the tables for one access.
     * @param mode  the scheme, not BARE
     * @param root  physical address of the root table
     * @param modes sum of {@link #USER}, {@link #SUM}, {@link #MXR} and {@link #UPDATE_AD}
     */
    public Outcome walk(PagingMode mode, long root, long va, Access access, int modes) {
        pte = 0;
        pteAddress = 0;
        level = mode.levels() - 1;
        if (!mode.isCanonical(va)) {
            return Outcome.PAGE_FAULT;
        }
        long table = root;
        for (;;) {
            // VATP step 2: the entry of this level
            pteAddress = table + ((va >>> 12 + 9 * level & 0x1ff) << 3);
            if (!memory.canRead(pteAddress)) {
                return Outcome.ACCESS_FAULT;
            }
            pte = memory.readPte(pteAddress);
            if (observer != null) {
                observer.step(level, pteAddress, pte);
            }
            // step 3: invalid, reserved or writable without being readable
            if ((pte & Pte.V) == 0 || (pte & (Pte.R | Pte.W)) == Pte.W || (pte & Pte.RESERVED) != 0) {
                return Outcome.PAGE_FAULT;
            }
            if (Pte.isLeaf(pte)) {
                return leaf(va, access, modes);
            }
            // step 4: a pointer, whose A, D and U bits are reserved
            if (level == 0 || (pte & (Pte.A | Pte.D | Pte.U)) != 0) {
                return Outcome.PAGE_FAULT;
            }
            level--;
            table = Pte.ppn(pte) << 12;
        }
    }

    private Outcome leaf(long va, Access access, int modes) {
        long offsetMask = (1L << 12 + 9 * level) - 1;
        // step 5: a superpage must be aligned to its size
        if ((Pte.ppn(pte) << 12 & offsetMask) != 0) {
            return Outcome.PAGE_FAULT;
        }
        if (!permits(pte, access, modes)) {
            return Outcome.PAGE_FAULT;
        }
        long needed = access == Access.STORE ? Pte.A | Pte.D : Pte.A;
        if ((pte & needed) != needed) {
            if ((modes & UPDATE_AD) == 0) {
                return Outcome.PAGE_FAULT;
            }
            if (!memory.canWrite(pteAddress)) {
                return Outcome.ACCESS_FAULT;
            }
            pte |= needed;
            memory.writePte(pteAddress, pte);
        }
        pa = Pte.ppn(pte) << 12 | va & offsetMask;
        return Outcome.MAPPED;
    }

    /** Tells whether a leaf entry's R, W, X and U bits permit an access; A and D are not looked at. */
    public static boolean permits(long pte, Access access, int modes) {
        boolean userPage = (pte & Pte.U) != 0;
        if ((modes & USER) != 0 ? !userPage : userPage && (access == Access.FETCH || (modes & SUM) == 0)) {
            return false;
        }
        long readable = access == Access.LOAD && (modes & MXR) != 0 ? Pte.R | Pte.X : access.pteBit();
        return (pte & readable) != 0;
    }
}
