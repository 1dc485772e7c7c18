// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.isa.Csr;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.PageWalker;
import org.trapline.machine.mmu.PagingMode;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.mmu.StagedWalk;
import org.trapline.machine.mmu.TableMemory;
import org.trapline.machine.state.StateExchange;

/**
 * The shadow page tables of one vCPU: for each view that the guest has of its memory, a table that maps guest virtual addresses straight to
 * host physical ones. Entries are made when the hart faults for want of one, and dropped when the guest executes a fence, changes its memory
 * protection, or the VMM runs out of frames. To the guest all of it is a TLB.
 *
 * <p>A page is only mapped with the rights that the guest's own tables and its PMP give it, and only if it is the guest's memory.
 *
 * <p>Where a hart has modes for guests, kernel and programs share a table as they share the guest's, and it has the guest's U bits; the second stage is
 * off. While the guest has no tables, its kernel and its programs have one each: no page is there for both.
 */
public final class ShadowPaging implements Paging {
    private static final int MAX_SPACES = 16;
    /** Numbers that say all about a space but its tables. */
    private static final int SPACE_FIELDS = 8;
    private static final int NO_VMID = 0;

    private final Bus host;
    private final FramePool frames;
    private final IntSupplier asids;
    private final PrivilegedState guest;
    private final TableMemory guestTables;
    private final GuestMemory memory;
    private final boolean hardwareAd;
    private final PageWalker walker;
    private final StagedWalk stages;
    private final DirtyLog dirty;
    private final SourcePages sources;
    private final KernelPlace kernel;
    private final PagingObserver observer;
    private final List<ShadowSpace> spaces = new ArrayList<>();
    private final List<Integer> retired = new ArrayList<>();
    private final ReverseMap mappings;
    private ShadowSpace current;

    /** Creates shadow paging with no entries. */
    public ShadowPaging(PagingParts parts) {
        host = parts.host();
        frames = parts.frames();
        asids = parts.spaces();
        guest = parts.guest();
        guestTables = parts.guestTables();
        memory = parts.memory();
        dirty = parts.dirty();
        sources = parts.sources();
        kernel = parts.kernel();
        hardwareAd = parts.hardwareAd();
        observer = parts.observer();
        walker = new PageWalker(guestTables);
        stages = new StagedWalk(guest, guestTables, hardwareAd);
        mappings = memory.isPaged() ? new ReverseMap(host, memory) : null;
        sources.add(this);
    }

    @Override
    public void enter(Hart hart) {
        final PrivilegedState physical = hart.state();
        final long satp = satp();
        retired.forEach(asid -> fence(hart, asid));
        retired.clear();
        if (hasGuestModes() && physical.hgatp() != 0) {
            // There is one stage only, and it leads to the host's own addresses.
            physical.write(Csr.HGATP, 0);
        }
        final Csr root = hasGuestModes() ? Csr.VSATP : Csr.SATP;
        if (physical.read(root) != satp) {
            physical.write(root, satp);
        }
    }

    private boolean hasGuestModes() {
        return kernel == KernelPlace.GUEST_MODE;
    }

    private void fence(Hart hart, int asid) {
        if (hasGuestModes()) {
            hart.fenceFirstStage(NO_VMID, asid);
        } else {
            hart.fenceAddressSpace(asid);
        }
    }

    @Override
    public void moveTo(Hart hart) {
        spaces.forEach(space -> fence(hart, space.asid));
    }

    /** Returns what the hart's {@code satp}, or {@code vsatp}, must be for the guest's present view of its memory. */
    public long satp() {
        final GuestView view = hasGuestModes() ? GuestView.inGuestModes(guest) : GuestView.of(guest);
        if (current == null || !current.view.equals(view)) {
            current = space(view);
            observer.switched();
        }
        return current.satp();
    }

    private ShadowSpace space(GuestView view) {
        for (final ShadowSpace space : spaces) {
            if (space.view.equals(view)) {
                return space;
            }
        }
        if (spaces.size() == MAX_SPACES || frames.available() < ShadowSpace.FRAMES_FOR_A_PAGE) {
            flush();
        }
        final ShadowSpace space = new ShadowSpace(view, tableMode(view), asids.getAsInt(), host, frames);
        spaces.add(space);
        return space;
    }

    /** Sv39 covers what a guest can address without translation, as far as there can be memory. */
    private static PagingMode tableMode(GuestView view) {
        return view.paging() == PagingMode.BARE ? PagingMode.SV39 : view.paging();
    }

    /** As the interface says, in the view that {@link #satp} last chose. */
    @Override
    public Outcome fill(long gva, Access access) {
        if (current == null) {
            // Dropped while the guest ran, by a fence of another hart's.
            satp();
        }
        final GuestView view = current.view;
        final long page = gva & -Ram.PAGE_SIZE;
        if (!current.mode.isCanonical(gva) || view.split() && access != Access.FETCH || view.nested() && kernel == KernelPlace.ELSEWHERE) {
            return Outcome.REFUSED;
        }
        long gpa = page;
        long guestPte = 0;
        // What is in the hart's user mode can have no other pages; where the hart has a mode for the guest's kernel, that can have none of user mode's.
        long user = hasGuestModes() && view.isSupervisor() ? 0 : Pte.U;
        long rights = Pte.R | Pte.W | Pte.X;
        if (view.nested()) {
            final boolean permitted = stages.walk(gva, access);
            observer.walked(stages.levels());
            if (!permitted) {
                return Outcome.REFUSED;
            }
            gpa = stages.pa() & -Ram.PAGE_SIZE;
            rights = stages.rights();
        } else if (view.paging() != PagingMode.BARE) {
            final int modes = GuestView.of(guest).modes() | PageWalker.tableModes(guest, hardwareAd);
            final PageWalker.Outcome outcome = walker.walk(view.paging(), Pte.ppn(view.satp() << Pte.PPN_SHIFT) << 12, gva, access, modes);
            observer.walked(view.paging().levels() - walker.level());
            if (outcome != PageWalker.Outcome.MAPPED) {
                return Outcome.REFUSED;
            }
            gpa = walker.pa() & -Ram.PAGE_SIZE;
            guestPte = walker.pte();
            rights = rights(guestPte, view.modes());
            user = hasGuestModes() ? guestPte & Pte.U : user;
        }
        final long device = memory.windows().hpa(gpa);
        if (device >= 0) {
            rights = withProtection(rights, gpa, view) & ~Pte.X;
            if ((rights & access.pteBit()) == 0) {
                return Outcome.REFUSED;
            }
            map(page, device, rights | user, guestPte);
            return Outcome.FILLED;
        }
        if (!memory.contains(gpa, Ram.PAGE_SIZE)) {
            return Outcome.REFUSED;
        }
        rights = withProtection(rights, gpa, view);
        if (kernel == KernelPlace.ELSEWHERE && !view.isUser()) {
            rights &= ~Pte.X;
        }
        if (!sources.mayWrite(gpa)) {
            rights &= ~Pte.W;
        }
        if ((rights & access.pteBit()) == 0) {
            return Outcome.REFUSED;
        }
        map(page, memory.hpa(gpa), withDirtyLog(rights, gpa, access) | user, guestPte);
        if (mappings != null) {
            mappings.add(current, page, gpa);
        }
        return Outcome.FILLED;
    }

    /** Rights are given for good, so a page that is not dirty yet must fault again on its first store. */
    private long rights(long pte, int modes) {
        if (hasGuestModes()) {
            // Which mode may use them, the hart finds out from access to access.
            return pte & (Pte.R | Pte.X | ((pte & Pte.D) != 0 ? Pte.W : 0));
        }
        long rights = 0;
        for (final Access access : Access.values()) {
            if (PageWalker.permits(pte, access, modes) && (access != Access.STORE || (pte & Pte.D) != 0)) {
                rights |= access.pteBit();
            }
        }
        return rights;
    }

    private long withProtection(long rights, long gpa, GuestView view) {
        if (!guest.pmp().isUniform(gpa, Ram.PAGE_SIZE)) {
            return 0;
        }
        long left = view.split() ? rights & Pte.X : rights;
        for (final Access access : Access.values()) {
            if (!guest.pmp().allows(gpa, Ram.PAGE_SIZE, access, view.mode())) {
                left &= ~access.pteBit();
            }
        }
        // A writable entry that is not readable is reserved.
        return (left & Pte.R) == 0 ? left & ~Pte.W : left;
    }

    /** A page that is to be seen written must fault again on its first store. */
    private long withDirtyLog(long rights, long gpa, Access access) {
        int page = memory.page(gpa);
        if (access == Access.STORE) {
            dirty.written(page);
        }
        return dirty.mayWrite(page) ? rights : rights & ~Pte.W;
    }

    private void map(long page, long hpa, long rights, long guestPte) {
        if (frames.available() < ShadowSpace.FRAMES_FOR_A_PAGE) {
            final GuestView view = current.view;
            flush();
            current = space(view);
        }
        final int before = current.tables();
        final long pte = current.map(page, hpa, rights);
        observer.filled(page, guestPte, pte, current.tables() - before);
    }

    /**
     * Maps a page of the VMM's own code, which the guest can neither read nor write, in the view that {@link #satp} last chose.
     * @param page guest virtual address
     */
    public void mapCode(long page, long hpa) {
        if (current == null) {
            satp();
        }
        map(page, hpa, Pte.X | Pte.U, 0);
    }

    /** Takes the right to write a page of the guest's memory away, wherever it is mapped. */
    void protectStores(long gpa) {
        final long hpa = memory.locate(gpa);
        int entries = 0;
        for (final ShadowSpace space : spaces) {
            final int changed = hpa < 0 ? 0 : space.protectStores(hpa);
            if (changed > 0) {
                entries += changed;
                retired.add(space.asid);
            }
        }
        observer.protectedStores(entries);
    }

    @Override
    public int unmap(long gpa) {
        return mappings.unmap(gpa, spaces);
    }

    @Override
    public boolean takeUse(long gpa) {
        return mappings.takeUse(gpa, spaces);
    }

    // ---- what the guest does to its translations ----

    @Override
    public void fenced(long va, int asid) {
        if (va == ALL) {
            dropIf(GuestView::isTranslated);
        } else {
            drop(va);
        }
    }

    @Override
    public void guestFenced() {
        dropIf(GuestView::nested);
    }

    @Override
    public void protectionChanged() {
        flush();
    }

    /** Drops one page from every space that translates; the others do not depend on the guest's tables. */
    private void drop(long gva) {
        for (final ShadowSpace space : spaces) {
            final long pte = space.view.isTranslated() ? space.unmap(gva) : 0;
            if (pte != 0) {
                observer.dropped(gva & -Ram.PAGE_SIZE, pte);
            }
        }
    }

    @Override
    public void flush() {
        dropIf(_ -> true);
    }

    @Override
    public void release() {
        dropIf(_ -> true);
    }

    @Override
    public void protectStores() {
        int entries = 0;
        for (final ShadowSpace space : spaces) {
            entries += space.protectStores();
            retired.add(space.asid);
        }
        observer.protectedStores(entries);
    }

    private void dropIf(Predicate<GuestView> condition) {
        int dropped = 0;
        for (final var each = spaces.iterator(); each.hasNext();) {
            final ShadowSpace space = each.next();
            if (condition.test(space.view)) {
                retired.add(space.asid);
                space.release();
                each.remove();
                dropped++;
            }
        }
        if (dropped > 0) {
            current = null;
            observer.flushed(dropped);
        }
    }

    // ---- state: the tables themselves are in the host's memory ----

    @Override
    public void exchange(StateExchange state) {
        state.part("frames", frames);
        long[] fields = new long[spaces.size() * SPACE_FIELDS];
        for (int i = 0; i < spaces.size(); i++) {
            final ShadowSpace space = spaces.get(i);
            final GuestView view = space.view;
            final long[] of = {view.satp(), view.mode(), view.modes(), (view.split() ? 1 : 0) + (view.nested() ? 2 : 0), space.asid,
                space.root(), space.tables(), view.hgatp()};
            System.arraycopy(of, 0, fields, i * SPACE_FIELDS, SPACE_FIELDS);
        }
        fields = state.list("spaces", fields, MAX_SPACES * SPACE_FIELDS, Long.MIN_VALUE, Long.MAX_VALUE);
        final long[] old = state.list("retired", retired.stream().mapToLong(Integer::longValue).toArray(), Integer.MAX_VALUE, 0, 0xffff);
        final int chosen = state.number("current", spaces.indexOf(current), -1, MAX_SPACES - 1);
        if (state.isRestoring()) {
            spaces.clear();
            for (int at = 0; at + SPACE_FIELDS <= fields.length; at += SPACE_FIELDS) {
                final GuestView view = new GuestView(fields[at], (int) fields[at + 1] & 3, (int) fields[at + 2],
                    (fields[at + 3] & 1) != 0, (fields[at + 3] & 2) != 0, fields[at + 7]);
                spaces.add(new ShadowSpace(view, tableMode(view), (int) fields[at + 4], host, frames, fields[at + 5], (int) fields[at + 6]));
            }
            retired.clear();
            for (final long asid : old) {
                retired.add((int) asid);
            }
            if (mappings != null) {
                mappings.invalidate();
            }
            current = chosen >= 0 && chosen < spaces.size() ? spaces.get(chosen) : null;
        }
    }

    @Override
    public int tables() {
        return spaces.stream().mapToInt(ShadowSpace::tables).sum();
    }
}
