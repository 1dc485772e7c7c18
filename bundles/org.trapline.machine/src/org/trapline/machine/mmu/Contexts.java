// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * Gives numbers to translation contexts: pairs of {@code satp} and the mode bits that decide with it what an access may do. Forgetting a
 * context makes everything unreachable that was cached under its numbers, without touching it.
 *
 * <p>A context has two numbers: a short one for TLB tags, and a serial number that is never used again, for decoded blocks.
 */
final class Contexts implements Stateful {
    /** Short numbers fit below the page address of a tag; 0 is none. */
    static final int MAX_TAG = 0xfff;
    private static final int CAPACITY = 16;

    private final long[] satp = new long[CAPACITY];
    private final int[] bits = new int[CAPACITY];
    private final int[] tag = new int[CAPACITY];
    private final long[] serial = new long[CAPACITY];
    private int count;
    private int lastTag;
    private long lastSerial;

    /** Tells whether so few short numbers are left that all caches should be cleared and {@link #restart}ed. */
    boolean isExhausted() {
        return lastTag > MAX_TAG - 3;
    }

    /** Returns the place of a context, to ask for its numbers. */
    int find(long wantedSatp, int wantedBits) {
        for (int i = 0; i < count; i++) {
            if (satp[i] == wantedSatp && bits[i] == wantedBits) {
                return i;
            }
        }
        if (count == CAPACITY) {
            count = 0;
        }
        satp[count] = wantedSatp;
        bits[count] = wantedBits;
        tag[count] = ++lastTag;
        serial[count] = ++lastSerial;
        return count++;
    }

    int tag(int place) {
        return tag[place];
    }

    long serial(int place) {
        return serial[place];
    }

    /** Forgets all contexts. */
    void forgetAll() {
        count = 0;
    }

    /** Forgets all contexts; short numbers start again. The caches that use them have been cleared. */
    void restart() {
        count = 0;
        lastTag = 0;
    }

    /** Forgets contexts that translate, of one address space or, if negative, of all. */
    void forgetTranslated(int asid) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            boolean translated = PagingMode.of(satp[i]) != PagingMode.BARE;
            if (!translated || asid >= 0 && (satp[i] >>> 44 & 0xffff) != asid) {
                satp[kept] = satp[i];
                bits[kept] = bits[i];
                tag[kept] = tag[i];
                serial[kept] = serial[i];
                kept++;
            }
        }
        count = kept;
    }

    /** Gives all contexts new serial numbers: blocks must be looked up again, TLB entries stay. */
    void renewSerials() {
        for (int i = 0; i < count; i++) {
            serial[i] = ++lastSerial;
        }
    }

    /** Returns the serial number of the context that has a short number; a new one if that is forgotten. */
    long serialOf(int wantedTag) {
        for (int i = 0; i < count; i++) {
            if (tag[i] == wantedTag) {
                return serial[i];
            }
        }
        return ++lastSerial;
    }

    /** Short numbers are state, as TLB entries have them; serial numbers belong to this run's decoded blocks and never come again. */
    @Override
    public void exchange(StateExchange state) {
        count = state.number("count", count, 0, CAPACITY);
        lastTag = state.number("lastTag", lastTag, 0, MAX_TAG);
        state.numbers("satp", satp);
        state.numbers("bits", bits);
        state.numbers("tag", tag);
        if (state.isRestoring()) {
            renewSerials();
        }
    }
}
