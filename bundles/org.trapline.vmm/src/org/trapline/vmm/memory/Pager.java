// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.machine.storage.BlockStore;
import org.trapline.trace.EventKind;
import org.trapline.vmm.Cost;
import org.trapline.vmm.paging.Paging;

/**
 * Demand paging of an operating system: who has which page frame. A page comes to a frame when it is touched. When no frame is free, or its owner has all
 * that it may have, another page goes to the swap disk, chosen by a clock: a hand goes round the frames, takes the mark from one that was used since it last
 * came by, and takes the page of one that was not. Used is what a hart has set the A bit for in a table, and what was just brought.
 *
 * <p>Everybody is sure of a share of the frames by weight, as far as he has pages for it: whoever has no more than that loses none to others.
 */
public final class Pager implements Stateful {
    /** What an instruction may need at once: its page, what it stores to and loads from, and all tables on the way, the guest's own and a nested guest's. */
    public static final int LEAST_FRAMES = 32;

    private static final int NOBODY = -1;

    private final Host host;
    private final Ram ram;
    // The number in the RAM of the page at the start of the platform's memory.
    private final int firstFrame;
    private final HostMemory memory;
    private final SwapDisk disk;
    private final List<PagedMemory> members = new ArrayList<>();
    // Of each frame, from the start of the platform's memory on.
    private final PagedMemory[] owners;
    private final int[] pages;
    private final BitSet used = new BitSet();
    private int hand;

    /** What the pager is a part of. */
    public interface Host {
        /** Makes all harts forget what they know of a guest's translations. */
        void fence(Paging paging);

        /** Lets whoever runs wait until the disk has read or written a page; others may run meanwhile. */
        void waitForDisk();

        /** Lets time pass for so many events of a row. */
        void charge(Cost cost, int times);

        /** Records something that happens to a domain. */
        void record(int domain, EventKind kind, long a, long b, long c);

        /** A domain wants memory that there is not, and cannot go on. */
        void outOfMemory(int domain);
    }

    /**
     * Makes a pager.
     * @param platform whose memory it is
     * @param memory   what is free of that
     * @param store    the swap disk, or a part of one; null for none: then nothing is swapped, and there is a frame for each page that was not given back
     */
    public Pager(final Host host, final Platform platform, final HostMemory memory, final BlockStore store) {
        this.host = host;
        this.memory = memory;
        ram = platform.config().ram();
        firstFrame = (int) (platform.config().ramFirst() >>> Ram.PAGE_SHIFT);
        owners = new PagedMemory[(int) (platform.config().ramSize() >>> Ram.PAGE_SHIFT)];
        pages = new int[owners.length];
        disk = store == null ? null : new SwapDisk(store);
    }

    // ---- who has memory ----

    /**
     * Gives somebody memory, none of which is in a frame yet.
     * @throws IllegalArgumentException if the swap disk has no room for it, or there are so few frames that nobody would get on
     */
    public PagedMemory add(final PagedMemory.Claim claim) {
        if (claim.most() < LEAST_FRAMES) {
            throw new IllegalArgumentException(claim.name() + " may have " + claim.most() + " pages in memory at once; it takes " + LEAST_FRAMES
                + " to execute every instruction");
        }
        if (disk == null && !canCommit(claim.pages())) {
            throw new IllegalArgumentException(claim.name() + " needs " + claim.size() + " bytes of memory, but the host has only "
                + ((long) (frames() - committed()) << Ram.PAGE_SHIFT) + " left");
        }
        final PagedMemory made = new PagedMemory(this, claim, disk == null ? 0 : disk.take(claim.name(), claim.size()));
        members.add(made);
        final PagedMemory poorest = disk == null ? null : poorest();
        if (poorest != null) {
            remove(made);
            throw new IllegalArgumentException(claim.name() + " would leave " + poorest.claim().name() + " with less than " + LEAST_FRAMES + " page frames of the "
                + frames() + " that there are");
        }
        return made;
    }

    private PagedMemory poorest() {
        return members.stream().filter(each -> sure(each) < LEAST_FRAMES).findFirst().orElse(null);
    }

    void remove(final PagedMemory gone) {
        members.remove(gone);
        if (disk != null) {
            disk.release(gone.area(), gone.size());
        }
    }

    /** Returns how many page frames there are, those that are free among them. */
    private int frames() {
        return (int) (memory.available() >>> Ram.PAGE_SHIFT) + members.stream().mapToInt(PagedMemory::residentPages).sum();
    }

    /** Returns how many frames must be there, whatever happens. */
    private int committed() {
        return disk == null ? members.stream().mapToInt(PagedMemory::granted).sum() : LEAST_FRAMES * members.size();
    }

    /** Tells whether there are so many frames more than must be there. */
    boolean canCommit(final int pages) {
        return disk != null || committed() + pages <= frames();
    }

    /** Returns how many frames somebody does not lose to others. */
    private int sure(final PagedMemory member) {
        final long weights = members.stream().mapToLong(each -> each.claim().weight()).sum();
        return (int) Math.min(member.claim().most(), (long) frames() * member.claim().weight() / weights);
    }

    Ram ram() {
        return ram;
    }

    long hpa(final int frame) {
        return Platform.RAM_BASE + ((long) (frame - firstFrame) << Ram.PAGE_SHIFT);
    }

    int pageOf(final PagedMemory of, final long hpa) {
        return pageOf(of, firstFrame + (int) (hpa - Platform.RAM_BASE >>> Ram.PAGE_SHIFT));
    }

    int pageOf(final PagedMemory of, final int frame) {
        final int at = frame - firstFrame;
        return at >= 0 && at < owners.length && owners[at] == of ? pages[at] : NOBODY;
    }

    // ---- a page that is needed ----

    /** Brings a page to a frame: the page fault of a process. Tells whether there was one. */
    boolean bring(final PagedMemory of, final int page) {
        host.charge(Cost.HOST_FAULT, 1);
        if (disk == null && of.residentPages() >= of.granted() && !of.grow()) {
            host.outOfMemory(of.claim().domain());
            return false;
        }
        final byte[] content = of.isSwapped(page) ? read(of, page) : null;
        makeRoom(of);
        if (content == null) {
            host.charge(Cost.CLEAR_PAGE, 1);
        } else {
            host.waitForDisk();
        }
        final int frame = take(of, page);
        if (content != null) {
            ram.restorePage(frame, content);
            host.record(of.claim().domain(), EventKind.SWAP_IN, address(page), hpa(frame), of.place(page));
        }
        return true;
    }

    private static long address(final int page) {
        return Platform.RAM_BASE + ((long) page << Ram.PAGE_SHIFT);
    }

    private int take(final PagedMemory of, final int page) {
        final int at = (int) (memory.take(Ram.PAGE_SIZE) - Platform.RAM_BASE >>> Ram.PAGE_SHIFT);
        owners[at] = of;
        pages[at] = page;
        used.set(at);
        of.arrived(page, firstFrame + at);
        return firstFrame + at;
    }

    /** Gives a page a frame if one is free; returns whether it has. */
    boolean place(final PagedMemory of, final int page) {
        final boolean has = memory.available() > 0 && of.residentPages() < of.claim().most();
        if (has) {
            take(of, page);
        }
        return has;
    }

    byte[] read(final PagedMemory of, final int page) {
        return disk.read(of.place(page));
    }

    void write(final PagedMemory of, final int page, final byte[] content) {
        disk.write(of.place(page), content);
    }

    // ---- a page that goes ----

    /** Sees to it that somebody can get another frame. */
    private void makeRoom(final PagedMemory of) {
        if (of.residentPages() >= of.claim().most()) {
            swapOut(choose(of, true));
        } else if (memory.available() == 0) {
            swapOut(choose(of, false));
        }
    }

    /**
     * Lets the hand go on to a frame whose page has not been used.
     * @param own whether it must be one of who needs another
     */
    private int choose(final PagedMemory of, final boolean own) {
        final Set<PagedMemory> marked = new LinkedHashSet<>();
        final Set<PagedMemory> rich = new LinkedHashSet<>();
        rich.add(of);
        if (!own) {
            members.stream().filter(each -> each.residentPages() > sure(each)).forEach(rich::add);
        }
        int looked = 0;
        for (int steps = 0; steps <= 2 * owners.length; steps++) {
            hand = (hand + 1) % owners.length;
            final PagedMemory owner = owners[hand];
            if (owner == null || !rich.contains(owner)) {
                continue;
            }
            looked++;
            if (!takeMark(owner, marked)) {
                host.charge(Cost.RECLAIM, looked);
                marked.forEach(this::fence);
                return hand;
            }
        }
        throw new IllegalStateException("no page frame of " + of.claim().name() + " can be taken");
    }

    /** Tells whether the page in the hand's frame was used, and forgets it. */
    private boolean takeMark(final PagedMemory owner, final Set<PagedMemory> marked) {
        boolean wasUsed = used.get(hand);
        used.clear(hand);
        for (final Paging paging : owner.pagings()) {
            if (paging.takeUse(address(pages[hand]))) {
                wasUsed = true;
                marked.add(owner);
            }
        }
        return wasUsed;
    }

    private void fence(final PagedMemory whose) {
        whose.pagings().forEach(host::fence);
    }

    private void swapOut(final int at) {
        final PagedMemory owner = owners[at];
        final int page = pages[at];
        final int frame = firstFrame + at;
        unmap(owner, page);
        write(owner, page, ram.pageForReads(frame));
        host.waitForDisk();
        host.record(owner.claim().domain(), EventKind.SWAP_OUT, address(page), hpa(frame), owner.place(page));
        vacate(owner, page, true);
    }

    private void unmap(final PagedMemory owner, final int page) {
        int entries = 0;
        for (final Paging paging : owner.pagings()) {
            entries += paging.unmap(address(page));
        }
        host.charge(Cost.UNMAP, entries);
        fence(owner);
    }

    /** Takes a frame from its page, whose content is elsewhere or nothing any more. */
    private void vacate(final PagedMemory owner, final int page, final boolean toDisk) {
        final int frame = owner.find(page);
        final int at = frame - firstFrame;
        // While the frame is known as the page's, who has derived something from it is told.
        ram.watch(frame, false);
        ram.restorePage(frame, null);
        owner.left(page, toDisk);
        owners[at] = null;
        used.clear(at);
        memory.release(hpa(frame), Ram.PAGE_SIZE);
    }

    /** Gives the frame of a page back, which no table maps. */
    void free(final PagedMemory owner, final int page) {
        vacate(owner, page, false);
    }

    /** Takes a page from its owner, who does not want what is in it, and from all tables; tells whether it had a frame. */
    public boolean discard(final PagedMemory owner, final int page) {
        unmap(owner, page);
        return owner.drop(page);
    }

    /**
     * Takes a piece of memory in one; pages that are in the way go elsewhere.
     * @return host physical address, or -1 if there is no such piece
     */
    public long takePiece(final long bytes) {
        final int wanted = (int) (bytes >>> Ram.PAGE_SHIFT);
        if (frames() - wanted < committed()) {
            return -1;
        }
        if (memory.largest() >= bytes) {
            return memory.take(bytes);
        }
        final int first = movable(wanted);
        if (first < 0) {
            return -1;
        }
        final List<Moved> moved = new ArrayList<>();
        for (int at = first; at < first + wanted; at++) {
            if (owners[at] != null && disk != null) {
                swapOut(at);
            } else if (owners[at] != null) {
                moved.add(new Moved(owners[at], pages[at], ram.pageForReads(firstFrame + at)));
                unmap(owners[at], pages[at]);
                vacate(owners[at], pages[at], false);
            }
        }
        final long piece = memory.take(bytes);
        for (final Moved each : moved) {
            host.charge(Cost.PAGE_COPY, 1);
            ram.restorePage(take(each.owner, each.page), each.content);
        }
        return piece;
    }

    /** A page that is on its way from one frame to another. */
    private record Moved(PagedMemory owner, int page, byte[] content) {
    }

    /** Returns the first of so many frames together that are free or somebody's here, or -1. */
    private int movable(final int wanted) {
        final BitSet movable = new BitSet();
        for (final Map.Entry<Long, Long> range : memory.free().entrySet()) {
            movable.set((int) (range.getKey() - Platform.RAM_BASE >>> Ram.PAGE_SHIFT), (int) (range.getValue() - Platform.RAM_BASE >>> Ram.PAGE_SHIFT));
        }
        for (int at = 0; at < owners.length; at++) {
            movable.set(at, movable.get(at) || owners[at] != null);
        }
        for (int at = movable.nextSetBit(0); at >= 0; at = movable.nextSetBit(movable.nextClearBit(at))) {
            if (movable.nextClearBit(at) - at >= wanted) {
                return at;
            }
        }
        return -1;
    }

    // ---- state ----

    /** To be exchanged after the memories of all members. */
    @Override
    public void exchange(final StateExchange state) {
        if (disk != null) {
            state.part("disk", disk);
        }
        hand = state.number("hand", hand, 0, owners.length - 1);
        final long[] words = state.list("used", used.toLongArray(), (owners.length + Long.SIZE - 1) / Long.SIZE, Long.MIN_VALUE, Long.MAX_VALUE);
        if (state.isRestoring()) {
            Arrays.fill(owners, null);
            members.forEach(PagedMemory::claimFrames);
            used.clear();
            used.or(BitSet.valueOf(words));
            used.clear(owners.length, Math.max(owners.length, used.length()));
        }
    }

    /** Makes a frame somebody's if it can be; returns whether it is. */
    boolean claim(final PagedMemory of, final int page, final int frame) {
        final int at = frame - firstFrame;
        final boolean can = at >= 0 && at < owners.length && owners[at] == null && !isOutside(hpa(frame));
        if (can) {
            owners[at] = of;
            pages[at] = page;
        }
        return can;
    }

    private boolean isOutside(final long hpa) {
        return hpa < memory.baseHpa() || hpa >= memory.endHpa();
    }
}
