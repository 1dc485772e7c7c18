// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.export;

/**
 * One line of the picture: slices that nest, and points. The format wants every slice that begins to end on its track, and the
 * events of a track in the order of their times; a trace that begins or ends in the middle of a slice must not break that.
 */
final class ChromeTrack {
    private static final int MAX_DEPTH = 4;

    private final int pid;
    private final int tid;
    private final int[] levels = new int[MAX_DEPTH];
    private int depth;
    private long lastNs;

    ChromeTrack(int pid, int tid) {
        this.pid = pid;
        this.tid = tid;
    }

    int pid() {
        return pid;
    }

    int tid() {
        return tid;
    }

    /** Returns the time to write for an event at that time: never before the track's last. */
    long at(long ns) {
        lastNs = Math.max(lastNs, ns);
        return lastNs;
    }

    void open(int level) {
        levels[depth++] = level;
    }

    /** Ends the innermost slice if it is of that level or a deeper one; returns whether there was one. */
    boolean closeOne(int level) {
        if (depth == 0 || levels[depth - 1] < level) {
            return false;
        }
        depth--;
        return true;
    }
}
