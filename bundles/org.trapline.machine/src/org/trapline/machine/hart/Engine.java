// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.hart;

import org.trapline.machine.memory.Ram;

/** Executes the instructions of a hart. */
public interface Engine {
    /**
     * Executes from {@link Hart#pc()} on, until the hart's cycle count is its deadline or {@link Hart#hasAttention} holds. Traps are given to
     * {@link Hart#takeException} and execution goes on.
     */
    void run();

    /**
     * Drops what was decoded from overwritten bytes, and looks at the hart before more is executed: that may be among them.
     * @return those of the lines they are in of which something is still decoded
     */
    long codeOverwritten(Ram ram, int pageIndex, int at, int length);

    /**
     * Replaces the addresses at which to ask {@link org.trapline.machine.debug.DebugUnit#reached} before the instruction there.
     * @param addresses sorted
     */
    void setBreakpoints(long[] addresses);
}
