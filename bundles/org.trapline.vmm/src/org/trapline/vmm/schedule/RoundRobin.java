// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.trapline.machine.state.StateExchange;
import org.trapline.vmm.VCpu;

/** Each vCPU that can run gets a hart for a quantum, then the next. */
final class RoundRobin implements Policy {
    private final Deque<VCpu> queue = new ArrayDeque<>();

    @Override
    public void add(final VCpu vcpu) {
        queue.addLast(vcpu);
    }

    @Override
    public void remove(final VCpu vcpu) {
        queue.remove(vcpu);
    }

    @Override
    public VCpu choose(final List<VCpu> waiting) {
        for (final VCpu candidate : queue) {
            if (waiting.contains(candidate)) {
                queue.remove(candidate);
                queue.addLast(candidate);
                return candidate;
            }
        }
        throw new IllegalStateException("nobody waits");
    }

    /** Who is on the queue is fixed; state is the order, told by where each stood when it was added. */
    @Override
    public void exchange(final StateExchange state, final List<VCpu> members) {
        final long[] order = queue.stream().mapToLong(members::indexOf).toArray();
        state.numbers("order", order);
        if (state.isRestoring()) {
            queue.clear();
            for (final long member : order) {
                queue.add(members.get(Math.floorMod(member, members.size())));
            }
        }
    }
}
