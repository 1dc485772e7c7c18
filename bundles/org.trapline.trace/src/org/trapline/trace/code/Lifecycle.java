// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** A step in the life of a host, a VM or a vCPU. */
public enum Lifecycle {
    CREATE, START, PAUSE, RESUME, SUSPEND, STOP, RESET, CRASH, DESTROY,
    /** The run ended because its instruction limit was reached. */
    LIMIT,
    /** A state that was kept is brought back. */
    RESTORE,
    /** A VM is on its way to another host. */
    DEPART,
    /** A VM has come from another host, or has not left after all. */
    ARRIVE,
    /** A VM's resources become others. */
    RESIZE
}
