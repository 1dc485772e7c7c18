// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.BitSet;
import java.util.function.IntConsumer;

import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.platform.PlatformConfig;
import org.trapline.machine.state.StateExchange;
import org.trapline.vmm.memory.PagedMemory;
import org.trapline.vmm.paging.DirtyLog;
import org.trapline.vmm.paging.GuestMemory;

/** The memory of a domain: one piece of the host's, or pages of a process that come and go. Pages are counted from its start. */
final class DomainMemory {
    private final Ram ram;
    private final GuestMemory place;
    private final PagedMemory paged;
    private final long first;
    private final DirtyLog dirtyLog;

    /** Takes a piece of the host's memory. */
    DomainMemory(final PlatformConfig host, final GuestMemory place) {
        this.place = place;
        paged = null;
        ram = host.ram();
        first = host.ramFirst() + place.hpa() - Platform.RAM_BASE;
        dirtyLog = new DirtyLog(ram, first, place.size());
    }

    /** Takes memory of a process. */
    DomainMemory(final PlatformConfig host, final PagedMemory paged) {
        this.paged = paged;
        place = new GuestMemory(Platform.RAM_BASE, paged.size(), paged);
        ram = host.ram();
        first = 0;
        dirtyLog = new DirtyLog(ram, place.size(), paged::find, paged::pageIn);
        paged.setWhenMoved(dirtyLog::moved);
    }

    Ram ram() {
        return ram;
    }

    /** Returns the offset in the RAM of the first byte, if it is one piece. */
    long first() {
        return first;
    }

    GuestMemory place() {
        return place;
    }

    /** Returns the pages that come and go; null if it is one piece. */
    PagedMemory paged() {
        return paged;
    }

    DirtyLog dirtyLog() {
        return dirtyLog;
    }

    /** What it holds, as a part of a state. */
    void exchangeContents(final StateExchange state) {
        if (paged == null) {
            state.pages("memory", ram, first, place.size());
        } else {
            state.pages("memory", paged);
        }
    }

    /** Where it is, as a part of a state. */
    void exchangePlace(final StateExchange state) {
        if (paged == null) {
            state.fixed("place", place.hpa());
        } else {
            state.part("pages", paged);
        }
    }

    /** Makes it zero and gives back the room that it took. */
    void clear() {
        if (paged == null) {
            ram.release(first, place.size());
        } else {
            paged.clear();
        }
    }

    private int frame(final int page) {
        return (int) (first >>> Ram.PAGE_SHIFT) + page;
    }

    /** Copies a page, which stays where it is; null if it was never touched. */
    byte[] copy(final int page) {
        if (paged != null) {
            final byte[] content = paged.peek(page);
            return content == null ? null : content.clone();
        }
        if (!ram.isAllocated(frame(page))) {
            return null;
        }
        final byte[] copy = new byte[Ram.PAGE_SIZE];
        ram.read((long) frame(page) << Ram.PAGE_SHIFT, copy, 0, Ram.PAGE_SIZE);
        return copy;
    }

    /**
     * Makes a page hold other bytes.
     * @param content not to be changed any more; null for zeros
     */
    void put(final int page, final byte[] content) {
        if (paged == null) {
            ram.restorePage(frame(page), content);
        } else {
            paged.put(page, content);
        }
    }

    RamImage image() {
        return paged == null ? ram.image(first, place.size()) : paged.image();
    }

    /** Returns how many pages have not come yet. */
    int absentPages() {
        return paged == null ? ram.absentPages() : paged.absentPages();
    }

    /** Tells whether a page has not come yet. */
    boolean isAbsent(final int page) {
        return paged == null ? ram.isAbsent(frame(page)) : paged.isAbsent(page);
    }

    /** Says of pages that their content is elsewhere; who touches one makes it come. */
    void setAbsent(final BitSet missing, final IntConsumer bringer) {
        if (paged != null) {
            paged.setAbsent(missing, bringer);
            return;
        }
        final BitSet absent = new BitSet();
        missing.stream().forEach(page -> {
            ram.restorePage(frame(page), null);
            absent.set(frame(page));
        });
        ram.setAbsent(absent, frame -> bringer.accept(frame - frame(0)));
    }

    void release() {
        dirtyLog.stop();
        if (paged != null) {
            paged.release();
        }
    }
}
