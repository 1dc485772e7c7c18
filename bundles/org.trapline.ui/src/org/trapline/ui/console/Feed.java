// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.trapline.runtime.Guest;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionListener;

/** Keeps what guests print until the view comes for it. The session's thread puts, the display's thread takes; nobody waits. */
final class Feed implements SessionListener {
    private static final int MAX_PENDING = 4096;

    private final Session session;
    private final Map<Guest, ConcurrentLinkedQueue<byte[]>> pending = new ConcurrentHashMap<>();

    Feed(final Session session) {
        this.session = session;
        session.addListener(this);
    }

    void dispose() {
        session.removeListener(this);
    }

    @Override
    public void printed(final Guest guest, final byte[] bytes) {
        queue(guest).add(bytes);
    }

    private ConcurrentLinkedQueue<byte[]> queue(final Guest guest) {
        return pending.computeIfAbsent(guest, unknown -> new ConcurrentLinkedQueue<>());
    }

    /** Returns what the guest has printed since the last time, in pieces. */
    List<byte[]> take(final Guest guest) {
        final List<byte[]> taken = new ArrayList<>();
        final ConcurrentLinkedQueue<byte[]> queue = queue(guest);
        for (byte[] bytes = queue.poll(); bytes != null; bytes = taken.size() < MAX_PENDING ? queue.poll() : null) {
            taken.add(bytes);
        }
        return taken;
    }
}
