// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

/** Why {@link Machine#run} came back. */
public enum StopReason {
    /** As many instructions have retired as were asked for. */
    LIMIT,
    /** The cycle was reached up to which it was to run. */
    TIME,
    /** Software switched the machine off; {@link Machine#exitCode} says how. */
    POWERED_OFF,
    /** Every hart waits for an interrupt and nothing is going to raise one but input from outside. */
    WAITING,
    /** A breakpoint was reached; the instruction there has not been executed. {@link Machine#lastStop} says more of this and the next two. */
    BREAKPOINT,
    /** An instruction is about to access watched memory; it has not been executed. */
    WATCHPOINT,
    /** A trap was taken that was to stop the machine; its handler has not begun. */
    TRAP,
    /** A hart takes one trap after the other without ever executing an instruction, as when its trap handler cannot be fetched. */
    TRAP_LOOP,
    /** Somebody called {@link Machine#stop}. */
    STOPPED
}
