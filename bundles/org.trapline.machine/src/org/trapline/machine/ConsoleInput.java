// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What is typed at a machine's console. Bytes come from any thread at any time; the machine takes them at instants that it notes down, so the
 * same run can be done again from the notes.
 */
final class ConsoleInput {
    /** Bytes from outside, not yet seen by the machine; the only part that other threads touch. */
    private final Queue<Integer> offered = new ArrayDeque<>();
    private final List<InputEvent> log = new ArrayList<>();
    // Notes of an earlier run, of which the first `replayed` have been repeated.
    private List<InputEvent> script = List.of();
    private int replayed;

    void offer(byte[] bytes) {
        synchronized (offered) {
            for (byte value : bytes) {
                offered.add(value & 0xff);
            }
        }
    }

    boolean isOffered() {
        synchronized (offered) {
            return !offered.isEmpty();
        }
    }

    void replay(List<InputEvent> events) {
        script = List.copyOf(events);
        replayed = 0;
    }

    List<InputEvent> log() {
        return List.copyOf(log);
    }

    /** Returns the cycle at which the next noted byte is due; {@link Long#MAX_VALUE} if there is none. */
    long nextCycle() {
        return replayed < script.size() ? script.get(replayed).cycle() : Long.MAX_VALUE;
    }

    /** Returns a byte that is due at this cycle and notes it down; -1 if there is none. */
    int take(long cycle) {
        int value = -1;
        if (nextCycle() <= cycle) {
            value = script.get(replayed++).value();
        } else {
            synchronized (offered) {
                if (!offered.isEmpty()) {
                    value = offered.remove();
                }
            }
        }
        if (value >= 0) {
            log.add(new InputEvent(cycle, value));
        }
        return value;
    }

    void clear() {
        log.clear();
        replayed = 0;
        synchronized (offered) {
            offered.clear();
        }
    }
}
