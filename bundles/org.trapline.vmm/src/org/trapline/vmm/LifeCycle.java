// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

/** Where a domain stands in its life. */
public enum LifeCycle {
    /** Created and given its resources; has not run. */
    DEFINED,
    /** On a run queue. */
    RUNNING,
    /** Kept off the run queue by command. */
    PAUSED,
    /** Switched itself off with success. */
    OFF,
    /** Switched itself off with a failure code, or did what no guest of a real machine could go on from. */
    CRASHED;

    /** Tells whether the domain can still run. */
    public boolean isAlive() {
        return this == DEFINED || this == RUNNING || this == PAUSED;
    }
}
