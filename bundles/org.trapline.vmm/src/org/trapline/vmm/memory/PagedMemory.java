// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

import org.trapline.machine.memory.PageMap;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.vmm.paging.FrameMap;
import org.trapline.vmm.paging.Paging;

/**
 * The memory of one process of an operating system, or of the guest of a VMM that is one: each page is in a page frame, on the swap disk, or was never
 * touched and reads as zero. Whoever touches a page that is in no frame makes the {@link Pager} bring it.
 */
public final class PagedMemory implements PageMap, FrameMap, Stateful {
    private static final int NOWHERE = -1;

    private final Pager pager;
    private final Claim claim;
    private final long area;
    // Of each page, the number of the host's page that has it, or NOWHERE.
    private final int[] frames;
    private final BitSet swapped = new BitSet();
    // What the guest does not need at present.
    private final BitSet given = new BitSet();
    private final List<Paging> pagings = new ArrayList<>();
    private IntConsumer whenMoved = page -> { };
    private int resident;
    // Pages for which there is a frame whatever others have, where there is no disk.
    private int granted;
    private long swapIns;
    private long swapOuts;
    // Pages that are still on their way from another host, and who gets them.
    private final BitSet absent = new BitSet();
    private IntConsumer bringer;

    /**
     * What somebody wants to have.
     *
     * @param name   what people call it
     * @param domain its number in traces
     * @param size   bytes, whole pages
     * @param limit  how many bytes of it may be in page frames at once
     * @param weight how much of the host's frames it is sure of, beside the weights of others
     */
    public record Claim(String name, int domain, long size, long limit, int weight) {
        int pages() {
            return (int) (size >>> Ram.PAGE_SHIFT);
        }

        /** Returns how many pages may be in frames at once. */
        int most() {
            return (int) Math.min(size, limit) >>> Ram.PAGE_SHIFT;
        }
    }

    PagedMemory(final Pager pager, final Claim claim, final long area) {
        this.pager = pager;
        this.claim = claim;
        this.area = area;
        frames = new int[claim.pages()];
        Arrays.fill(frames, NOWHERE);
        granted = frames.length;
    }

    /** Says whose tables map the memory. */
    public void add(final Paging paging) {
        pagings.add(paging);
    }

    List<Paging> pagings() {
        return pagings;
    }

    /** Sets what is told of each page that has come to a frame. */
    public void setWhenMoved(final IntConsumer action) {
        whenMoved = action;
    }

    Claim claim() {
        return claim;
    }

    /** Returns how many bytes are in page frames now. */
    public long resident() {
        return (long) resident << Ram.PAGE_SHIFT;
    }

    /** Returns how many bytes are on the swap disk now. */
    public long swapped() {
        return (long) swapped.cardinality() << Ram.PAGE_SHIFT;
    }

    int residentPages() {
        return resident;
    }

    /** Returns how often a page was brought from the swap disk. */
    public long swapIns() {
        return swapIns;
    }

    /** Returns how often a page was written to the swap disk to make room. */
    public long swapOuts() {
        return swapOuts;
    }

    // ---- where pages are ----

    @Override
    public int present(final int page) {
        if (frames[page] == NOWHERE) {
            if (absent.get(page)) {
                bringer.accept(page);
                absent.clear(page);
            }
            if (given.get(page)) {
                // Who uses it wants it again.
                take(page);
            }
            if (frames[page] == NOWHERE && !pager.bring(this, page)) {
                return anyFrame();
            }
        }
        return frames[page];
    }

    /** Where whatever is done by somebody who is lost goes to: something of its own. */
    private int anyFrame() {
        for (final int frame : frames) {
            if (frame != NOWHERE) {
                return frame;
            }
        }
        throw new IllegalStateException(claim.name() + " has no page frame at all");
    }

    @Override
    public int find(final int page) {
        return frames[page];
    }

    @Override
    public long bring(final int page) {
        return pager.hpa(present(page));
    }

    @Override
    public long locate(final int page) {
        return frames[page] == NOWHERE ? -1 : pager.hpa(frames[page]);
    }

    @Override
    public int pageAt(final long hpa) {
        return pager.pageOf(this, hpa);
    }

    /** Returns which page the host's page of that number is, or -1 if it is none of these. */
    public int pageIn(final int frame) {
        return pager.pageOf(this, frame);
    }

    @Override
    public boolean isAllocated(final int page) {
        return frames[page] == NOWHERE ? swapped.get(page) || absent.get(page) : pager.ram().isAllocated(frames[page]);
    }

    @Override
    public long size() {
        return claim.size();
    }

    long place(final int page) {
        return area + ((long) page << Ram.PAGE_SHIFT);
    }

    long area() {
        return area;
    }

    int granted() {
        return granted;
    }

    /** Is sure of another frame from now on, if there is one; returns whether it is. */
    boolean grow() {
        final boolean can = granted < frames.length && pager.canCommit(1);
        granted += can ? 1 : 0;
        return can;
    }

    boolean isSwapped(final int page) {
        return swapped.get(page);
    }

    /** Takes notice that a page is in a frame now. */
    void arrived(final int page, final int frame) {
        swapIns += swapped.get(page) ? 1 : 0;
        swapped.clear(page);
        frames[page] = frame;
        resident++;
        whenMoved.accept(page);
    }

    /** Takes notice that a page is in no frame any more. */
    void left(final int page, final boolean toDisk) {
        frames[page] = NOWHERE;
        resident--;
        swapped.set(page, toDisk);
        swapOuts += toDisk ? 1 : 0;
    }

    // ---- what they hold ----

    @Override
    public byte[] peek(final int page) {
        if (absent.get(page)) {
            present(page);
        }
        if (frames[page] == NOWHERE) {
            return swapped.get(page) ? pager.read(this, page) : null;
        }
        return pager.ram().isAllocated(frames[page]) ? pager.ram().pageForReads(frames[page]) : null;
    }

    @Override
    public RamImage image() {
        if (!absent.isEmpty()) {
            throw new IllegalStateException(absent.cardinality() + " pages of memory have not come yet");
        }
        final RamImage ram = pager.ram().image();
        final byte[][] pages = new byte[frames.length][];
        for (int page = 0; page < frames.length; page++) {
            pages[page] = frames[page] == NOWHERE ? peek(page) : ram.page(frames[page]);
        }
        return RamImage.of(pages);
    }

    /** Nothing is charged: a page goes to a frame that is free, as long as the limit allows, and otherwise to the disk. */
    @Override
    public void restore(final RamImage image) {
        clear();
        takeAll();
        for (int page = 0; page < frames.length; page++) {
            if (image.page(page) != null) {
                put(page, image.page(page));
            }
        }
    }

    /**
     * Makes a page hold other bytes, without a charge.
     * @param content not to be changed any more; null for zeros
     */
    public void put(final int page, final byte[] content) {
        absent.clear(page);
        swapped.clear(page);
        if (content == null) {
            drop(page);
        } else if (frames[page] == NOWHERE && !pager.place(this, page)) {
            pager.write(this, page, content);
            swapped.set(page);
        } else {
            pager.ram().restorePage(frames[page], content);
        }
    }

    /** Makes all of it zero and gives back all page frames. */
    public void clear() {
        for (int page = 0; page < frames.length; page++) {
            drop(page);
        }
    }

    /** Makes a page zero and gives its frame back; tells whether it had one. Tables that map the page must have lost their entries for it. */
    public boolean drop(final int page) {
        absent.clear(page);
        swapped.clear(page);
        if (frames[page] == NOWHERE) {
            return false;
        }
        pager.free(this, page);
        return true;
    }

    // ---- what is not needed ----

    /** Gives a page back, which is all zero when it is wanted again; tells whether it was not given before. */
    public boolean give(final int page) {
        if (given.get(page)) {
            return false;
        }
        pager.discard(this, page);
        given.set(page);
        granted = Math.max(0, granted - 1);
        return true;
    }

    /** Wants a page again that was given back. */
    public void take(final int page) {
        if (given.get(page)) {
            given.clear(page);
            grow();
        }
    }

    /** Wants all pages again. */
    public void takeAll() {
        given.stream().forEach(this::take);
    }

    /** Tells whether there are frames for so many pages more. */
    public boolean canTake(final int pages) {
        return pager.canCommit(pages);
    }

    /** Returns how many pages were given back. */
    public int givenPages() {
        return given.cardinality();
    }

    /** Which pages were given back, as a part of a state. */
    public void exchangeGiven(final StateExchange state) {
        final long[] words = state.list("given", given.toLongArray(), (frames.length + Long.SIZE - 1) / Long.SIZE, Long.MIN_VALUE, Long.MAX_VALUE);
        if (state.isRestoring()) {
            given.clear();
            given.or(BitSet.valueOf(words));
            given.clear(frames.length, Math.max(frames.length, given.length()));
            granted = frames.length - given.cardinality();
        }
    }

    /**
     * Says of pages that their content is elsewhere. They are brought when somebody touches them.
     * @param who is given the number of a page, and has called {@link #put} for it when that returns, unless it is zero
     */
    public void setAbsent(final BitSet which, final IntConsumer who) {
        which.stream().forEach(this::drop);
        absent.clear();
        absent.or(which);
        bringer = who;
    }

    /** Tells whether a page has not come yet. */
    public boolean isAbsent(final int page) {
        return absent.get(page);
    }

    /** Returns how many pages have not come yet. */
    public int absentPages() {
        return absent.cardinality();
    }

    /** Gives everything back. */
    public void release() {
        clear();
        pager.remove(this);
    }

    // ---- state ----

    /** Where pages are; what they hold is the host's memory and its disk. */
    @Override
    public void exchange(final StateExchange state) {
        state.fixed("area", area);
        state.numbers("frames", frames);
        final long[] words = state.list("swapped", swapped.toLongArray(), (frames.length + Long.SIZE - 1) / Long.SIZE, Long.MIN_VALUE, Long.MAX_VALUE);
        exchangeGiven(state);
        granted = state.number("granted", granted, 0, frames.length);
        swapIns = state.number("swapIns", swapIns);
        swapOuts = state.number("swapOuts", swapOuts);
        if (state.isRestoring()) {
            swapped.clear();
            swapped.or(BitSet.valueOf(words));
            swapped.clear(frames.length, Math.max(frames.length, swapped.length()));
        }
    }

    /** Takes possession of the frames that a restored state names; what a forged one names wrongly is on the disk. */
    void claimFrames() {
        resident = 0;
        for (int page = 0; page < frames.length; page++) {
            if (frames[page] != NOWHERE && !pager.claim(this, page, frames[page])) {
                frames[page] = NOWHERE;
                swapped.set(page);
            }
            resident += frames[page] == NOWHERE ? 0 : 1;
        }
    }
}
