// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * States in the order of their instants: the first one, and of the others as many as may be kept, the fewer the longer ago they are. Those in which
 * something was changed from outside cannot be done without.
 */
final class Checkpoints {
    private final List<Checkpoint> all = new ArrayList<>();
    private final List<Long> bytes = new ArrayList<>();
    private final int most;
    private final long mostBytes;
    private long totalBytes;

    Checkpoints(int most, long mostBytes) {
        this.most = Math.max(2, most);
        this.mostBytes = mostBytes;
    }

    int count() {
        return all.size();
    }

    long bytes() {
        return totalBytes;
    }

    Checkpoint get(int index) {
        return all.get(index);
    }

    Checkpoint first() {
        return all.getFirst();
    }

    /** Returns the index of the last state at or before an instant; -1 if there is none. */
    int indexAt(long instant) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (all.get(middle).instant() <= instant) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Returns the first state after an instant, but not after another, in which something was changed from outside; null if there is none. */
    Checkpoint changeBetween(long after, long upTo) {
        for (int i = indexAt(after) + 1; i < all.size() && all.get(i).instant() <= upTo; i++) {
            if (all.get(i).changed()) {
                return all.get(i);
            }
        }
        return null;
    }

    /** Adds a state unless there is one of its instant, which a changed one replaces; gives others up if need be. */
    void add(Checkpoint state) {
        int index = indexAt(state.instant());
        if (index >= 0 && all.get(index).instant() == state.instant()) {
            if (state.changed()) {
                all.set(index, state);
                weigh(index);
                weigh(index + 1);
            }
            return;
        }
        all.add(index + 1, state);
        bytes.add(index + 1, 0L);
        weigh(index + 1);
        weigh(index + 2);
        while (all.size() > 2 && (all.size() > most || totalBytes > mostBytes)) {
            remove(leastMissed());
        }
    }

    private void weigh(int index) {
        if (index < all.size()) {
            long now = all.get(index).bytesBeyond(index == 0 ? null : all.get(index - 1));
            totalBytes += now - bytes.set(index, now);
        }
    }

    private void remove(int index) {
        totalBytes -= bytes.remove(index);
        all.remove(index);
        weigh(index);
    }

    /**
     * Returns the state without which the way from its predecessor grows least, in proportion to how long ago it is. So distances come to grow
     * with age. The first and the last state stay, and those that were changed, unless there is nothing else: then the past becomes shorter.
     */
    private int leastMissed() {
        long end = all.getLast().instant();
        int best = 0;
        double bestLoss = Double.MAX_VALUE;
        for (int i = 1; i < all.size() - 1; i++) {
            double gap = all.get(i + 1).instant() - all.get(i - 1).instant();
            double loss = gap / (end - all.get(i).instant() + 1.0);
            if (loss < bestLoss && !all.get(i).changed()) {
                bestLoss = loss;
                best = i;
            }
        }
        return best;
    }

    void clear() {
        all.clear();
        bytes.clear();
        totalBytes = 0;
    }

    /** Gives up all states after an instant. */
    void dropAfter(long instant) {
        while (all.size() > 1 && all.getLast().instant() > instant) {
            remove(all.size() - 1);
        }
    }
}
