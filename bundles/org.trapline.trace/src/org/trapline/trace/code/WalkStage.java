// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.code;

/**
 * Which page table a walk step read: the only one, one of the two of nested translation, or a guest's own, read by a VMM for its
 * shadow.
 */
public enum WalkStage {
    SINGLE, FIRST, SECOND, SHADOWED
}
