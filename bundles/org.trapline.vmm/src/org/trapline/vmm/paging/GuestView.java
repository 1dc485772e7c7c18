// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.mmu.PageWalker;
import org.trapline.machine.mmu.PagingMode;

/**
 * Everything in a vCPU that decides what an address means to its guest and what may be done there. Two moments with the same view can share a
 * shadow page table.
 *
 * @param satp  the guest's, or 0 if its addresses are not translated
 * @param mode  code of the virtual privilege mode
 * @param modes sum of {@link PageWalker}'s mode bits for data accesses
 * @param split whether data accesses are made with another mode's rights than fetches (mstatus.MPRV)
 * @param nested whether the guest is a hypervisor and its own guest runs: no shadow is kept of two stages
 */
record GuestView(long satp, int mode, int modes, boolean split, boolean nested) {
    private static final int U = 0;
    private static final int S = 1;
    private static final int M = 3;

    static GuestView of(PrivilegedState state) {
        int mode = state.mode();
        boolean split = state.dataMode() != mode || state.isDataVirtual() != state.isVirtual();
        if (state.isVirtual()) {
            return new GuestView(0, mode, 0, split, true);
        }
        boolean translated = mode != M && PagingMode.of(state.satp()) != PagingMode.BARE;
        if (!translated) {
            return new GuestView(0, mode, 0, split, false);
        }
        int modes = (mode == U ? PageWalker.USER : 0)
            | (mode == S && state.hasStatus(Mstatus.SUM) ? PageWalker.SUM : 0)
            | (state.hasStatus(Mstatus.MXR) ? PageWalker.MXR : 0);
        return new GuestView(state.satp(), mode, modes, split, false);
    }

    /** Tells whether it is that of the guest's user mode. */
    boolean isUser() {
        return mode == U;
    }

    /** Returns the guest's own translation scheme. */
    PagingMode paging() {
        return satp == 0 ? PagingMode.BARE : PagingMode.of(satp);
    }
}
