// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** Why a vCPU left its hart. */
public enum SwitchReason {
    /** Its time slice was used up. */
    QUANTUM,
    /** The guest waits for an interrupt. */
    WAIT,
    /** The guest gave the rest of its slice back. */
    YIELD,
    /** A vCPU that comes first became ready. */
    PREEMPT,
    /** Its VM was paused or suspended. */
    PAUSE,
    /** Its VM or the vCPU itself stopped. */
    STOP,
    /** Nothing ran on the hart before. */
    IDLE,
    /** Its VM has used up what it may have of the harts, for now. */
    LIMIT
}
