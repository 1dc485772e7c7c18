// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import org.trapline.runtime.Console;
import org.trapline.runtime.Session;

/** Passes what the user types on to a guest, as the terminal hands it over: line by line, or key by key. */
final class Typist {
    private static final int BUFFER_BYTES = 1 << 10;

    private final InputStream in;
    private final Console console;
    private final Session session;
    private final Escape escape;

    /** @param escape picks out what is not for the guest; null if everything is */
    Typist(InputStream in, Console console, Session session, Escape escape) {
        this.escape = escape;
        this.in = in;
        this.console = console;
        this.session = session;
    }

    /** Starts to read; the thread does not keep the process from ending. */
    void start() {
        Thread.ofPlatform().daemon().name("Typist").start(this::read);
    }

    private void read() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                console.send(escape == null ? Arrays.copyOf(buffer, count) : escape.filter(buffer, count));
            }
        } catch (IOException e) {
            // A terminal that cannot be read any more is one at which nobody types.
        }
        session.endInput();
    }
}
