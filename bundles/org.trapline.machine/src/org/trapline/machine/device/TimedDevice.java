// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

/** A device that does something by itself when its time comes. */
public interface TimedDevice extends Device {
    /** What {@link #nextTick} returns when nothing is going to happen. */
    long NEVER = Long.MAX_VALUE;

    /** Returns the first tick of its clock, now or later, at which the device must be {@link #advance}d; {@link #NEVER} if none. */
    long nextTick();

    /** Brings lines and registers up to the clock's present time. */
    void advance();
}
