// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.StoreWatcher;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * Notes which pages of a guest's memory are written, while somebody wants to know. A clean page is mapped without the right to write, so that the
 * guest's first store to it faults; what the VMM and the virtual devices store there is seen by the RAM's watcher. A dirty page costs nothing more.
 */
public final class DirtyLog implements StoreWatcher, Stateful {
    private final Ram ram;
    private final int pages;
    // Which page of the RAM a page of the guest is, and the other way round; -1 for none.
    private final IntUnaryOperator frameOf;
    private final IntUnaryOperator pageOf;
    private final List<Paging> pagings = new ArrayList<>();
    private final BitSet dirty = new BitSet();
    private boolean on;
    private boolean deaf;

    /**
     * Creates a log that is off.
     * @param first offset in the RAM of the guest's first byte
     * @param size  bytes of the guest's memory
     */
    public DirtyLog(final Ram ram, final long first, final long size) {
        this.ram = ram;
        final int firstPage = (int) (first >>> Ram.PAGE_SHIFT);
        pages = (int) (size >>> Ram.PAGE_SHIFT);
        frameOf = page -> firstPage + page;
        pageOf = frame -> frame - firstPage;
    }

    /**
     * Creates a log that is off, of memory whose pages move.
     * @param size    bytes of the guest's memory
     * @param frameOf says which page of the RAM a page of the guest is now, or -1
     * @param pageOf  says which page of the guest a page of the RAM is now, or -1
     */
    public DirtyLog(final Ram ram, final long size, final IntUnaryOperator frameOf, final IntUnaryOperator pageOf) {
        this.ram = ram;
        pages = (int) (size >>> Ram.PAGE_SHIFT);
        this.frameOf = frameOf;
        this.pageOf = pageOf;
    }

    /** Says whose tables map the guest's memory. */
    public void add(final Paging paging) {
        pagings.add(paging);
    }

    public boolean isOn() {
        return on;
    }

    /** Notes stores from now on; all pages are clean. */
    public void start() {
        if (!on) {
            on = true;
            ram.addWatcher(this);
        }
        clean();
    }

    /** Notes nothing any more. */
    public void stop() {
        if (on) {
            on = false;
            ram.removeWatcher(this);
            watch(false);
            dirty.clear();
        }
    }

    /** Returns the pages, counted from the start of the guest's memory, that were written since this was last asked; they are clean now. */
    public BitSet collect() {
        final BitSet written = (BitSet) dirty.clone();
        clean();
        return written;
    }

    private void clean() {
        dirty.clear();
        watch(true);
        pagings.forEach(Paging::protectStores);
    }

    private void watch(final boolean clean) {
        for (int page = 0; page < pages; page++) {
            watch(page, clean && !dirty.get(page));
        }
    }

    private void watch(final int page, final boolean clean) {
        final int frame = frameOf.applyAsInt(page);
        if (frame >= 0) {
            ram.watch(frame, clean);
        }
    }

    /** Takes notice that a page is in another place now, where nobody watches yet. */
    public void moved(final int page) {
        if (on) {
            watch(page, !dirty.get(page));
        }
    }

    /** Tells whether a page of the guest's memory may be written unnoticed, by its place in that memory. */
    boolean mayWrite(final int page) {
        return !on || dirty.get(page);
    }

    /** Notes that a page is about to be written. */
    void written(final int page) {
        if (on && !dirty.get(page)) {
            dirty.set(page);
            watch(page, false);
        }
    }

    /** Stores something in the guest's memory that is not its contents as the guest knows them, but how harts are to find them. */
    void storeUnnoticed(final Bus host, final long hpa, final long value) {
        deaf = true;
        host.write(hpa, 8, value);
        deaf = false;
    }

    @Override
    public void stored(final Ram where, final long offset, final int length) {
        final int page = pageOf.applyAsInt((int) (offset >>> Ram.PAGE_SHIFT));
        if (!deaf && page >= 0 && page < pages) {
            written(page);
        }
    }

    @Override
    public void exchange(final StateExchange state) {
        final boolean wasOn = on;
        on = state.flag("on", on);
        final long[] words = state.list("dirty", dirty.toLongArray(), (pages + Long.SIZE - 1) / Long.SIZE, Long.MIN_VALUE, Long.MAX_VALUE);
        if (state.isRestoring()) {
            dirty.clear();
            dirty.or(BitSet.valueOf(words));
            dirty.clear(pages, Math.max(pages, dirty.length()));
            if (wasOn != on) {
                if (on) {
                    ram.addWatcher(this);
                } else {
                    ram.removeWatcher(this);
                }
            }
            if (wasOn || on) {
                watch(on);
            }
        }
    }
}
