// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.schedule;

import java.util.Set;

/**
 * What a domain gets of the host's harts.
 *
 * @param weight its part, beside the weights of the others, where the scheduler goes by weight; 1 or more
 * @param cpus   how many harts' worth of time it gets at most; 0 for no limit
 * @param pin    numbers of the harts that its vCPUs may run on; empty for all
 */
public record Share(int weight, double cpus, Set<Integer> pin) {
    /** What a domain gets of which nothing is said. */
    public static final Share EVEN = new Share(100, 0, Set.of());

    /** Copies the set. */
    public Share {
        if (weight < 1) {
            throw new IllegalArgumentException("a weight of " + weight + ", expected 1 or more");
        }
        if (!(cpus >= 0)) {
            throw new IllegalArgumentException("a limit of " + cpus + " harts, expected more than 0");
        }
        pin = Set.copyOf(pin);
    }

    /** Returns the same on the same harts, with another weight and another limit. */
    public Share with(final int newWeight, final double newCpus) {
        return new Share(newWeight, newCpus, pin);
    }

    /** Tells whether it may use a hart. */
    boolean allows(final int hart) {
        return pin.isEmpty() || pin.contains(hart);
    }
}
