// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import org.trapline.runtime.Console;
import org.trapline.runtime.Session;

/** Passes what the user types on to a guest, as the terminal hands it over: line by line. */
final class Typist {
    private static final int BUFFER_BYTES = 1 << 10;

    private final InputStream in;
    private final Console console;
    private final Session session;

    Typist(InputStream in, Console console, Session session) {
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
                console.send(Arrays.copyOf(buffer, count));
            }
        } catch (IOException e) {
            // A terminal that cannot be read any more is one at which nobody types.
        }
        session.endInput();
    }
}
