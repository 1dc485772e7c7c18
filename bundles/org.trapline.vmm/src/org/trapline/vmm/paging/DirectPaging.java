// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

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

    private final Bus host;
    private final FramePool frames;
    private final IntSupplier asids;
    private final PrivilegedState guest;
    private final GuestMemory memory;
    private final PagingObserver observer;
    private final DirtyLog dirty;
    private final DirectTables tables;
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
        dirty = parts.dirty();
        observer = parts.observer();
        tables = parts.direct();
        tables.add(this);
    }

    // ---- what the guest asks for ----

    /**
     * Has harts walk these tables.
     * @param kernel for the guest's kernel
     * @param user   for its user mode, 0 if there is none
     */
    public TableOutcome setRoots(final long kernel, final long user) {
        if (!tables.isPage(kernel) || user != NONE && !tables.isPage(user)) {
            return TableOutcome.BAD_ADDRESS;
        }
        TableOutcome outcome = tables.holdRoot(kernel);
        if (outcome == TableOutcome.DONE && user != NONE) {
            outcome = tables.holdRoot(user);
            if (outcome != TableOutcome.DONE) {
                tables.drop(kernel);
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

    /** Has the kernel of this vCPU run with another's table, and no user mode. */
    public void shareRoot(final DirectPaging other) {
        if (other.kernelRoot == NONE) {
            dropRoots();
        } else if (setRoots(other.kernelRoot, NONE) != TableOutcome.DONE) {
            throw new IllegalStateException("a table that is walked cannot be held");
        }
    }

    /** Relies on no table any more; the kernel sees its memory where it is. */
    public void dropRoots() {
        final long oldKernel = kernelRoot;
        final long oldUser = userRoot;
        kernelRoot = NONE;
        userRoot = NONE;
        dropIfNamed(oldKernel);
        dropIfNamed(oldUser);
        stale = true;
    }

    private void dropIfNamed(final long root) {
        if (root != NONE) {
            tables.drop(root);
        }
    }

    /** Returns what it shares with the guest's other vCPUs. */
    public DirectTables shared() {
        return tables;
    }

    /** Tells whether the guest's user mode has a table. */
    public boolean hasUserRoot() {
        return userRoot != NONE;
    }

    /** Forgets all that was asked for: there are no tables any more. */
    void reset() {
        kernelRoot = NONE;
        userRoot = NONE;
        stale = true;
        dropIdentity();
    }

    /** What harts know may not be so any more. */
    void setStale() {
        stale = true;
    }

    /** Makes tables of the roots, after {@link DirectTables#attach}; tells whether they can be. */
    public boolean attach() {
        stale = true;
        return (kernelRoot == NONE || tables.isPage(kernelRoot) && tables.holdRoot(kernelRoot) == TableOutcome.DONE)
            && (userRoot == NONE || tables.isPage(userRoot) && tables.holdRoot(userRoot) == TableOutcome.DONE);
    }

    /** What the guest has named. */
    public void exchangeNames(final StateExchange state) {
        kernelRoot = state.number("kernelRoot", kernelRoot);
        userRoot = state.number("userRoot", userRoot);
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

    void dropIdentity() {
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

    /** A fault in the guest's own tables is the guest's, unless it is that stores are to be noticed. */
    @Override
    public Outcome fill(final long gva, final Access access) {
        final long root = guest.mode() == 0 ? userRoot : kernelRoot;
        if (root != NONE) {
            return access == Access.STORE ? store(root, gva) : Outcome.REFUSED;
        }
        final long gpa = gva & -Ram.PAGE_SIZE;
        if (guest.mode() == 0 || !memory.contains(gpa, Ram.PAGE_SIZE)) {
            return Outcome.REFUSED;
        }
        final long rights = tables.use(gpa).isTable() ? Pte.R | Pte.X : Pte.R | Pte.W | Pte.X;
        if ((rights & access.pteBit()) == 0) {
            return Outcome.REFUSED;
        }
        if (access == Access.STORE) {
            dirty.written(memory.page(gpa));
        }
        if (frames.available() < ShadowSpace.FRAMES_FOR_A_PAGE) {
            dropIdentity();
        }
        final int before = identity().tables();
        final long pte = identity().map(gpa, memory.hpa(gpa), (dirty.mayWrite(memory.page(gpa)) ? rights : rights & ~Pte.W) | Pte.U);
        observer.filled(gpa, 0, pte, identity.tables() - before);
        // It may have been there already, without the right to write.
        stale |= access == Access.STORE;
        return Outcome.FILLED;
    }

    private Outcome store(final long root, final long gva) {
        observer.walked(GuestTables.ROOT_LEVEL + 1);
        final long entry = MODE.isCanonical(gva) ? tables.stored(root, gva) : 0;
        if (entry == 0) {
            return Outcome.REFUSED;
        }
        observer.filled(gva & -Ram.PAGE_SIZE, 0, entry, 0);
        stale = true;
        return Outcome.FILLED;
    }

    @Override
    public void flush() {
        // The guest's tables are what they are; only the VMM's own can be made again.
        dropIdentity();
        stale = true;
    }

    @Override
    public void protectStores() {
        if (identity != null) {
            observer.protectedStores(identity.protectStores());
        }
        tables.protectStores(this);
    }

    /** @throws UnsupportedOperationException always; such a guest's memory stays where it is */
    @Override
    public int unmap(final long gpa) {
        throw new UnsupportedOperationException("pages do not move with direct paging");
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public boolean takeUse(final long gpa) {
        throw new UnsupportedOperationException("pages do not move with direct paging");
    }

    @Override
    public void release() {
        dropIdentity();
    }

    @Override
    public int tables() {
        return tables.count() + (identity == null ? 0 : identity.tables());
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
