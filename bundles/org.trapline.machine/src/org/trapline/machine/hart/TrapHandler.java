// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.hart;

import org.trapline.isa.Cause;

/**
 * Host software that lives in a privilege mode instead of guest code: firmware in M mode, a VMM in S mode.
 *
 * <p>When a trap is taken to its mode, the hart records it in {@code xcause}, {@code xepc}, {@code xtval} and {@code mstatus} and changes to
 * the mode as always, and calls the handler instead of going to {@code xtvec}. When the handler returns, the hart leaves the trap as
 * {@code mret} or {@code sret} does: to the mode and address that the CSRs name by then.
 */
@FunctionalInterface
public interface TrapHandler {
    /**
     * Handles a trap.
     * @param hart the hart that took it, in the handler's mode
     */
    void handle(Hart hart, Cause cause);
}
