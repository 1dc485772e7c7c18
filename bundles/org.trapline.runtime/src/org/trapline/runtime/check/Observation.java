// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.trapline.runtime.GuestResult;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.trace.analysis.Cost;

/**
 * What a run left behind, as its guest can see it, and what it took.
 *
 * @param result   how it ended, with instructions and cycles
 * @param console  what it printed
 * @param harts    its registers, as the guest sees them
 * @param memory   its memory by guest physical address, in pieces of {@link #PIECE} bytes; pieces that are all zero are missing
 * @param exits    exits by cause, the most frequent first; empty without a VMM
 * @param stretch  most cycles that it ran from an entry to the next exit; 0 without a VMM
 */
record Observation(GuestResult result, byte[] console, List<HartSnapshot> harts, SortedMap<Long, byte[]> memory, Map<Long, Cost> exits,
        long stretch) {
    /** Bytes of memory that are kept together. */
    static final int PIECE = 4096;

    /** Returns the share of its instructions that a hart has executed without the VMM, from 0 to 1. */
    double nativeShare() {
        return result.instructions() == 0 ? 1 : (double) (result.instructions() - result.emulated()) / result.instructions();
    }
}
