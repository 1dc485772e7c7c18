// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayDeque;
import java.util.Deque;

/** Round-robin scheduling: each vCPU that can run gets the processor for a quantum, then the next. */
final class RunQueue {
    private final Deque<VCpu> queue = new ArrayDeque<>();

    void add(final VCpu vcpu) {
        queue.addLast(vcpu);
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
