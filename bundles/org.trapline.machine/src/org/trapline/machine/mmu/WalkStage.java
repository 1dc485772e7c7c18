// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/** Which tables a walk reads. */
public enum WalkStage {
    /** The only ones. */
    SINGLE,
    /** In virtualization mode those of the guest, which translate virtual to guest physical addresses. */
    FIRST,
    /** Those of the hypervisor, which translate guest physical to physical addresses. */
    SECOND
}
