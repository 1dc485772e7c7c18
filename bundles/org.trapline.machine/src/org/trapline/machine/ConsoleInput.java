// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * What is typed at a machine's console. Bytes come from any thread at any time; the machine takes them at instants that it notes down, so the
 * same run can be done again from the notes.
 */
final class ConsoleInput implements Stateful {
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

    /** What is going to arrive is state, what has arrived is history: that is the log, which goes back with the state but does not go into it. */
    @Override
    public void exchange(StateExchange state) {
        synchronized (offered) {
            byte[] waiting = new byte[offered.size()];
            int i = 0;
            for (int value : offered) {
                waiting[i++] = (byte) value;
            }
            waiting = state.bytes("offered", waiting, Integer.MAX_VALUE);
            if (state.isRestoring()) {
                offered.clear();
                for (byte value : waiting) {
                    offered.add(value & 0xff);
                }
            }
        }
        List<InputEvent> rest = script.subList(replayed, script.size());
        long[] cycles = state.list("cycles", rest.stream().mapToLong(InputEvent::cycle).toArray(), Integer.MAX_VALUE, 0, Long.MAX_VALUE);
        long[] values = state.list("values", rest.stream().mapToLong(InputEvent::value).toArray(), cycles.length, 0, 0xff);
        if (state.isRestoring()) {
            script = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                script.add(new InputEvent(cycles[i], (int) values[i]));
            }
            replayed = 0;
        }
    }
}
