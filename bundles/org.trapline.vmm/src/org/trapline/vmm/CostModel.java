// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.Map;

/** The figures that a hypervisor's work is charged at, in cycles of the host's hart: {@link Cost}'s defaults, some overridden. */
public final class CostModel {

    private final int[] cycles = new int[Cost.values().length];

    private CostModel(final Map<Cost, Integer> overrides) {
        for (final Cost cost : Cost.values()) {
            final int figure = overrides.getOrDefault(cost, cost.cycles());
            if (figure < 0) {
                throw new IllegalArgumentException("cost " + cost + ": " + figure + " cycles, expected 0 or more");
            }
            cycles[cost.ordinal()] = figure;
        }
    }

    /** The default figures. */
    public static CostModel standard() {
        return new CostModel(Map.of());
    }

    /**
     * The default figures, some of them replaced.
     *
     * @param overrides cycles by row
     * @throws IllegalArgumentException if a figure is negative
     */
    public static CostModel with(final Map<Cost, Integer> overrides) {
        return new CostModel(overrides);
    }

    /** What one event of that row costs, in cycles. */
    public int cycles(final Cost cost) {
        return cycles[cost.ordinal()];
    }
}
