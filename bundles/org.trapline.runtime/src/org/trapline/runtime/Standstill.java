// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.trapline.runtime.debug.Halt;

/** Whether a session's machines are to stand still, why, and who is to be told. For the session's thread. */
final class Standstill {
    private final Processors processors;
    private final SessionListener listeners;
    private final List<CompletableFuture<Halt>> waiting = new ArrayList<>();
    private boolean wanted;
    private Halt untold;
    private Halt last;

    Standstill(Processors processors, SessionListener listeners) {
        this.processors = processors;
        this.listeners = listeners;
    }

    boolean isWanted() {
        return wanted;
    }

    void want(Halt why) {
        wanted = true;
        untold = why;
    }

    /** Lets the machines run again. */
    void end() {
        wanted = false;
        untold = null;
        last = null;
        processors.goOn();
    }

    /** Tells why the machines stand still, once. */
    void tell() {
        if (untold == null) {
            return;
        }
        last = untold;
        untold = null;
        processors.halted(last);
        listeners.halted(last);
        waiting.forEach(answer -> answer.complete(last));
        waiting.clear();
    }

    /** Answers when the machines stand still, at once if they do. */
    void await(CompletableFuture<Halt> answer) {
        if (untold == null && last != null) {
            answer.complete(last);
        } else {
            waiting.add(answer);
        }
    }

    /** Tells those who wait that nothing will stand still any more. */
    void giveUp() {
        waiting.forEach(answer -> answer.completeExceptionally(new IllegalStateException("the session has ended")));
        waiting.clear();
    }
}
