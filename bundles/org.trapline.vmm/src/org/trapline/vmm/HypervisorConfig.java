// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import org.trapline.machine.device.Clock;
import org.trapline.vmm.paging.KernelPlace;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.schedule.SchedulerScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * How a hypervisor works.
 *
 * @param hostId     the host's number in traces
 * @param technique  how guests' code runs
 * @param paging     how guests' addresses are translated
 * @param io         how guests reach devices
 * @param scheduler  whose turn it is on a hart
 * @param quantum    cycles of a hart that a vCPU gets before it is another's turn, at least one tick of the clock
 * @param costs      what the VMM's work is charged at
 * @param startNanos what guests' real-time clocks show when they start, nanoseconds since 1970
 */
public record HypervisorConfig(int hostId, CpuTechnique technique, PagingScheme paging, IoScheme io, SchedulerScheme scheduler,
        long quantum, CostModel costs, long startNanos) {
    /** Half a millisecond. */
    public static final long DEFAULT_QUANTUM = 50_000;

    public HypervisorConfig {
        if (quantum < Clock.CYCLES_PER_TICK) {
            throw new IllegalArgumentException("a quantum of " + quantum + " cycles is shorter than the " + Clock.CYCLES_PER_TICK
                + " cycles of a tick of the host's timer");
        }
        if (!technique.pagings().contains(paging)) {
            throw new IllegalArgumentException("guests do not run by " + technique.literal() + " with paging " + paging.literal());
        }
    }

    /** Returns a configuration with trap-and-emulate and the standard figures. */
    public static HypervisorConfig standard(final int hostId) {
        return new HypervisorConfig(hostId, CpuTechnique.TRAP_AND_EMULATE, PagingScheme.SHADOW, IoScheme.EMULATED, SchedulerScheme.ROUND_ROBIN,
            DEFAULT_QUANTUM, CostModel.standard(), 0);
    }

    /** Returns where a hart executes guests' kernels. */
    public KernelPlace kernel() {
        return technique.kernel(paging);
    }

    /** Returns the same with another technique and its paging. */
    public HypervisorConfig with(final CpuTechnique newTechnique, final PagingScheme newPaging) {
        return new HypervisorConfig(hostId, newTechnique, newPaging, io, scheduler, quantum, costs, startNanos);
    }

    /** Returns the same with another way to devices. */
    public HypervisorConfig with(final IoScheme newIo) {
        return new HypervisorConfig(hostId, technique, paging, newIo, scheduler, quantum, costs, startNanos);
    }

    /** Returns the same with another quantum. */
    public HypervisorConfig withQuantum(final long cycles) {
        return new HypervisorConfig(hostId, technique, paging, io, scheduler, cycles, costs, startNanos);
    }

    /** Returns the same with other figures. */
    public HypervisorConfig with(final CostModel newCosts) {
        return new HypervisorConfig(hostId, technique, paging, io, scheduler, quantum, newCosts, startNanos);
    }

    /** Returns the same with another scheduler. */
    public HypervisorConfig with(final SchedulerScheme newScheduler) {
        return new HypervisorConfig(hostId, technique, paging, io, newScheduler, quantum, costs, startNanos);
    }
}
