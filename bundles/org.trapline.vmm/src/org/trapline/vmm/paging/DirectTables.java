// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** What the vCPUs of a guest have in common with direct paging: which pages of its memory are tables, and which of them are pinned. */
public final class DirectTables implements PageKeeper, Stateful {
    private static final PageUse ROOT = PageUse.table(GuestTables.ROOT_LEVEL);
    private static final int MOST_PINNED = 1 << 20;

    private final GuestMemory memory;
    private final PagingObserver observer;
    private final GuestTables tables;
    private final Set<Long> pinned = new TreeSet<>();
    private final List<DirectPaging> users = new ArrayList<>();
    // Within one exit of the guest.
    private boolean changed;

    /**
     * Creates what a guest that has no tables has.
     * @param host  the host's memory
     * @param dirty knows which pages may not be written unnoticed
     */
    public DirectTables(final Bus host, final GuestMemory memory, final DirtyLog dirty, final PagingObserver observer) {
        this.memory = memory;
        this.observer = observer;
        tables = new GuestTables(host, memory, dirty, observer);
        tables.setWhenTable(() -> {
            changed = true;
            users.forEach(DirectPaging::dropIdentity);
        });
    }

    void add(final DirectPaging user) {
        users.add(user);
    }

    boolean isPage(final long gpa) {
        return (gpa & Ram.PAGE_SIZE - 1) == 0 && memory.contains(gpa, Ram.PAGE_SIZE);
    }

    // ---- what the guest asks for ----

    /** Has a page be a first table until {@link #unpin}, whether a hart walks it or not. */
    public TableOutcome pin(final long gpa) {
        if (!isPage(gpa)) {
            return TableOutcome.BAD_ADDRESS;
        }
        if (pinned.contains(gpa)) {
            return TableOutcome.BUSY;
        }
        final TableOutcome outcome = holdRoot(gpa);
        if (outcome == TableOutcome.DONE) {
            pinned.add(gpa);
        }
        return outcome;
    }

    /** Ends what {@link #pin} began. */
    public TableOutcome unpin(final long gpa) {
        if (!pinned.remove(gpa)) {
            return TableOutcome.NOT_A_TABLE;
        }
        drop(gpa);
        return TableOutcome.DONE;
    }

    /** Relies on a page that is a first table; it is the guest's. */
    TableOutcome holdRoot(final long gpa) {
        return tables.hold(gpa, ROOT);
    }

    /** As {@link GuestTables#update}. */
    public TableOutcome update(final long slot, final long entry) {
        final TableOutcome outcome = tables.update(slot, entry);
        if (outcome == TableOutcome.DONE) {
            changed();
        }
        return outcome;
    }

    @Override
    public TableOutcome holdWritable(final long gpa) {
        return isPage(gpa) ? tables.hold(gpa, PageUse.WRITABLE) : TableOutcome.BAD_ADDRESS;
    }

    @Override
    public void drop(final long gpa) {
        tables.drop(gpa);
        changed();
    }

    @Override
    public boolean isOwn(final long gpa) {
        return isPage(gpa);
    }

    @Override
    public boolean isWritable(final long gpa) {
        return isPage(gpa) && !tables.use(gpa).isTable();
    }

    /** Forgets all that the guest has asked for: its memory has been loaded anew. */
    public void reset() {
        tables.clear();
        pinned.clear();
        users.forEach(DirectPaging::reset);
        changed();
    }

    /** What harts know of the tables may not be so any more. */
    private void changed() {
        changed = true;
        users.forEach(DirectPaging::setStale);
    }

    /** Tells whether harts may know what is not so any more, since this was last asked. */
    public boolean takeChanged() {
        final boolean was = changed;
        changed = false;
        return was;
    }

    PageUse use(final long gpa) {
        return tables.use(gpa);
    }

    /** Returns how many tables there are. */
    public int count() {
        return tables.tables();
    }

    /** Returns how often a page is relied on as what it is, for an onlooker. */
    public int count(final long gpa) {
        return tables.count(gpa);
    }

    // ---- stores that are to be noticed ----

    /** Takes the right to write from every entry for a page that is clean; for the first of those that share the tables, since one pass is enough. */
    void protectStores(final DirectPaging asked) {
        if (asked == users.getFirst()) {
            observer.scanned(tables.tables());
            observer.protectedStores(tables.protectStores());
        }
        asked.setStale();
    }

    long stored(final long root, final long gva) {
        return tables.stored(root, gva);
    }

    // ---- the guest's memory, elsewhere ----

    /** Returns which pages of the guest's memory, counted from its start, have the host's numbers. */
    public int[] pages() {
        return tables.pages();
    }

    /** Tells whether such a page is one. */
    public boolean isTable(final int page) {
        return tables.isTable(page);
    }

    /** Gives the entries in a copy of such a page the numbers that the guest knows: so they mean the same on any host. */
    public void makeOwn(final int page, final byte[] copy) {
        tables.makeOwn(page, copy);
    }

    /** Lets the work of giving all of them the guest's numbers be paid for. */
    public void payForCopies() {
        observer.scanned(tables.tables());
    }

    /** Makes tables of what is pinned, in a memory that has the guest's numbers, as if it asked for that now; tells whether all of them can be. */
    public boolean attach() {
        tables.clear();
        changed();
        boolean done = true;
        for (final long each : pinned) {
            done = done && isPage(each) && holdRoot(each) == TableOutcome.DONE;
        }
        return done;
    }

    /** What the guest has pinned. */
    public void exchangeNames(final StateExchange state) {
        final long[] kept = state.list("pinned", pinned.stream().mapToLong(Long::longValue).toArray(), MOST_PINNED, memory.gpa(), memory.gpa() + memory.size());
        if (state.isRestoring()) {
            pinned.clear();
            for (final long each : kept) {
                pinned.add(each);
            }
        }
    }

    @Override
    public void exchange(final StateExchange state) {
        state.part("tables", tables);
        exchangeNames(state);
    }
}
