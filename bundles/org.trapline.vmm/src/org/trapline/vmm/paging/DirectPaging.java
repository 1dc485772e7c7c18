// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;

import org.trapline.isa.Csr;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.PagingMode;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.state.StateExchange;

/**
 * Direct paging: the hart walks the guest's own tables where they stand, after the VMM has looked at every entry of them. The guest has two tables, one
 * that its kernel runs with and one for its user mode, since to the hart both are user mode. Until it has named them its kernel sees its memory where it is,
 * by a table of the VMM's that shows it tables without the right to write.
 */
public final class DirectPaging implements Paging {
    private static final int NONE = 0;
    private static final PagingMode MODE = PagingMode.SV39;
    private static final int MOST_PINNED = 1 << 20;

    private final Bus host;
    private final FramePool frames;
    private final IntSupplier asids;
    private final PrivilegedState guest;
    private final GuestMemory memory;
    private final PagingObserver observer;
    private final GuestTables tables;
    private final Set<Long> pinned = new TreeSet<>();
    private ShadowSpace identity;
    private long kernelRoot = NONE;
    private long userRoot = NONE;
    // Those of the identity, the kernel's and the user's table; none before the first entry.
    private final int[] spaces = new int[3];
    private boolean stale;

    /** Creates direct paging of a guest that has not named its tables. */
    public DirectPaging(final PagingParts parts) {
        host = parts.host();
        frames = parts.frames();
        asids = parts.spaces();
        guest = parts.guest();
        memory = parts.memory();
        observer = parts.observer();
        tables = new GuestTables(host, memory, observer);
        tables.setWhenTable(this::dropIdentity);
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
        final TableOutcome outcome = tables.hold(gpa, PageUse.table(GuestTables.ROOT_LEVEL));
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

    /**
     * Has harts walk these tables.
     * @param kernel for the guest's kernel
     * @param user   for its user mode, 0 if there is none
     */
    public TableOutcome setRoots(final long kernel, final long user) {
        if (!isPage(kernel) || user != NONE && !isPage(user)) {
            return TableOutcome.BAD_ADDRESS;
        }
        final PageUse root = PageUse.table(GuestTables.ROOT_LEVEL);
        TableOutcome outcome = tables.hold(kernel, root);
        if (outcome == TableOutcome.DONE && user != NONE) {
            outcome = tables.hold(user, root);
            if (outcome != TableOutcome.DONE) {
                drop(kernel);
            }
        }
        if (outcome == TableOutcome.DONE) {
            final long oldKernel = kernelRoot;
            final long oldUser = userRoot;
            kernelRoot = kernel;
            userRoot = user;
            dropIfNamed(oldKernel);
            dropIfNamed(oldUser);
            stale = true;
        }
        return outcome;
    }

    private void dropIfNamed(final long root) {
        if (root != NONE) {
            drop(root);
        }
    }

    /** As {@link GuestTables#update}. */
    public TableOutcome update(final long slot, final long entry) {
        final TableOutcome outcome = tables.update(slot, entry);
        stale |= outcome == TableOutcome.DONE;
        return outcome;
    }

    /** Makes sure that a page is no table, until {@link #drop}: the VMM is going to write there. */
    public TableOutcome holdWritable(final long gpa) {
        return isPage(gpa) ? tables.hold(gpa, PageUse.WRITABLE) : TableOutcome.BAD_ADDRESS;
    }

    /** Ends what {@link #holdWritable} began. */
    public void drop(final long gpa) {
        tables.drop(gpa);
        stale = true;
    }

    /** Tells whether the guest's user mode has a table. */
    public boolean hasUserRoot() {
        return userRoot != NONE;
    }

    private boolean isPage(final long gpa) {
        return (gpa & Ram.PAGE_SIZE - 1) == 0 && memory.contains(gpa, Ram.PAGE_SIZE);
    }

    /** Forgets all that the guest has asked for: its memory has been loaded anew. */
    public void reset() {
        tables.clear();
        pinned.clear();
        kernelRoot = NONE;
        userRoot = NONE;
        stale = true;
        dropIdentity();
    }

    // ---- its memory, elsewhere ----

    /** Gives all tables the guest's page numbers again; which they are stays known, for {@link #attach}. */
    public void detach() {
        pinned.forEach(tables::drop);
        dropIfNamed(kernelRoot);
        dropIfNamed(userRoot);
        stale = true;
    }

    /** Makes tables of what the guest has named, in a memory with its page numbers, as if it asked for that now; tells whether all of them can be. */
    public boolean attach() {
        tables.clear();
        stale = true;
        boolean done = true;
        for (final long each : pinned) {
            done = done && holdRoot(each);
        }
        return done && (kernelRoot == NONE || holdRoot(kernelRoot)) && (userRoot == NONE || holdRoot(userRoot));
    }

    private boolean holdRoot(final long gpa) {
        return isPage(gpa) && tables.hold(gpa, PageUse.table(GuestTables.ROOT_LEVEL)) == TableOutcome.DONE;
    }

    /** What the guest has named. */
    public void exchangeNames(final StateExchange state) {
        final long[] kept = state.list("pinned", pinned.stream().mapToLong(Long::longValue).toArray(), MOST_PINNED, memory.gpa(), memory.gpa() + memory.size());
        kernelRoot = state.number("kernelRoot", kernelRoot);
        userRoot = state.number("userRoot", userRoot);
        if (state.isRestoring()) {
            pinned.clear();
            for (final long each : kept) {
                pinned.add(each);
            }
        }
    }

    // ---- the hart ----

    @Override
    public void enter(final Hart hart) {
        final PrivilegedState physical = hart.state();
        if (stale) {
            fence(hart);
            stale = false;
        }
        final long satp = satp();
        if (physical.read(Csr.SATP) != satp) {
            physical.write(Csr.SATP, satp);
        }
    }

    private long satp() {
        final boolean kernel = guest.mode() != 0;
        final long root = kernel ? kernelRoot : userRoot;
        if (root == NONE) {
            return identity().satp();
        }
        final int which = kernel ? 1 : 2;
        return (long) MODE.code() << 60 | (long) space(which) << 44 | memory.hpa(root) >>> 12;
    }

    private int space(final int which) {
        if (spaces[which] == 0) {
            spaces[which] = asids.getAsInt();
        }
        return spaces[which];
    }

    private ShadowSpace identity() {
        if (identity == null) {
            identity = new ShadowSpace(GuestView.of(guest), MODE, space(0), host, frames);
        }
        return identity;
    }

    private void dropIdentity() {
        if (identity != null) {
            identity.release();
            identity = null;
            stale = true;
            observer.flushed(1);
        }
    }

    private void fence(final Hart hart) {
        for (final int space : spaces) {
            if (space != 0) {
                hart.fenceAddressSpace(space);
            }
        }
    }

    @Override
    public void moveTo(final Hart hart) {
        fence(hart);
    }

    /** A fault in the guest's own tables is the guest's. */
    @Override
    public Outcome fill(final long gva, final Access access) {
        final long gpa = gva & -Ram.PAGE_SIZE;
        if (guest.mode() == 0 || kernelRoot != NONE || !memory.contains(gpa, Ram.PAGE_SIZE)) {
            return Outcome.REFUSED;
        }
        final long rights = tables.use(gpa).isTable() ? Pte.R | Pte.X : Pte.R | Pte.W | Pte.X;
        if ((rights & access.pteBit()) == 0) {
            return Outcome.REFUSED;
        }
        if (frames.available() < ShadowSpace.FRAMES_FOR_A_PAGE) {
            dropIdentity();
        }
        final int before = identity().tables();
        final long pte = identity().map(gpa, memory.hpa(gpa), rights | Pte.U);
        observer.filled(gpa, 0, pte, identity.tables() - before);
        return Outcome.FILLED;
    }

    @Override
    public void flush() {
        // The guest's tables are what they are; only the VMM's own can be made again.
        dropIdentity();
        stale = true;
    }

    /** @throws UnsupportedOperationException always; the domain refuses before */
    @Override
    public void protectStores() {
        throw new UnsupportedOperationException("stores are not noted with direct paging");
    }

    @Override
    public boolean isBoundToHost() {
        return true;
    }

    @Override
    public void release() {
        dropIdentity();
    }

    @Override
    public int tables() {
        return tables.tables() + (identity == null ? 0 : identity.tables());
    }

    /** Returns how often a page is relied on as what it is, for an onlooker. */
    public int count(final long gpa) {
        return tables.count(gpa);
    }

    // ---- what a guest does by instructions that it has no use for ----

    @Override
    public void fenced(final long va, final int asid) {
        stale = true;
    }

    @Override
    public void guestFenced() {
        stale = true;
    }

    @Override
    public void protectionChanged() {
        stale = true;
    }

    // ---- state ----

    @Override
    public void exchange(final StateExchange state) {
        state.part("frames", frames);
        state.part("tables", tables);
        exchangeNames(state);
        state.numbers("spaces", spaces);
        stale = state.flag("stale", stale);
        final long root = state.number("identity", identity == null ? NONE : identity.root());
        final int count = state.number("identityTables", identity == null ? 0 : identity.tables());
        if (state.isRestoring()) {
            identity = root == NONE ? null : new ShadowSpace(GuestView.of(guest), MODE, spaces[0], host, frames, root, count);
        }
    }
}
