// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

/**
 * Where a session that can go back stands in its run. Instants are cycles, of all harts together.
 *
 * @param beginning    the first instant to which it can go back
 * @param now          where it is
 * @param present      the last instant that it has reached
 * @param instructions how many have retired by now, on all hosts together
 * @param event        number of the event that comes next in the trace
 */
public record Moment(long beginning, long now, long present, long instructions, long event) {
    /** Tells whether it does again what it has done before when it goes on. */
    public boolean isInPast() {
        return now < present;
    }
}
