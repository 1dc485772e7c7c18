// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;

import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.PageWalker;
import org.trapline.machine.mmu.PagingMode;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.state.StateExchange;

/**
 * The second stage of one vCPU's translation: tables that map guest physical addresses to the host's, which the hart walks for each address that
 * the guest's own tables give. They do not depend on those, so a guest may change its own as it likes.
 *
 * <p>There is a table for each {@link View} that physical memory has, because of the guest's PMP. Entries are made on the first access to a page.
 */
public final class NestedPaging implements Paging {
    /** Numbers that say all about a table but its entries. */
    private static final int SPACE_FIELDS = 4;
    private static final View[] VIEWS = View.values();

    /** With whose rights the guest's physical memory is seen. */
    enum View {
        /** S and U mode, which PMP treats alike. */
        SUPERVISOR,
        /** M mode. */
        MACHINE,
        /** M mode while mstatus.MPRV gives loads and stores another mode's translation: the hart only fetches. */
        MACHINE_FETCH,
        /** A guest's own guest: its second stage, by the guest's tables, and then this one, in one. */
        GUEST
    }

    private final Bus host;
    private final FramePool frames;
    private final IntSupplier vmids;
    private final PrivilegedState guest;
    private final GuestMemory memory;
    private final DirtyLog dirty;
    private final PagingObserver observer;
    private final SecondStage[] spaces = new SecondStage[VIEWS.length];
    private final List<Integer> retired = new ArrayList<>();
    private final boolean hardwareAd;
    private final PageWalker walker;
    private final ReverseMap mappings;
    private boolean firstStageStale;
    private long guestHgatp;

    public NestedPaging(PagingParts parts) {
        host = parts.host();
        frames = parts.frames();
        vmids = parts.spaces();
        guest = parts.guest();
        memory = parts.memory();
        dirty = parts.dirty();
        observer = parts.observer();
        hardwareAd = parts.hardwareAd();
        walker = new PageWalker(parts.guestTables());
        mappings = memory.isPaged() ? new ReverseMap(host, memory) : null;
    }

    private View view() {
        if (guest.isVirtual()) {
            return View.GUEST;
        }
        if (guest.mode() != Privilege.M.code()) {
            return View.SUPERVISOR;
        }
        final boolean split = guest.dataMode() != guest.mode() || guest.isDataVirtual();
        return split ? View.MACHINE_FETCH : View.MACHINE;
    }

    private SecondStage space(View view) {
        final int place = view.ordinal();
        if (view == View.GUEST && guestHgatp != guest.hgatp()) {
            dropGuest();
            guestHgatp = guest.hgatp();
        }
        if (spaces[place] == null) {
            if (!frames.has(SecondStage.ROOT)) {
                flush();
            }
            spaces[place] = new SecondStage(vmids.getAsInt(), host, frames);
        }
        return spaces[place];
    }

    // ---- on the hart ----

    @Override
    public void enter(Hart hart) {
        final PrivilegedState physical = hart.state();
        final long hgatp = space(view()).hgatp();
        retired.forEach(hart::fenceSecondStage);
        retired.clear();
        if (firstStageStale) {
            firstStageStale = false;
            for (final SecondStage space : spaces) {
                if (space != null) {
                    hart.fenceFirstStage(space.vmid);
                }
            }
        }
        if (physical.hgatp() != hgatp) {
            physical.write(Csr.HGATP, hgatp);
        }
    }

    @Override
    public void moveTo(Hart hart) {
        for (final SecondStage space : spaces) {
            if (space != null) {
                hart.fenceSecondStage(space.vmid);
            }
        }
    }

    @Override
    public Outcome fill(long gpa, Access access) {
        final View view = view();
        final long page = gpa & -Ram.PAGE_SIZE;
        long target = page;
        long pte = 0;
        long rights = Pte.R | Pte.W | Pte.X;
        if (view == View.GUEST && PagingMode.ofSecondStage(guest.hgatp()) != PagingMode.BARE) {
            // A third hand's address: the guest's own second stage comes first.
            if (!walk(gpa, access)) {
                return Outcome.REFUSED;
            }
            target = walker.pa() & -Ram.PAGE_SIZE;
            pte = walker.pte();
            rights = rights(pte);
        }
        final boolean isDevice = memory.windows().hpa(target) >= 0;
        if (!isDevice && !memory.contains(target, Ram.PAGE_SIZE) || !SecondStage.isCanonical(page)) {
            return Outcome.REFUSED;
        }
        rights = withProtection(rights, target, view) & (isDevice ? ~Pte.X : -1);
        if ((rights & access.pteBit()) == 0) {
            return Outcome.REFUSED;
        }
        if (access == Access.STORE && !isDevice) {
            dirty.written(memory.page(target));
        }
        map(page, target, rights, view, pte);
        return Outcome.FILLED;
    }

    private void map(long page, long target, long rights, View view, long guestPte) {
        if (frames.available() < SecondStage.FRAMES_FOR_A_PAGE) {
            flush();
        }
        final SecondStage space = space(view);
        final int before = space.tables();
        final long device = memory.windows().hpa(target);
        final long pte = device >= 0 ? space.map(page, device, rights)
            : space.map(page, memory.hpa(target), dirty.mayWrite(memory.page(target)) ? rights : rights & ~Pte.W);
        observer.filled(page, guestPte, pte, space.tables() - before);
        if (mappings != null && device < 0) {
            mappings.add(space, page, target);
        }
    }

    private boolean walk(long gpa, Access access) {
        final PagingMode mode = PagingMode.ofSecondStage(guest.hgatp());
        final int modes = PageWalker.USER | PageWalker.tableModes(guest, hardwareAd);
        final PageWalker.Outcome outcome = walker.walk(mode, Pte.ppn(guest.hgatp() << Pte.PPN_SHIFT) << 12, gpa, access, modes);
        observer.walked(mode.levels() - walker.level());
        return outcome == PageWalker.Outcome.MAPPED;
    }

    /** Rights are given for good, so a page that is not dirty yet must fault again on its first store. */
    private static long rights(long pte) {
        return pte & (Pte.R | Pte.X | ((pte & Pte.D) != 0 ? Pte.W : 0));
    }

    private long withProtection(long granted, long gpa, View view) {
        if (!guest.pmp().isUniform(gpa, Ram.PAGE_SIZE)) {
            return 0;
        }
        final boolean machine = view == View.MACHINE || view == View.MACHINE_FETCH;
        long rights = granted;
        for (final Access access : Access.values()) {
            if (!guest.pmp().allows(gpa, Ram.PAGE_SIZE, access, (machine ? Privilege.M : Privilege.S).code())) {
                rights &= ~access.pteBit();
            }
        }
        if (view == View.MACHINE_FETCH) {
            rights &= Pte.X;
        }
        // A writable entry that is not readable is reserved.
        return (rights & Pte.R) == 0 ? rights & ~Pte.W : rights;
    }

    // ---- what is done to the guest's translations ----

    @Override
    public void fenced(long va, int asid) {
        // Only a fence that the VMM has carried out comes here; the hart has not heard of it.
        firstStageStale = true;
    }

    @Override
    public void guestFenced() {
        // Which stage it was about is not told.
        dropGuest();
    }

    private void dropGuest() {
        if (drop(View.GUEST.ordinal())) {
            observer.flushed(1);
        }
    }

    private boolean drop(int place) {
        if (spaces[place] == null) {
            return false;
        }
        retired.add(spaces[place].vmid);
        spaces[place].release();
        spaces[place] = null;
        return true;
    }

    @Override
    public void protectionChanged() {
        flush();
    }

    @Override
    public void flush() {
        int dropped = 0;
        for (int i = 0; i < spaces.length; i++) {
            dropped += drop(i) ? 1 : 0;
        }
        if (dropped > 0) {
            observer.flushed(dropped);
        }
    }

    @Override
    public void release() {
        flush();
    }

    @Override
    public void protectStores() {
        int entries = 0;
        for (final SecondStage space : spaces) {
            if (space != null) {
                entries += space.protectStores();
                retired.add(space.vmid);
            }
        }
        observer.protectedStores(entries);
    }

    @Override
    public int unmap(long gpa) {
        return mappings.unmap(gpa, present());
    }

    @Override
    public boolean takeUse(long gpa) {
        return mappings.takeUse(gpa, present());
    }

    private List<SecondStage> present() {
        return Arrays.stream(spaces).filter(Objects::nonNull).toList();
    }

    @Override
    public int tables() {
        int tables = 0;
        for (final SecondStage space : spaces) {
            tables += space == null ? 0 : space.tables();
        }
        return tables;
    }

    // ---- state: the tables themselves are in the host's memory ----

    @Override
    public void exchange(StateExchange state) {
        state.part("frames", frames);
        final long[] fields = new long[spaces.length * SPACE_FIELDS];
        for (int i = 0; i < spaces.length; i++) {
            if (spaces[i] != null) {
                final long[] of = {1, spaces[i].vmid, spaces[i].root(), spaces[i].tables()};
                System.arraycopy(of, 0, fields, i * SPACE_FIELDS, SPACE_FIELDS);
            }
        }
        state.numbers("spaces", fields);
        final long[] old = state.list("retired", retired.stream().mapToLong(Integer::longValue).toArray(), Integer.MAX_VALUE, 0, 0xffff);
        firstStageStale = state.flag("firstStageStale", firstStageStale);
        guestHgatp = state.number("guestHgatp", guestHgatp);
        if (state.isRestoring()) {
            for (int i = 0; i < spaces.length; i++) {
                final int at = i * SPACE_FIELDS;
                spaces[i] = fields[at] == 0 ? null : new SecondStage((int) fields[at + 1], host, frames, fields[at + 2], (int) fields[at + 3]);
            }
            if (mappings != null) {
                mappings.invalidate();
            }
            retired.clear();
            for (final long vmid : old) {
                retired.add((int) vmid);
            }
        }
    }
}
