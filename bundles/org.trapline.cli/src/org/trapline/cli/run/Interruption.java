// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.trapline.runtime.Session;

/** Turns Ctrl-C into the end of a session: the process stays until the summary is printed, but not for ever. */
public final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean happened;

    public Interruption(Session session) {
        hook = new Thread(() -> {
            happened = true;
            session.stop();
            try {
                finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "Interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public boolean happened() {
        return happened;
    }

    /** Lets the process end. */
    @Override
    public void close() {
        finished.countDown();
        if (!happened) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process ends just now, and the hook finds that all is done.
                happened = true;
            }
        }
    }
}
