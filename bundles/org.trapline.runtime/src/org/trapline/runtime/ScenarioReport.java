// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.List;

/**
 * How a scenario went.
 *
 * @param name     the scenario's
 * @param held     how many expectations held
 * @param failures what did not go as the scenario says, in the order in which it was found out
 */
public record ScenarioReport(String name, int held, List<Failure> failures) {
    /**
     * A step that could not be taken, or an expectation that did not hold.
     *
     * @param line     where it is written
     * @param what     the step or the expectation
     * @param measured why not, or what was measured instead
     */
    public record Failure(int line, String what, String measured) {
    }

    public ScenarioReport {
        failures = List.copyOf(failures);
    }

    /** Tells whether all steps were taken and all expectations held. */
    public boolean isSuccess() {
        return failures.isEmpty();
    }
}
