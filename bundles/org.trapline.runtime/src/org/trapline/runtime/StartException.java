// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

/** A plan cannot be built, because its parts together ask for more than there is. */
public final class StartException extends Exception {
    private final transient Problem problem;

    public StartException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
