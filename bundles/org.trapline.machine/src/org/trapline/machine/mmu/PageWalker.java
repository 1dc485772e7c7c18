// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.machine.memory.Access;
import org.trapline.machine.privileged.PrivilegedState;

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
    /** Loads need the right to execute instead of the right to read. */
    public static final int LOAD_CODE = 16;
    /** Entries may have the N bit. */
    public static final int NAPOT = 32;
    /** Entries may have a memory type. */
    public static final int PBMT = 64;

    private static final long ADUE = Csr.MENVCFG.field("ADUE", 64).mask(64);
    private static final long PBMTE = Csr.MENVCFG.field("PBMTE", 64).mask(64);
    private static final int NAPOT_SHIFT = 16;
    private static final long NAPOT_PPN = 0xf;
    /** The low bits of the PPN that stand for 64 KiB, the only size there is. */
    private static final long NAPOT_64K = 8;

    private final TableMemory memory;
    private WalkObserver observer;
    private long pa;
    private long pte;
    private long pteAddress;
    private int level;
    private int pageShift;

    public PageWalker(TableMemory memory) {
        this.memory = memory;
    }

    /**
     * Returns which of {@link #UPDATE_AD}, {@link #NAPOT} and {@link #PBMT} hold for the tables of a hart, a guest's own excepted.
     * @param hardwareAd whether walks set A and D bits, on harts whose extensions do not say
     */
    public static int tableModes(PrivilegedState state, boolean hardwareAd) {
        return tableModes(state.isa(), state.menvcfg(), hardwareAd);
    }

    /** As the other, by {@code menvcfg} or, for a guest's own tables, by {@code henvcfg}. */
    public static int tableModes(Isa isa, long env, boolean hardwareAd) {
        boolean updates = isa.has(Extension.SVADU) ? (env & ADUE) != 0 : hardwareAd && !isa.has(Extension.SVADE);
        return (updates ? UPDATE_AD : 0) | (isa.has(Extension.SVNAPOT) ? NAPOT : 0) | ((env & PBMTE) != 0 ? PBMT : 0);
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

    /** Returns the level of the last entry that was read: 0 for a 4 KiB page, 1 for the next larger, and so on. */
    public int level() {
        return level;
    }

    /** Returns the binary logarithm of the size of what the leaf entry maps: 12 for 4 KiB, 16 for 64 KiB, 21 for 2 MiB, and so on. */
    public int pageShift() {
        return pageShift;
    }

    /**
     * Walks the tables for one access.
     * @param mode  the scheme, not BARE
     * @param root  physical address of the root table
     * @param modes sum of {@link #USER} and its siblings
     */
    public Outcome walk(PagingMode mode, long root, long va, Access access, int modes) {
        pte = 0;
        pteAddress = 0;
        level = mode.levels() - 1;
        if (!mode.isCanonical(va)) {
            return Outcome.PAGE_FAULT;
        }
        long unknown = Pte.RESERVED | ((modes & NAPOT) == 0 ? Pte.N : 0) | ((modes & PBMT) == 0 ? Pte.PBMT : 0);
        int entryBytes = mode.entryBytes();
        long table = root;
        for (;;) {
            // VATP step 2: the entry of this level
            pteAddress = table + (long) entryBytes * mode.index(va, level);
            if (!memory.canRead(pteAddress, entryBytes)) {
                return Outcome.ACCESS_FAULT;
            }
            pte = memory.readPte(pteAddress, entryBytes);
            if (observer != null) {
                observer.step(level, pteAddress, pte);
            }
            // step 3: invalid, reserved or writable without being readable
            if ((pte & Pte.V) == 0 || (pte & (Pte.R | Pte.W)) == Pte.W || (pte & unknown) != 0) {
                return Outcome.PAGE_FAULT;
            }
            if (Pte.isLeaf(pte)) {
                return leaf(mode, va, access, modes);
            }
            // step 4: a pointer, whose A, D, U, N and PBMT bits are reserved
            if (level == 0 || (pte & (Pte.A | Pte.D | Pte.U | Pte.N | Pte.PBMT)) != 0) {
                return Outcome.PAGE_FAULT;
            }
            level--;
            table = Pte.ppn(pte) << 12;
        }
    }

    private Outcome leaf(PagingMode mode, long va, Access access, int modes) {
        long base = Pte.ppn(pte) << 12;
        pageShift = mode.pageShift(level);
        if ((pte & Pte.N) != 0) {
            if (level != 0 || (Pte.ppn(pte) & NAPOT_PPN) != NAPOT_64K) {
                return Outcome.PAGE_FAULT;
            }
            pageShift = NAPOT_SHIFT;
            base &= ~(NAPOT_PPN << 12);
        }
        long offsetMask = (1L << pageShift) - 1;
        // step 5: a superpage must be aligned to its size
        if ((base & offsetMask) != 0 || (pte & Pte.PBMT) == Pte.PBMT) {
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
            if (!memory.canWrite(pteAddress, mode.entryBytes())) {
                return Outcome.ACCESS_FAULT;
            }
            pte |= needed;
            memory.writePte(pteAddress, mode.entryBytes(), pte);
        }
        pa = base | va & offsetMask;
        return Outcome.MAPPED;
    }

    /** Tells whether a leaf entry's R, W, X and U bits permit an access; A and D are not looked at. */
    public static boolean permits(long pte, Access access, int modes) {
        boolean userPage = (pte & Pte.U) != 0;
        if ((modes & USER) != 0 ? !userPage : userPage && (access == Access.FETCH || (modes & SUM) == 0)) {
            return false;
        }
        if (access != Access.LOAD) {
            return (pte & access.pteBit()) != 0;
        }
        long readable = (modes & LOAD_CODE) != 0 ? Pte.X : (modes & MXR) != 0 ? Pte.R | Pte.X : Pte.R;
        return (pte & readable) != 0;
    }
}
