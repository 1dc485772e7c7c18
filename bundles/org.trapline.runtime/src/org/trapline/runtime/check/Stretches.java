// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.util.HashMap;
import java.util.Map;

import org.trapline.trace.EventKind;
import org.trapline.trace.TraceEvent;

/** Measures how long guests run before the VMM has the processor again. */
final class Stretches {
    private final int vm;
    private final Map<Integer, Long> entered = new HashMap<>();
    private long longest;

    Stretches(int vm) {
        this.vm = vm;
    }

    void add(TraceEvent event) {
        if (event.vm() != vm) {
            return;
        }
        if (event.kind() == EventKind.VM_ENTRY) {
            entered.put(event.vcpu(), event.cycle());
        } else if (event.kind() == EventKind.VM_EXIT) {
            Long since = entered.remove(event.vcpu());
            if (since != null) {
                longest = Math.max(longest, event.cycle() - since);
            }
        }
    }

    /** The run has ended: whoever is in a guest still was not taken out of it up to here. */
    void end(long cycle) {
        entered.values().forEach(since -> longest = Math.max(longest, cycle - since));
        entered.clear();
    }

    /** Returns the most cycles. */
    long longest() {
        return longest;
    }
}
