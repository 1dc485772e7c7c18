// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

/**
 * What a virtual machine may use at most, beside cores.
 *
 * @param resident      how many bytes of its memory may be in page frames at once; the rest is swapped out
 * @param bitsPerSecond what it may send to networks and move to and from its disks; 0 for no limit
 */
public record LimitsPlan(long resident, long bitsPerSecond) {
    /** No limit. */
    public static final LimitsPlan NONE = new LimitsPlan(Long.MAX_VALUE, 0);
}
