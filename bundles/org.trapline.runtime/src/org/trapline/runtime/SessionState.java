// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

/** Where a session stands. */
public enum SessionState {
    /** Built, not started. */
    READY,
    /** At least one machine runs. */
    RUNNING,
    /** All machines stand still until somebody lets them run on. */
    PAUSED,
    /** Every machine that has not ended waits for console input, and there may be some. */
    WAITING,
    /** Nothing will run any more; results are there. */
    ENDED
}
