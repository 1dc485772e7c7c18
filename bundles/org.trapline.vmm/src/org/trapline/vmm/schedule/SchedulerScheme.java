// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.schedule;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The schedulers by name, as configurations know them. */
public enum SchedulerScheme {
    /** One after the other, each for a quantum. */
    ROUND_ROBIN(_ -> new RoundRobin()),
    /** In proportion to the domains' weights. */
    WEIGHTED(_ -> new Weighted()),
    /** Each vCPU has a hart for itself. */
    DEDICATED(Dedicated::new);

    private final Function<List<Integer>, Policy> maker;

    SchedulerScheme(final Function<List<Integer>, Policy> maker) {
        this.maker = maker;
    }

    /** Returns the name in configurations: {@code round_robin}. */
    public String literal() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Makes a scheduler.
     * @param harts numbers of the harts that there are
     */
    public RunQueue make(final List<Integer> harts) {
        return new RunQueue(maker.apply(harts));
    }
}
