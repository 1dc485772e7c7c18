// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import org.trapline.machine.hart.Hart;

/** Gives a hart's supervisor mode a timer interrupt, as the SBI call {@code set_timer} of the host's firmware does. */
@FunctionalInterface
public interface HostTimer {
    /**
     * Raises a supervisor timer interrupt once the host's clock has reached a tick; takes an earlier request, and a pending interrupt, back.
     * @param tick {@link Long#MAX_VALUE} for never
     */
    void arm(Hart hart, long tick);
}
