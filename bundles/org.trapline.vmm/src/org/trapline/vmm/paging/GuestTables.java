// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.LittleEndian;
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
 *
 * <p>While stores are to be noticed, entries for pages that are clean have no right to write. Which of them are to have it is known here.
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
    private final DirtyLog dirty;
    private final PagingObserver observer;
    private final byte[] uses;
    private final int[] counts;
    // Of each table of the last level, by its page: the entries from which the right to write was taken; null where there are none.
    private final BitSet[] withheld;
    private Runnable whenTable = () -> { };
    private int tables;

    GuestTables(final Bus host, final GuestMemory memory, final DirtyLog dirty, final PagingObserver observer) {
        this.host = host;
        this.memory = memory;
        this.dirty = dirty;
        this.observer = observer;
        final int pages = (int) (memory.size() / FramePool.FRAME_SIZE);
        uses = new byte[pages];
        counts = new int[pages];
        withheld = new BitSet[pages];
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
        Arrays.fill(uses, (byte) 0);
        Arrays.fill(counts, 0);
        Arrays.fill(withheld, null);
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
        final TableOutcome outcome = use.isTable() ? admitAll(gpa, use.level()) : TableOutcome.DONE;
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
            dismissAll(gpa & -FramePool.FRAME_SIZE, use.level(), ENTRIES);
        }
        counts[page] = 0;
        uses[page] = 0;
    }

    // ---- entries ----

    private TableOutcome admitAll(final long table, final int level) {
        observer.scanned(1);
        for (int i = 0; i < ENTRIES; i++) {
            final long slot = table + 8L * i;
            final long entry = host.read(memory.hpa(slot), 8);
            if ((entry & Pte.V) != 0) {
                final TableOutcome outcome = admit(entry, level);
                if (outcome != TableOutcome.DONE) {
                    dismissAll(table, level, i);
                    return outcome;
                }
                put(slot, entry, level);
            }
        }
        return TableOutcome.DONE;
    }

    /** Gives up what a table's first entries rely on, and gives them back the guest's numbers. */
    private void dismissAll(final long table, final int level, final int entries) {
        for (int i = 0; i < entries; i++) {
            final long slot = table + 8L * i;
            final long entry = host.read(memory.hpa(slot), 8);
            if ((entry & Pte.V) != 0) {
                final long own = own(slot, entry);
                forget(slot);
                write(slot, own);
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

    /** Writes a checked entry as harts are to find it. */
    private void put(final long slot, final long entry, final int level) {
        final long gpa = Pte.ppn(entry) << 12;
        long live = moved(entry, memory.hpa(gpa));
        if (level == 0 && (entry & Pte.W) != 0 && !dirty.mayWrite(memory.page(gpa))) {
            withhold(slot);
            live &= ~Pte.W;
        }
        write(slot, live);
    }

    private void write(final long slot, final long entry) {
        dirty.storeUnnoticed(host, memory.hpa(slot), entry);
    }

    /** Returns what the guest has written for an entry as harts find it. */
    private long own(final long slot, final long entry) {
        return moved(isWithheld(slot) ? entry | Pte.W : entry, (Pte.ppn(entry) << 12) - memory.hpa() + memory.gpa());
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
            dirty.written(memory.page(slot));
            final long old = own(slot, host.read(memory.hpa(slot), 8));
            forget(slot);
            if (valid) {
                put(slot, entry, use.level());
            } else {
                write(slot, entry);
            }
            if ((old & Pte.V) != 0) {
                dismiss(old, use.level());
            }
        }
        return outcome;
    }

    // ---- stores that are to be noticed ----

    private void withhold(final long slot) {
        final int page = memory.page(slot);
        if (withheld[page] == null) {
            withheld[page] = new BitSet();
        }
        withheld[page].set(index(slot));
    }

    private boolean isWithheld(final long slot) {
        final BitSet of = withheld[memory.page(slot)];
        return of != null && of.get(index(slot));
    }

    private void forget(final long slot) {
        final BitSet of = withheld[memory.page(slot)];
        if (of != null) {
            of.clear(index(slot));
        }
    }

    private static int index(final long slot) {
        return (int) (slot >>> 3) & ENTRIES - 1;
    }

    /** Takes the right to write from every entry for a page that is clean; returns how many had it. */
    int protectStores() {
        int taken = 0;
        for (int page = 0; page < uses.length; page++) {
            if (uses[page] == PageUse.TABLE_0.ordinal()) {
                final long table = memory.gpa() + (long) page * FramePool.FRAME_SIZE;
                for (int i = 0; i < ENTRIES; i++) {
                    taken += protectStores(table + 8L * i);
                }
            }
        }
        return taken;
    }

    private int protectStores(final long slot) {
        final long entry = host.read(memory.hpa(slot), 8);
        if ((entry & Pte.V) == 0 || (entry & Pte.W) == 0 || dirty.mayWrite(memory.page((Pte.ppn(entry) << 12) - memory.hpa() + memory.gpa()))) {
            return 0;
        }
        withhold(slot);
        write(slot, entry & ~Pte.W);
        return 1;
    }

    /**
     * Deals with a fault of a store: gives back the right to write if it was taken for the log's sake.
     * @param root guest physical address of the first table
     * @return the entry as harts find it now; 0 if it was not the log that was in the way
     */
    long stored(final long root, final long gva) {
        long table = root;
        for (int level = ROOT_LEVEL; level > 0; level--) {
            final long pointer = host.read(memory.hpa(slot(table, gva, level)), 8);
            if ((pointer & Pte.V) == 0) {
                return 0;
            }
            table = (Pte.ppn(pointer) << 12) - memory.hpa() + memory.gpa();
        }
        final long slot = slot(table, gva, 0);
        final long entry = host.read(memory.hpa(slot), 8);
        if (isWithheld(slot)) {
            forget(slot);
            dirty.written(memory.page((Pte.ppn(entry) << 12) - memory.hpa() + memory.gpa()));
            write(slot, entry | Pte.W);
            return entry | Pte.W;
        }
        // Another of the guest's harts may have come first, and this one remembers what was.
        final long needed = Pte.V | Pte.W | Pte.A | Pte.D;
        return (entry & needed) == needed ? entry : 0;
    }

    private static long slot(final long table, final long gva, final int level) {
        return table + ((gva >>> 12 + 9 * level & ENTRIES - 1) << 3);
    }

    // ---- as the guest would have them ----

    /** Returns which pages of the guest's memory are tables. */
    int[] pages() {
        return IntStream.range(0, uses.length).filter(page -> USES[uses[page]].isTable()).toArray();
    }

    /** Tells whether a page of the guest's memory is a table. */
    boolean isTable(final int page) {
        return USES[uses[page]].isTable();
    }

    /** Gives the entries in a copy of a table's page the guest's numbers and rights. */
    void makeOwn(final int page, final byte[] copy) {
        final long table = memory.gpa() + (long) page * FramePool.FRAME_SIZE;
        for (int i = 0; i < ENTRIES; i++) {
            final long entry = LittleEndian.getLong(copy, 8 * i);
            if ((entry & Pte.V) != 0) {
                LittleEndian.put(copy, 8 * i, 8, own(table + 8L * i, entry));
            }
        }
    }

    @Override
    public void exchange(final StateExchange state) {
        state.numbers("uses", uses);
        state.numbers("counts", counts);
        tables = state.number("tables", tables);
        final long[] taken = state.list("withheld", withheldSlots(), Integer.MAX_VALUE, memory.gpa(), memory.gpa() + memory.size() - 1);
        if (state.isRestoring()) {
            Arrays.fill(withheld, null);
            for (final long slot : taken) {
                withhold(slot);
            }
        }
    }

    private long[] withheldSlots() {
        return IntStream.range(0, withheld.length).filter(page -> withheld[page] != null).boxed()
            .flatMapToLong(page -> withheld[page].stream().mapToLong(i -> memory.gpa() + (long) page * FramePool.FRAME_SIZE + 8L * i)).toArray();
    }
}
