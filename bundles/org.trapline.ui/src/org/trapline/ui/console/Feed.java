// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.console;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.trapline.runtime.Guest;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionListener;

/**
 * Keeps what guests print until the view comes for it. The session's thread puts, the display's thread takes. Of a guest that prints faster than
 * anybody could look, the last part is kept, which is all that a console shows.
 */
final class Feed implements SessionListener {
    private final Session session;
    private final Map<Guest, Pending> pending = new ConcurrentHashMap<>();

    Feed(final Session session) {
        this.session = session;
        session.addListener(this);
    }

    void dispose() {
        session.removeListener(this);
    }

    @Override
    public void printed(final Guest guest, final byte[] bytes) {
        of(guest).add(bytes);
    }

    private Pending of(final Guest guest) {
        return pending.computeIfAbsent(guest, unknown -> new Pending(ConsolePage.CAPACITY));
    }

    /** Returns what the guest has printed since the last time; of very much, the last part, from the beginning of a line on. */
    byte[] take(final Guest guest) {
        return of(guest).take();
    }

    /** What one guest has printed lately. */
    static final class Pending {
        private final int most;
        private byte[] bytes = new byte[1 << 8];
        private int count;

        /** @param most bytes that are of use */
        Pending(final int most) {
            this.most = most;
        }

        synchronized void add(final byte[] more) {
            final int length = Math.min(more.length, most);
            if (count + length > 2 * most) {
                forget(count + length - most);
            }
            if (count + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + length));
            }
            System.arraycopy(more, more.length - length, bytes, count, length);
            count += length;
        }

        private void forget(final int least) {
            int from = Math.min(least, count);
            while (from < count && bytes[from - 1] != '\n') {
                from++;
            }
            System.arraycopy(bytes, from, bytes, 0, count - from);
            count -= from;
        }

        synchronized byte[] take() {
            final byte[] taken = Arrays.copyOf(bytes, count);
            count = 0;
            return taken;
        }
    }
}
