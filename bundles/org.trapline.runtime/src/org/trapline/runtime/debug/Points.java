// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.debug;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.debug.Watchpoint;

/**
 * Where a processor is to stop.
 *
 * @param breakpoints virtual addresses before whose instructions it stops
 * @param watchpoints ranges before accesses to which it stops
 * @param catches     traps after which it stops
 */
public record Points(Set<Long> breakpoints, Set<Watchpoint> watchpoints, Set<TrapCatch> catches) {
    /** It does not stop. */
    public static final Points NONE = new Points(Set.of(), Set.of(), Set.of());

    /** Copies the sets. */
    public Points {
        breakpoints = Set.copyOf(breakpoints);
        watchpoints = Set.copyOf(watchpoints);
        catches = Set.copyOf(catches);
    }

    /** Returns those of all. */
    public static Points all(Collection<Points> parts) {
        Set<Long> breakpoints = new HashSet<>();
        Set<Watchpoint> watchpoints = new LinkedHashSet<>();
        Set<TrapCatch> catches = new LinkedHashSet<>();
        for (Points part : parts) {
            breakpoints.addAll(part.breakpoints);
            watchpoints.addAll(part.watchpoints);
            catches.addAll(part.catches);
        }
        return new Points(breakpoints, watchpoints, catches);
    }
}
