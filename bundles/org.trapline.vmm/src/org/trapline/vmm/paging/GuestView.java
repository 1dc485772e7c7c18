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
 * @param satp  the guest's, or its own guest's while that runs, or 0 if it does not translate
 * @param mode  code of the virtual privilege mode
 * @param modes sum of {@link PageWalker}'s mode bits for data accesses
 * @param split whether data accesses are made with another mode's rights than fetches (mstatus.MPRV)
 * @param nested whether the guest is a hypervisor and its own guest runs
 * @param hgatp  what that guest's addresses are translated by in the second stage; 0 otherwise
 */
record GuestView(long satp, int mode, int modes, boolean split, boolean nested, long hgatp) {
    private static final int U = 0;
    private static final int S = 1;
    private static final int M = 3;
    /** Of {@link #modes}: the hypervisor's own mstatus.MXR, which is for both stages. */
    private static final int MXR_BOTH = 1 << 16;

    static GuestView of(PrivilegedState state) {
        int mode = state.mode();
        boolean split = state.dataMode() != mode || state.isDataVirtual() != state.isVirtual();
        if (state.isVirtual()) {
            final int rights = (mode == U ? PageWalker.USER : 0) | (mode == S && state.hasGuestStatus(Mstatus.SUM) ? PageWalker.SUM : 0)
                | (state.hasGuestStatus(Mstatus.MXR) ? PageWalker.MXR : 0) | (state.hasStatus(Mstatus.MXR) ? MXR_BOTH : 0);
            return new GuestView(state.vsatp(), mode, rights, split, true, state.hgatp());
        }
        boolean translated = mode != M && PagingMode.of(state.satp()) != PagingMode.BARE;
        if (!translated) {
            return new GuestView(0, mode, 0, split, false, 0);
        }
        int modes = (mode == U ? PageWalker.USER : 0)
            | (mode == S && state.hasStatus(Mstatus.SUM) ? PageWalker.SUM : 0)
            | (state.hasStatus(Mstatus.MXR) ? PageWalker.MXR : 0);
        return new GuestView(state.satp(), mode, modes, split, false, 0);
    }

    /**
     * Returns the view where the hart has modes for the guest's kernel and its programs, between which the guest changes by itself: while its tables are
     * used, both have the same, whatever the rights.
     */
    static GuestView inGuestModes(PrivilegedState state) {
        GuestView view = of(state);
        return view.isTranslated() ? new GuestView(view.satp, S, 0, false, false, 0) : view;
    }

    /** Tells whether it is that of the guest's user mode. */
    boolean isUser() {
        return mode == U;
    }

    /** Tells whether it is that of the guest's supervisor mode, not that of its own guest. */
    boolean isSupervisor() {
        return mode == S && !nested;
    }

    /** Tells whether the guest's tables have a part in it, so that its fences end it. */
    boolean isTranslated() {
        return !nested && paging() != PagingMode.BARE;
    }

    /** Returns the guest's own translation scheme, the first stage's if there are two. */
    PagingMode paging() {
        return satp == 0 ? PagingMode.BARE : PagingMode.of(satp);
    }
}
