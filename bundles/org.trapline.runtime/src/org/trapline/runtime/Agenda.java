// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.List;

/** What is to be done at instants of a session's run, by virtual time or by instructions. For the session's thread. */
final class Agenda {
    private final List<Duty> duties = new ArrayList<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private final List<Runnable> closers = new ArrayList<>();

    /** Something to be done. */
    interface Duty {
        /** Returns the cycle beyond which no host may run before {@link #look} was called; {@link Long#MAX_VALUE} if there is none. */
        long due();

        /** Returns how many instructions may retire before {@link #look} was called. */
        default long instructionsLeft() {
            return Long.MAX_VALUE;
        }

        /** Does what is due by now. */
        void look();

        /** Is called when no host has anything to do: does the next thing, whenever it was due. */
        void waitsNoLonger();

        /** Tells whether there will be nothing more to do. */
        boolean isDone();

        /** The session ends. */
        void ended();
    }

    void add(Duty duty) {
        duties.add(duty);
    }

    /** Tells whether there is something left to do that does not depend on anybody outside. */
    boolean isPending() {
        return !duties.isEmpty();
    }

    long due() {
        return duties.stream().mapToLong(Duty::due).min().orElse(Long.MAX_VALUE);
    }

    long instructionsLeft() {
        return Math.max(1, duties.stream().mapToLong(Duty::instructionsLeft).min().orElse(Long.MAX_VALUE));
    }

    /** Has something done after each slice, and once more at the end. */
    void watch(Runnable what) {
        watchers.add(what);
    }

    /** Has something done when the session ends, before its machines are off. */
    void atEnd(Runnable what) {
        closers.add(what);
    }

    void look() {
        watchers.forEach(Runnable::run);
        if (!duties.isEmpty()) {
            // What is done may add to the list.
            List.copyOf(duties).forEach(Duty::look);
            duties.removeIf(Duty::isDone);
        }
    }

    /** Goes on with the duty that is due first. */
    void waitsNoLonger() {
        Duty first = null;
        for (Duty duty : duties) {
            if (first == null || duty.due() < first.due()) {
                first = duty;
            }
        }
        if (first != null) {
            first.waitsNoLonger();
            duties.removeIf(Duty::isDone);
        }
    }

    void ended() {
        List.copyOf(duties).forEach(Duty::ended);
        duties.clear();
        watchers.forEach(Runnable::run);
        closers.forEach(Runnable::run);
    }
}
