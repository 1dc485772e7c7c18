// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import java.util.LinkedHashMap;
import java.util.Map;

import org.trapline.isa.Privilege;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.mmu.PageWalker;
import org.trapline.machine.mmu.PagingMode;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.mmu.TableMemory;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.translation.CodeCache;
import org.trapline.vmm.translation.CodeSpace;

/**
 * Chooses, by the vCPU's mode and address space, the translations that it may use. Those of another address space will do if all their pages are mapped
 * alike in this one, which is looked at when the guest comes there, and again after each fence that may have changed it.
 */
final class CodeViews implements Stateful {
    private static final int MOST = 64;
    private static final int FIELDS = 4;
    private static final int MACHINE_MODE = 1;
    private static final int FLOATS = 2;
    private static final int FLAG_BITS = 2;
    /** A kernel that has needed the VMM for so many floating-point instructions computes with numbers. */
    private static final int COMPUTES = 16;
    private static final int M = Privilege.M.code();
    private static final int RANGE_SHIFT = 30;
    /** Where in a range the cache is mapped. */
    private static final long PLACE = 0x3800_0000;

    private final VCpu vcpu;
    private final CodeCache cache;
    private final Meter meter;
    private final boolean hardwareAd;
    private final Map<Key, View> views = new LinkedHashMap<>();
    /** How many of the kernel's floating-point instructions the VMM has carried out that the hart could have executed; few are counted. */
    private int carriedOut;
    private final Tables tables = new Tables();
    private final PageWalker walker = new PageWalker(tables);

    /** What decides where the guest's kernel fetches code and what becomes of its floating-point instructions, and which of the ranges of that size it is in. */
    private record Key(long satp, boolean machineMode, boolean floats, long range) {
    }

    private static final class View {
        final CodeSpace space;
        /** How many of the space's pages are known to be mapped alike here. */
        int verified;

        View(final CodeSpace space) {
            this.space = space;
        }
    }

    CodeViews(final VCpu vcpu, final CodeCache cache, final Meter meter) {
        this.vcpu = vcpu;
        this.cache = cache;
        this.meter = meter;
        hardwareAd = vcpu.domain().config().hardwareAd();
    }

    /** Forgets everything, because the cache has. */
    void clear() {
        views.clear();
    }

    /** Takes notice that the VMM carries out a floating-point instruction that changes nothing of the unit's state. */
    void sawFloat() {
        carriedOut = Math.min(COMPUTES, carriedOut + 1);
    }

    /** Looks again, when it matters, at pages whose mapping may have changed: all, or the one of an address. */
    void fenced(final long va, final boolean all) {
        for (final Map.Entry<Key, View> each : views.entrySet()) {
            if (each.getKey().satp != 0 && (all || each.getValue().space.hasPage(va & -Ram.PAGE_SIZE))) {
                each.getValue().verified = 0;
            }
        }
    }

    /** Returns the space for what the vCPU fetches now. */
    CodeSpace select() {
        final Key key = key();
        final View view = views.get(key);
        if (view != null && view.verified == view.space.pageCount()) {
            return view.space;
        }
        touch();
        if (view != null && verify(view, key)) {
            return view.space;
        }
        for (final CodeSpace space : cache.spaces()) {
            final View other = new View(space);
            final boolean isAlike = space.context().machineMode() == key.machineMode && space.context().floats() == key.floats;
            if (isAlike && space.va() == place(key) && verify(other, key)) {
                return put(key, other).space;
            }
        }
        return renew();
    }

    /** Fetches the next instruction, which makes its page one that was accessed; what its fault is, if it is one, is found out later. */
    private void touch() {
        try {
            vcpu.hart().mmu().fetch(vcpu.hart().pc());
        } catch (final Trap trap) {
            return;
        }
    }

    /** Gives what the vCPU fetches now a space of its own. */
    CodeSpace renew() {
        if (!cache.hasRoomForSpace()) {
            cache.flush();
            views.clear();
        }
        final Key key = key();
        return put(key, new View(cache.newSpace(key.machineMode, key.floats, place(key)))).space;
    }

    private View put(final Key key, final View view) {
        if (views.size() == MOST) {
            // Address spaces come and go; the translations stay.
            views.clear();
        }
        views.put(key, view);
        return view;
    }

    private Key key() {
        final PrivilegedState state = vcpu.state();
        final boolean machineMode = state.mode() == M;
        final boolean translated = !machineMode && PagingMode.of(state.satp()) != PagingMode.BARE;
        return new Key(translated ? state.satp() : 0, machineMode, carriedOut == COMPUTES && cache.hasFloats() && state.isFloatDirty(), vcpu.hart().pc() >> RANGE_SHIFT);
    }

    /** Returns where the cache is mapped for code in a range: in its neighbour, so that constants of 32 bits lead from one to the other. */
    private static long place(final Key key) {
        return (key.range ^ 1) << RANGE_SHIFT | PLACE;
    }

    private boolean verify(final View view, final Key key) {
        final CodeSpace space = view.space;
        long leaf = 0;
        int shift = 0;
        long offset = 0;
        while (view.verified < space.pageCount()) {
            final long gva = space.gvaPage(view.verified);
            if (key.satp != 0 && (shift == 0 || gva >>> shift != leaf)) {
                if (!isFetched(gva, key.satp)) {
                    return false;
                }
                shift = walker.pageShift();
                leaf = gva >>> shift;
                offset = walker.pa() - gva;
            }
            if (gva + offset != space.gpaPage(view.verified)) {
                return false;
            }
            view.verified++;
        }
        return true;
    }

    /** Tells whether code at an address can be fetched, and has been before, so that its page counts as accessed; the walker knows from where. */
    private boolean isFetched(final long gva, final long satp) {
        final PagingMode mode = PagingMode.of(satp);
        tables.written = false;
        final PageWalker.Outcome outcome = walker.walk(mode, Pte.ppn(satp << Pte.PPN_SHIFT) << 12, gva, Access.FETCH,
            PageWalker.tableModes(vcpu.state(), hardwareAd));
        meter.charge(Cost.WALK_LEVEL, mode.levels() - walker.level());
        return outcome == PageWalker.Outcome.MAPPED && !tables.written;
    }

    /** The guest's tables, which are only looked at. */
    private final class Tables implements TableMemory {
        boolean written;

        @Override
        public boolean canRead(final long pa, final int bytes) {
            return vcpu.hart().mmu().canRead(pa, bytes);
        }

        @Override
        public boolean canWrite(final long pa, final int bytes) {
            return true;
        }

        @Override
        public long readPte(final long pa, final int bytes) {
            return vcpu.hart().mmu().readPte(pa, bytes);
        }

        @Override
        public void writePte(final long pa, final int bytes, final long pte) {
            written = true;
        }
    }

    // ---- state ----

    @Override
    public void exchange(final StateExchange state) {
        final long[] numbers = new long[views.size() * FIELDS];
        int at = 0;
        for (final Map.Entry<Key, View> each : views.entrySet()) {
            numbers[at++] = each.getKey().satp;
            numbers[at++] = each.getKey().range << FLAG_BITS | (each.getKey().floats ? FLOATS : 0) | (each.getKey().machineMode ? MACHINE_MODE : 0);
            numbers[at++] = cache.spaces().indexOf(each.getValue().space);
            numbers[at++] = each.getValue().verified;
        }
        carriedOut = state.number("carriedOut", carriedOut, 0, COMPUTES);
        final long[] restored = state.list("views", numbers, MOST * FIELDS, Long.MIN_VALUE, Long.MAX_VALUE);
        if (state.isRestoring()) {
            views.clear();
            for (int i = 0; i + FIELDS <= restored.length; i += FIELDS) {
                final long space = restored[i + 2];
                if (space >= 0 && space < cache.spaces().size()) {
                    final View view = new View(cache.spaces().get((int) space));
                    view.verified = (int) Math.clamp(restored[i + 3], 0, view.space.pageCount());
                    final long kind = restored[i + 1];
                    views.put(new Key(restored[i], (kind & MACHINE_MODE) != 0, (kind & FLOATS) != 0, kind >> FLAG_BITS), view);
                }
            }
        }
    }
}
