// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * What is typed at a machine. Bytes come from any thread at any time; the machine takes them at instants that it notes down. As long as there are
 * notes of what comes next, because somebody went back or repeats another run, they alone say what arrives.
 *
 * <p>State is how many bytes have arrived; which they were is history.
 */
final class ConsoleInput implements Stateful {
    private final List<InputPort> ports = new ArrayList<>();
    /** Bytes from outside by port, not yet seen by the machine; the only part that other threads touch. */
    private final List<Queue<Integer>> offered = new ArrayList<>();
    // The notes start with the byte of number `noted`; the next to arrive has the number `taken`.
    private final List<InputEvent> notes = new ArrayList<>();
    private long noted;
    private long taken;

    /** Adds a port; returns its number. */
    int add(InputPort port) {
        synchronized (offered) {
            ports.add(port);
            offered.add(new ArrayDeque<>());
            return ports.size() - 1;
        }
    }

    void offer(int port, byte[] bytes) {
        synchronized (offered) {
            for (byte value : bytes) {
                offered.get(port).add(value & 0xff);
            }
        }
    }

    /** Returns how many bytes were offered to a port that it has not received. */
    int waiting(int port) {
        synchronized (offered) {
            return offered.get(port).size();
        }
    }

    /** Lets noted bytes arrive as in another run, from now on. */
    void replay(List<InputEvent> events) {
        forgetFuture();
        notes.addAll(events);
    }

    /** Returns what has arrived and is noted. */
    List<InputEvent> log() {
        return List.copyOf(notes.subList(0, (int) (taken - noted)));
    }

    /** Returns what is noted to arrive. */
    List<InputEvent> future() {
        return List.copyOf(notes.subList((int) (taken - noted), notes.size()));
    }

    private boolean isNoted() {
        return taken - noted < notes.size();
    }

    /** Returns the cycle at which the next noted byte is due; {@link Long#MAX_VALUE} if there is none. */
    long nextCycle() {
        return isNoted() ? notes.get((int) (taken - noted)).cycle() : Long.MAX_VALUE;
    }

    /** Hands a byte that is due at this cycle to its port and notes it down; returns null if there is none. */
    InputEvent receive(long cycle) {
        InputEvent next = null;
        if (isNoted()) {
            InputEvent due = notes.get((int) (taken - noted));
            next = due.cycle() <= cycle && ports.get(due.port()).hasRoom() ? due : null;
        } else {
            next = takeOffered(cycle);
        }
        if (next != null) {
            taken++;
            ports.get(next.port()).receive(next.value());
        }
        return next;
    }

    private InputEvent takeOffered(long cycle) {
        synchronized (offered) {
            for (int port = 0; port < ports.size(); port++) {
                if (!offered.get(port).isEmpty() && ports.get(port).hasRoom()) {
                    InputEvent event = new InputEvent(cycle, port, offered.get(port).remove());
                    notes.add(event);
                    return event;
                }
            }
        }
        return null;
    }

    private void forgetFuture() {
        notes.subList((int) (taken - noted), notes.size()).clear();
    }

    @Override
    public void exchange(StateExchange state) {
        taken = state.number("taken", taken);
        if (state.isRestoring() && !state.isGoingBack()) {
            if (taken < noted || taken - noted > notes.size()) {
                // Somebody else's state: what arrived there is not known here.
                notes.clear();
                noted = taken;
            }
            forgetFuture();
        }
    }

    /** What is known of bytes that arrive: what did, what is noted to come, and what was typed and has not arrived. */
    void exchangeNotes(StateExchange state) {
        noted = state.number("noted", noted);
        long[] cycles = notes.stream().mapToLong(InputEvent::cycle).toArray();
        cycles = state.list("cycles", cycles, Integer.MAX_VALUE, 0, Long.MAX_VALUE);
        long[] bytes = notes.stream().mapToLong(event -> (long) event.port() << 8 | event.value()).toArray();
        bytes = state.list("bytes", bytes, Integer.MAX_VALUE, 0, ((long) ports.size() << 8) - 1);
        if (state.isRestoring()) {
            notes.clear();
            for (int i = 0; i < Math.min(cycles.length, bytes.length); i++) {
                notes.add(new InputEvent(cycles[i], (int) (bytes[i] >>> 8), (int) bytes[i] & 0xff));
            }
            if (taken < noted || taken - noted > notes.size()) {
                notes.clear();
                noted = taken;
            }
        }
        synchronized (offered) {
            for (int port = 0; port < ports.size(); port++) {
                exchangeOffered(state, port);
            }
        }
    }

    private void exchangeOffered(StateExchange state, int port) {
        Queue<Integer> queue = offered.get(port);
        byte[] typed = new byte[queue.size()];
        int i = 0;
        for (int value : queue) {
            typed[i++] = (byte) value;
        }
        typed = state.bytes("typed" + port, typed, Integer.MAX_VALUE);
        if (state.isRestoring()) {
            queue.clear();
            for (byte value : typed) {
                queue.add(value & 0xff);
            }
        }
    }
}
