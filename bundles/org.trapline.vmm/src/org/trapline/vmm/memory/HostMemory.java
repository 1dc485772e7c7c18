// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.memory;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** The host's memory that the VMM gives away, in whole pages: what is free of it, and the first range that is large enough. */
public final class HostMemory implements Stateful {
    private static final int MOST_RANGES = 1 << 16;

    private final long baseHpa;
    private final long endHpa;
    private long available;
    /** Free ranges: host physical address of the first byte, and of the first one behind. They neither overlap nor touch. */
    private final TreeMap<Long, Long> free = new TreeMap<>();

    /** All of a range is free, unless it ends before it begins. */
    public HostMemory(final long baseHpa, final long endHpa) {
        this.baseHpa = baseHpa;
        this.endHpa = endHpa;
        if (baseHpa < endHpa) {
            free.put(baseHpa, endHpa);
            available = endHpa - baseHpa;
        }
    }

    long baseHpa() {
        return baseHpa;
    }

    long endHpa() {
        return endHpa;
    }

    /** Returns the size of the largest piece, in bytes. */
    public long largest() {
        return free.entrySet().stream().mapToLong(range -> range.getValue() - range.getKey()).max().orElse(0);
    }

    /** Returns how much is free in all, in bytes. */
    public long available() {
        return available;
    }

    /** Returns the free ranges: host physical address of the first byte, and of the first one behind. */
    public NavigableMap<Long, Long> free() {
        return free;
    }

    /**
     * Takes a piece.
     * @return host physical address
     * @throws IllegalStateException if no piece is so large; ask {@link #largest} before
     */
    public long take(final long bytes) {
        for (final Map.Entry<Long, Long> range : free.entrySet()) {
            final long first = range.getKey();
            final long end = range.getValue();
            if (end - first >= bytes) {
                free.remove(first);
                if (end - first > bytes) {
                    free.put(first + bytes, end);
                }
                available -= bytes;
                return first;
            }
        }
        throw new IllegalStateException("no " + bytes + " bytes of memory left in one piece");
    }

    /** Gives a piece back. */
    public void release(final long hpa, final long bytes) {
        long first = hpa;
        long end = hpa + bytes;
        final Map.Entry<Long, Long> before = free.floorEntry(hpa);
        if (before != null && before.getValue() == first) {
            first = before.getKey();
        }
        final Long behind = free.remove(end);
        if (behind != null) {
            end = behind;
        }
        free.put(first, end);
        available += bytes;
    }

    @Override
    public void exchange(final StateExchange state) {
        final long[] ranges = free.entrySet().stream().flatMap(range -> Stream.of(range.getKey(), range.getValue()))
            .mapToLong(Long::longValue).toArray();
        final long[] kept = state.list("free", ranges, MOST_RANGES, baseHpa, endHpa);
        if (state.isRestoring()) {
            free.clear();
            available = 0;
            for (int i = 0; i + 1 < kept.length; i += 2) {
                if (kept[i] < kept[i + 1]) {
                    free.put(kept[i], kept[i + 1]);
                    available += kept[i + 1] - kept[i];
                }
            }
        }
    }
}
