// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import org.trapline.runtime.debug.Halt;
import org.trapline.vmm.LifeCycle;

/** Is told what happens in a session, on the session's own thread: whoever takes long here holds the machines up. */
public interface SessionListener {

    /** The session has gone over to another state. */
    default void stateChanged(SessionState state) {
    }

    /** A guest has gone over to another state. */
    default void guestChanged(Guest guest, LifeCycle lifeCycle) {
    }

    /** Something has happened to a guest of which its user should know, in a sentence. */
    default void told(Guest guest, String news) {
    }

    /** A guest has printed; whole lines where it prints lines. */
    default void printed(Guest guest, byte[] bytes) {
    }

    /** All machines stand still, and why; not told again for what is asked of them while they stand. */
    default void halted(Halt halt) {
    }

    /** Machines have run for a short while, or one step; what was traced can be read. */
    default void advanced() {
    }
}
