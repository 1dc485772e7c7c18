// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** Round-robin scheduling: each vCPU that can run gets the processor for a quantum, then the next. */
final class RunQueue implements Stateful {
    private final List<VCpu> members = new ArrayList<>();
    private final Deque<VCpu> queue = new ArrayDeque<>();

    void add(final VCpu vcpu) {
        members.add(vcpu);
        queue.addLast(vcpu);
    }

    void remove(final VCpu vcpu) {
        members.remove(vcpu);
        queue.remove(vcpu);
    }

    /** Who is on the queue is fixed; state is the order, told by where each stood when it was added. */
    @Override
    public void exchange(StateExchange state) {
        final List<VCpu> before = new ArrayList<>(queue);
        final long[] order = before.stream().mapToLong(members::indexOf).toArray();
        state.numbers("order", order);
        if (state.isRestoring()) {
            queue.clear();
            for (final long member : order) {
                queue.add(members.get(Math.floorMod(member, members.size())));
            }
        }
    }

    /** Returns all that were added, in that order. */
    List<VCpu> members() {
        return members;
    }

    /** Returns the vCPU whose turn it is and puts it last, or null if none can run that is not on a hart already. */
    VCpu next() {
        for (int i = queue.size(); i > 0; i--) {
            final VCpu candidate = queue.removeFirst();
            queue.addLast(candidate);
            if (!candidate.isLoaded() && candidate.isRunnable()) {
                return candidate;
            }
        }
        return null;
    }

    /** Tells whether somebody waits for a hart. */
    boolean hasWaiting() {
        for (final VCpu candidate : queue) {
            if (!candidate.isLoaded() && candidate.isRunnable()) {
                return true;
            }
        }
        return false;
    }
}
