// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** What was done with a snapshot. */
public enum SnapshotAction {
    TAKE, RESTORE, DROP
}
