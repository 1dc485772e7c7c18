// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A script of what happens to the machines, and what must hold.
 *
 * @param name  its name in the configuration
 * @param steps what happens, in this order
 * @param line  where it is declared
 */
public record ScenarioPlan(String name, List<StepPlan> steps, int line) {
    /** Copies the list. */
    public ScenarioPlan {
        steps = List.copyOf(steps);
    }

    private Stream<StepPlan> all() {
        return steps.stream().flatMap(step -> step instanceof StepPlan.At at ? Stream.concat(Stream.of(step), at.steps().stream()) : Stream.of(step));
    }

    /** Returns the names of the guests that it switches on; they do not start by themselves. */
    public Set<String> powersOn() {
        return all().filter(step -> step instanceof StepPlan.Life life && life.action() == StepPlan.Action.POWER_ON)
            .map(step -> ((StepPlan.Life) step).guest()).collect(Collectors.toSet());
    }

    /** Tells whether something must hold of events, for which there must be a trace. */
    public boolean needsTrace() {
        return all().anyMatch(step -> step instanceof StepPlan.Expect expect && expect.condition().needsTrace());
    }
}
