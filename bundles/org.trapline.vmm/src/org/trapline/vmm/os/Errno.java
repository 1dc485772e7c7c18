// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.os;

/** Why a system call has failed, by Linux's numbers. */
enum Errno {
    ENOENT(2), EBADF(9), ENOMEM(12), EFAULT(14), EINVAL(22), EMFILE(24), ENOSPC(28), ENOSYS(38);

    private final int number;

    Errno(final int number) {
        this.number = number;
    }

    /** Returns what the call returns. */
    long result() {
        return -number;
    }
}
