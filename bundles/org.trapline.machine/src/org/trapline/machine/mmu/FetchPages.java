// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import java.util.Arrays;
import java.util.function.LongPredicate;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * The translations through which code was fetched, with tags as those of a {@link Tlb}. Nothing is thrown out for want of room but all at once:
 * as long as a block may be executed without being looked up, the translation of its page stands here. So it makes no difference to the guest
 * which blocks happen to be decoded.
 */
final class FetchPages implements Stateful {
    static final int CAPACITY = 1 << 12;
    private static final int SLOTS = 2 * CAPACITY;

    // In the order in which they came.
    private long[] tags = new long[64];
    private long[] physical = new long[64];
    private byte[] shifts = new byte[64];
    private int count;
    /** Where a tag stands, plus 1; 0 for an empty slot. Derived. */
    private final short[] slots = new short[SLOTS];

    boolean isFull() {
        return count == CAPACITY;
    }

    /** Returns the physical address, or -1 if it must be translated anew. */
    long find(long va, int context) {
        long tag = va & Tlb.PAGE_MASK | context;
        for (int slot = slot(tag); slots[slot] != 0; slot = slot + 1 & SLOTS - 1) {
            int i = slots[slot] - 1;
            if (tags[i] == tag) {
                return physical[i] | va & ~Tlb.PAGE_MASK;
            }
        }
        return -1;
    }

    /** Keeps a translation that {@link #find} has not found; there must be room. */
    void put(long va, int context, long pa, int pageShift) {
        if (count == tags.length) {
            tags = Arrays.copyOf(tags, 2 * count);
            physical = Arrays.copyOf(physical, 2 * count);
            shifts = Arrays.copyOf(shifts, 2 * count);
        }
        tags[count] = va & Tlb.PAGE_MASK | context;
        physical[count] = pa & Tlb.PAGE_MASK;
        shifts[count] = (byte) pageShift;
        occupySlot(count++);
    }

    private void occupySlot(int i) {
        int slot = slot(tags[i]);
        while (slots[slot] != 0) {
            slot = slot + 1 & SLOTS - 1;
        }
        slots[slot] = (short) (i + 1);
    }

    private static int slot(long tag) {
        return (int) (tag * 0x9e37_79b9_7f4a_7c15L >>> 40) & SLOTS - 1;
    }

    /** As {@link Tlb#drop}; returns whether there was any. */
    boolean drop(long va, Contexts contexts, boolean virtual) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if ((tags[i] ^ va) >>> shifts[i] != 0 || !Tlb.isOfKind(tags[i], contexts, virtual)) {
                tags[kept] = tags[i];
                physical[kept] = physical[i];
                shifts[kept] = shifts[i];
                kept++;
            }
        }
        boolean dropped = kept < count;
        count = kept;
        if (dropped) {
            fillSlots();
        }
        return dropped;
    }

    private void fillSlots() {
        Arrays.fill(slots, (short) 0);
        for (int i = 0; i < count; i++) {
            occupySlot(i);
        }
    }

    /** Drops all translations unless every address fits. */
    void keepOnly(LongPredicate fits) {
        for (int i = 0; i < count; i++) {
            if (!fits.test(physical[i])) {
                clear();
            }
        }
    }

    void clear() {
        count = 0;
        Arrays.fill(slots, (short) 0);
    }

    /** Makes a filter let everything pass that stands here. */
    void addTo(MappingFilter filter) {
        for (int i = 0; i < count; i++) {
            filter.add(tags[i], shifts[i]);
        }
    }

    @Override
    public void exchange(StateExchange state) {
        long[] newTags = state.list("tags", Arrays.copyOf(tags, count), CAPACITY, Long.MIN_VALUE, Long.MAX_VALUE);
        int newCount = newTags.length;
        long[] newPhysical = state.list("physical", Arrays.copyOf(physical, count), CAPACITY, Long.MIN_VALUE, Long.MAX_VALUE);
        byte[] newShifts = state.bytes("shifts", Arrays.copyOf(shifts, count), CAPACITY);
        if (state.isRestoring()) {
            int room = Math.max(64, newCount);
            tags = Arrays.copyOf(newTags, room);
            physical = Arrays.copyOf(newPhysical, room);
            shifts = Arrays.copyOf(newShifts, room);
            count = newCount;
            fillSlots();
        }
    }
}
