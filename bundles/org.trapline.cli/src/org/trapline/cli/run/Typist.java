// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import org.trapline.cli.Terminal;
import org.trapline.runtime.Console;
import org.trapline.runtime.Session;

/** Passes what the user types on to a guest, as the terminal hands it over: line by line, or key by key. */
final class Typist {
    private static final int BUFFER_BYTES = 1 << 10;
    /** How often it is looked at first whether something was typed, and with which pause in between. */
    private static final int LOOKS = 100;
    private static final long PAUSE_NANOSECONDS = 10_000_000;

    private final Terminal terminal;
    private final Console console;
    private final Session session;
    private final Escape escape;

    /** @param escape picks out what is not for the guest; null if everything is */
    Typist(Terminal terminal, Console console, Session session, Escape escape) {
        this.escape = escape;
        this.terminal = terminal;
        this.console = console;
        this.session = session;
    }

    /** Starts to read; the thread does not keep the process from ending. */
    void start() {
        Thread.ofPlatform().daemon().name("Typist").start(this::read);
    }

    private void read() {
        InputStream in = terminal.in();
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            if (terminal.isInteractive()) {
                awaitFirst(in);
            }
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                console.send(escape == null ? Arrays.copyOf(buffer, count) : escape.filter(buffer, count));
            }
        } catch (IOException e) {
            // A terminal that cannot be read any more is one at which nobody types.
        }
        session.endInput();
    }

    /**
     * Waits a second for something to be typed. As long as a thread reads from a terminal the JVM takes 0.3 s longer to end, which would be more than
     * all that a short run takes.
     */
    private static void awaitFirst(InputStream in) throws IOException {
        for (int look = 0; look < LOOKS && in.available() == 0; look++) {
            LockSupport.parkNanos(PAUSE_NANOSECONDS);
        }
    }
}
