// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** A step in the life of a host, a VM or a vCPU. */
public enum Lifecycle {
    CREATE, START, PAUSE, RESUME, SUSPEND, STOP, RESET, CRASH, DESTROY,
    /** The run ended because its instruction limit was reached. */
    LIMIT
}
