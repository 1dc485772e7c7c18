// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * The page tables in a guest's own memory that harts walk as they stand. Each page of the memory has a use and a count of what relies on that use. A page
 * becomes a table only when nothing can store to it and all its entries are admissible, and stays one until nothing refers to it any more; meanwhile its
 * entries change by {@link #update} alone. So whatever a hart finds there leads to the guest's own memory, and never to a table that the guest can write.
 *
 * <p>The guest writes its tables with guest physical page numbers, as it knows them. While a page is a table its entries have the host's numbers, which is
 * what the guest sees if it looks; when it is a table no more they are the guest's again.
 */
final class GuestTables implements Stateful {
    static final int ROOT_LEVEL = 2;

    private static final int ENTRIES = 512;
    private static final long POINTER_BITS = Pte.V | 3L << 8 | Pte.PPN_MASK << Pte.PPN_SHIFT;
    // G would make an entry outlive the address space it is in.
    private static final long LEAF_BITS = POINTER_BITS | Pte.R | Pte.W | Pte.X | Pte.U | Pte.A | Pte.D;
    private static final PageUse[] USES = PageUse.values();

    private final Bus host;
    private final GuestMemory memory;
    private final PagingObserver observer;
    private final byte[] uses;
    private final int[] counts;
    private Runnable whenTable = () -> { };
    private int tables;

    GuestTables(final Bus host, final GuestMemory memory, final PagingObserver observer) {
        this.host = host;
        this.memory = memory;
        this.observer = observer;
        final int pages = (int) (memory.size() / FramePool.FRAME_SIZE);
        uses = new byte[pages];
        counts = new int[pages];
    }

    /** Is run when some page has become a table. */
    void setWhenTable(final Runnable action) {
        whenTable = action;
    }

    int tables() {
        return tables;
    }

    PageUse use(final long gpa) {
        return USES[uses[memory.page(gpa)]];
    }

    int count(final long gpa) {
        return counts[memory.page(gpa)];
    }

    /** Forgets all uses without a look at the memory, which has other contents now. */
    void clear() {
        java.util.Arrays.fill(uses, (byte) 0);
        java.util.Arrays.fill(counts, 0);
        tables = 0;
    }

    // ---- references ----

    /**
     * Relies on a page's use from now on, until {@link #drop}.
     * @param gpa of the page, which is the guest's
     */
    TableOutcome hold(final long gpa, final PageUse use) {
        final int page = memory.page(gpa);
        if (counts[page] > 0) {
            if (uses[page] != use.ordinal()) {
                return TableOutcome.BUSY;
            }
            counts[page]++;
            return TableOutcome.DONE;
        }
        // It counts while it is looked at, so that nothing in it can use the page itself in another way.
        uses[page] = (byte) use.ordinal();
        counts[page] = 1;
        final TableOutcome outcome = use.isTable() ? admitAll(memory.hpa(gpa), use.level()) : TableOutcome.DONE;
        if (outcome != TableOutcome.DONE) {
            uses[page] = 0;
            counts[page] = 0;
        } else if (use.isTable()) {
            tables++;
            whenTable.run();
        }
        return outcome;
    }

    /** Does not rely on a page's use any more. */
    void drop(final long gpa) {
        final int page = memory.page(gpa);
        final PageUse use = USES[uses[page]];
        if (counts[page] > 1) {
            counts[page]--;
            return;
        }
        if (use.isTable()) {
            tables--;
            observer.scanned(1);
            dismiss(memory.hpa(gpa), use.level(), ENTRIES);
        }
        counts[page] = 0;
        uses[page] = 0;
    }

    // ---- entries ----

    private TableOutcome admitAll(final long table, final int level) {
        observer.scanned(1);
        for (int i = 0; i < ENTRIES; i++) {
            final long entry = host.read(table + 8L * i, 8);
            if ((entry & Pte.V) != 0) {
                final TableOutcome outcome = admit(entry, level);
                if (outcome != TableOutcome.DONE) {
                    dismiss(table, level, i);
                    return outcome;
                }
                host.write(table + 8L * i, 8, live(entry));
            }
        }
        return TableOutcome.DONE;
    }

    /** Gives up what a table's first entries rely on, and gives them back the guest's numbers. */
    private void dismiss(final long table, final int level, final int entries) {
        for (int i = 0; i < entries; i++) {
            final long entry = host.read(table + 8L * i, 8);
            if ((entry & Pte.V) != 0) {
                final long own = own(entry);
                host.write(table + 8L * i, 8, own);
                dismiss(own, level);
            }
        }
    }

    /** Checks a valid entry with the guest's page number, and relies on what it needs. */
    private TableOutcome admit(final long entry, final int level) {
        observer.validated(1);
        if (!isWellFormed(entry, level)) {
            return TableOutcome.BAD_ENTRY;
        }
        final long gpa = Pte.ppn(entry) << 12;
        if (!memory.contains(gpa, FramePool.FRAME_SIZE)) {
            return TableOutcome.NOT_OWN;
        }
        if (level > 0) {
            return hold(gpa, PageUse.table(level - 1));
        }
        return (entry & Pte.W) != 0 ? hold(gpa, PageUse.WRITABLE) : TableOutcome.DONE;
    }

    /** The guest's kernel is in the hart's user mode like the rest of it, so all its pages must be that mode's. Larger pages have no use of their own. */
    private static boolean isWellFormed(final long entry, final int level) {
        if (level > 0) {
            return (entry & ~POINTER_BITS) == 0;
        }
        final boolean readable = (entry & Pte.R) != 0;
        return (entry & ~LEAF_BITS) == 0 && Pte.isLeaf(entry) && (readable || (entry & Pte.W) == 0) && (entry & Pte.U) != 0;
    }

    private void dismiss(final long entry, final int level) {
        if (level > 0 || (entry & Pte.W) != 0) {
            drop(Pte.ppn(entry) << 12);
        }
    }

    /** Returns an entry with the host's page number for the guest's. */
    private long live(final long entry) {
        return moved(entry, memory.hpa(Pte.ppn(entry) << 12));
    }

    private long own(final long entry) {
        return moved(entry, (Pte.ppn(entry) << 12) - memory.hpa() + memory.gpa());
    }

    private static long moved(final long entry, final long pa) {
        return entry & ~(Pte.PPN_MASK << Pte.PPN_SHIFT) | Pte.of(pa, 0);
    }

    /**
     * Changes one entry of a table.
     * @param slot  guest physical address of the entry
     * @param entry with the guest's page number; anything that is not valid maps nothing
     */
    TableOutcome update(final long slot, final long entry) {
        if ((slot & 7) != 0 || !memory.contains(slot, 8)) {
            return TableOutcome.BAD_ADDRESS;
        }
        final PageUse use = use(slot);
        if (!use.isTable()) {
            return TableOutcome.NOT_A_TABLE;
        }
        final boolean valid = (entry & Pte.V) != 0;
        final TableOutcome outcome = valid ? admit(entry, use.level()) : TableOutcome.DONE;
        if (outcome == TableOutcome.DONE) {
            final long hpa = memory.hpa(slot);
            final long old = host.read(hpa, 8);
            host.write(hpa, 8, valid ? live(entry) : entry);
            if ((old & Pte.V) != 0) {
                dismiss(own(old), use.level());
            }
        }
        return outcome;
    }

    @Override
    public void exchange(final StateExchange state) {
        state.numbers("uses", uses);
        state.numbers("counts", counts);
        tables = state.number("tables", tables);
    }
}
