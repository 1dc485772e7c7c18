// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Processor;

/** Lets a host run step by step until something has happened; in portions, so that other requests are not kept waiting. */
abstract class Walk {
    private static final int STEPS_BETWEEN_REQUESTS = 1_000;

    private final SessionThread session;
    private final RunningHost host;

    Walk(SessionThread session, RunningHost host) {
        this.session = session;
        this.host = host;
    }

    /** Returns whose turn it is. */
    abstract RunningHost next();

    /** Tells whether what is waited for has happened in the last step. */
    abstract boolean hasHappened();

    /** Returns whom to look at then. */
    abstract Processor processor();

    final RunningHost host() {
        return host;
    }

    final SessionThread session() {
        return session;
    }

    /** Walks, and goes on later if need be. */
    final void go() {
        session.setState(SessionState.RUNNING);
        RunningHost next = host;
        for (int step = 0; step < STEPS_BETWEEN_REQUESTS && !session.isPausing(); step++) {
            if (session.system().isOver()) {
                session.standAtEnd();
                break;
            }
            if (host.hasEnded() || host.awaitsInput()) {
                session.pauseAt(new Halt.Paused(processor()));
                break;
            }
            next = next();
            session.advance(next, next == host);
            if (session.system().isOver()) {
                session.standAtEnd();
            } else if (!session.isPausing() && hasHappened()) {
                session.pauseAt(new Halt.Stepped(processor()));
            }
        }
        session.tellProgress(host);
        if (next != host) {
            session.tellProgress(next);
        }
        if (!session.isPausing()) {
            session.interrupt(this::go);
        }
    }
}
