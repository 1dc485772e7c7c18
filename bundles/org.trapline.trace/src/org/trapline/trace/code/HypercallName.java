// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** What a guest that knows its VMM asks it for, by number. What each of them does is the VMM's business. */
public enum HypercallName {
    /** Stands for the number 0, which no call has. */
    NONE,
    REGISTER, RETURN, PIN, UNPIN, SET_ROOTS, UPDATE, LIST, WRITE, READ, TIMER, IDLE,
    YIELD, END, CONSOLE, KICK, GRANTS, OPEN, START, STOP, SIGNAL, FENCE
}
