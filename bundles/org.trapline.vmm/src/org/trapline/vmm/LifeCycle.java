// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.Locale;

/** Where a domain stands in its life; {@link Transition} says how it gets from one to another. */
public enum LifeCycle {
    /** Created and given its resources; has not run. */
    DEFINED,
    /** On a run queue. */
    RUNNING,
    /** Kept off the run queue by command; its time stands still. */
    PAUSED,
    /** Switched itself off with success, or was switched off. */
    OFF,
    /** Switched itself off with a failure code, or did what no guest of a real machine could go on from. */
    CRASHED,
    /** Its state is in a file, its resources have been given back. */
    SUSPENDED,
    /** Its state is on the way to or from another host; it runs on none of them for that moment. */
    MIGRATING,
    /** Gone: its resources have been given back, and nothing is left of it here. */
    DELETED;

    /** Tells whether the domain can still run. */
    public boolean isAlive() {
        return this == DEFINED || this == RUNNING || this == PAUSED || this == MIGRATING;
    }

    /** Tells whether the domain has memory and a place on its hypervisor. */
    public boolean hasResources() {
        return this != SUSPENDED && this != DELETED;
    }

    /** Returns the word for messages: "paused". */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
