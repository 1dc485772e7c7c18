// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

/** What does something by itself when its time comes. */
public interface Timed {
    /** What {@link #nextTick} returns when nothing is going to happen. */
    long NEVER = Long.MAX_VALUE;

    /** Returns the first tick of its clock, now or later, at which it must be {@link #advance}d; {@link #NEVER} if none. */
    long nextTick();

    /** Brings it up to the clock's present time; a device its lines and registers. */
    void advance();
}
