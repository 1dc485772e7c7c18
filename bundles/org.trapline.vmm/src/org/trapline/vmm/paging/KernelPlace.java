// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

/** Where a hart executes a guest's kernel, which decides what the tables that it walks meanwhile must be like. */
public enum KernelPlace {
    /** In the hart's user mode, where it stands in the guest's memory. */
    USER_MODE,
    /** In the hart's user mode, as other code: no page is mapped for executing the kernel's own. */
    ELSEWHERE,
    /** In VS mode, so that the hart itself tells the guest's kernel from its programs. */
    GUEST_MODE
}
