// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import java.util.Arrays;
import java.util.function.IntPredicate;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * Gives numbers to translation contexts, one to each {@link Regime} that was in force. Forgetting a context makes everything unreachable that
 * was cached under its numbers, without touching it.
 *
 * <p>A context has two numbers: a short one for TLB tags, and a serial number that is never used again, for decoded blocks.
 */
final class Contexts implements Stateful {
    /** Short numbers fit below the page address of a tag; 0 is none. */
    static final int MAX_TAG = Tlb.GUARDED - 1;
    private static final int CAPACITY = 32;

    private final long[] satp = new long[CAPACITY];
    private final long[] hgatp = new long[CAPACITY];
    private final int[] bits = new int[CAPACITY];
    private final int[] tag = new int[CAPACITY];
    private final long[] serial = new long[CAPACITY];
    private int count;
    private int lastTag;
    private long lastSerial;
    private long version;

    /** Tells whether so few short numbers are left that all caches should be cleared and {@link #restart}ed. */
    boolean isExhausted() {
        return lastTag > MAX_TAG - 4;
    }

    /** Returns a number that is another one as soon as a mode may have another context, or a context other numbers. */
    long version() {
        return version;
    }

    /** Takes notice of a change of what modes' contexts depend on, beside the modes themselves. */
    void changed() {
        version++;
    }

    /** Returns the place of a regime's context, to ask for its numbers. */
    int find(Regime regime) {
        for (int i = 0; i < count; i++) {
            if (satp[i] == regime.satp && bits[i] == regime.bits && hgatp[i] == regime.hgatp) {
                return i;
            }
        }
        version++;
        if (count == CAPACITY) {
            keep(0);
        }
        satp[count] = regime.satp;
        hgatp[count] = regime.hgatp;
        bits[count] = regime.bits;
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

    /** Tells whether a short number is that of a context that has two stages; false for one that was forgotten. */
    boolean isVirtualTag(int number) {
        for (int i = 0; i < count; i++) {
            if (tag[i] == number) {
                return isVirtual(i);
            }
        }
        return false;
    }

    /** Forgets all contexts. */
    void forgetAll() {
        version++;
        keep(0);
    }

    /** Keeps the first contexts alone. What is forgotten is nobody's future, and so no part of the state. */
    private void keep(int kept) {
        Arrays.fill(satp, kept, count, 0);
        Arrays.fill(hgatp, kept, count, 0);
        Arrays.fill(bits, kept, count, 0);
        Arrays.fill(tag, kept, count, 0);
        count = kept;
    }

    /** Forgets all contexts; short numbers start again. The caches that use them have been cleared. */
    void restart() {
        version++;
        keep(0);
        lastTag = 0;
    }

    /** Forgets contexts that translate in one stage, of one address space or, if negative, of all. */
    void forgetSingleStage(int asid) {
        forgetIf(i -> !isVirtual(i) && PagingMode.of(satp[i]) != PagingMode.BARE && (asid < 0 || asid(satp[i]) == asid));
    }

    /** Forgets contexts of one virtual machine, of one of its address spaces or, if negative, of all. */
    void forgetFirstStage(int vmid, int asid) {
        forgetIf(i -> isVirtual(i) && vmid(hgatp[i]) == vmid && (asid < 0 || asid(satp[i]) == asid));
    }

    /** Forgets contexts that have two stages, of one virtual machine or, if negative, of all. */
    void forgetSecondStage(int vmid) {
        forgetIf(i -> isVirtual(i) && (vmid < 0 || vmid(hgatp[i]) == vmid));
    }

    private boolean isVirtual(int place) {
        return (bits[place] & Regime.VIRTUAL) != 0;
    }

    private static int asid(long satp) {
        return (int) (satp >>> 44) & 0xffff;
    }

    private static int vmid(long hgatp) {
        return (int) (hgatp >>> 44) & 0x3fff;
    }

    private void forgetIf(IntPredicate condition) {
        version++;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!condition.test(i)) {
                satp[kept] = satp[i];
                hgatp[kept] = hgatp[i];
                bits[kept] = bits[i];
                tag[kept] = tag[i];
                serial[kept] = serial[i];
                kept++;
            }
        }
        keep(kept);
    }

    /** Gives all contexts new serial numbers: blocks must be looked up again, TLB entries stay. */
    void renewSerials() {
        version++;
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
        state.numbers("hgatp", hgatp);
        state.numbers("bits", bits);
        state.numbers("tag", tag);
        if (state.isRestoring()) {
            renewSerials();
        }
    }
}
