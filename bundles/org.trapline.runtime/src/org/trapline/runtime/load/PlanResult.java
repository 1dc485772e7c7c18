// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.util.List;

import org.trapline.runtime.Problem;
import org.trapline.runtime.plan.SystemPlan;

/**
 * What reading gave.
 *
 * @param plan     the plan, or null if there were errors
 * @param problems all that there is to say
 */
public record PlanResult(SystemPlan plan, List<Problem> problems) {

    /** Copies the list. */
    public PlanResult {
        problems = List.copyOf(problems);
    }

    /** Tells whether there were errors, so that there is no plan. */
    public boolean hasErrors() {
        return plan == null;
    }
}
