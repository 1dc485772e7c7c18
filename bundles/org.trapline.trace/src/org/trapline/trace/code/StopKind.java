// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/** What stopped a hart for its observer. */
public enum StopKind {
    BREAKPOINT, WATCHPOINT, STEP
}
