// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import org.trapline.machine.device.Clock;

/**
 * How a hypervisor works.
 *
 * @param hostId     the host's number in traces
 * @param quantum    cycles of a hart that a vCPU gets before it is another's turn, at least one tick of the clock
 * @param costs      what the VMM's work is charged at
 * @param startNanos what guests' real-time clocks show when they start, nanoseconds since 1970
 */
public record HypervisorConfig(int hostId, long quantum, CostModel costs, long startNanos) {
    /** Half a millisecond. */
    public static final long DEFAULT_QUANTUM = 50_000;

    public HypervisorConfig {
        if (quantum < Clock.CYCLES_PER_TICK) {
            throw new IllegalArgumentException("a quantum of " + quantum + " cycles is shorter than the " + Clock.CYCLES_PER_TICK
                + " cycles of a tick of the host's timer");
        }
    }

    /** Returns a configuration with the standard figures. */
    public static HypervisorConfig standard(final int hostId) {
        return new HypervisorConfig(hostId, DEFAULT_QUANTUM, CostModel.standard(), 0);
    }
}
