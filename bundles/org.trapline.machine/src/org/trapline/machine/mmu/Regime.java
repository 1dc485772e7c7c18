// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import org.trapline.isa.Privilege;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;

/** With which mode's rights, and by which tables, a kind of access is made now. Two moments with the same regime can share TLB entries. */
final class Regime {
    /** In {@link #bits}, beside those of {@link PageWalker} for the first or only stage: not translated at all. */
    static final int MACHINE = 1 << 8;
    /** Virtualization mode: there is a second stage. */
    static final int VIRTUAL = 1 << 9;
    /** Loads may read executable pages of the second stage, too. */
    static final int MXR_SECOND = 1 << 10;

    private static final int S = Privilege.S.code();
    private static final int M = Privilege.M.code();

    /** Code of the mode whose rights the access has. */
    int mode;
    /** What chooses the first stage's tables, or the only one's; 0 in M mode. */
    long satp;
    /** What chooses the second stage's tables; 0 where there is none. */
    long hgatp;
    /** Everything else that matters. */
    int bits;

    boolean isSame(Regime other) {
        return satp == other.satp && bits == other.bits && hgatp == other.hgatp;
    }

    boolean isVirtual() {
        return (bits & VIRTUAL) != 0;
    }

    /** Becomes the regime for fetching instructions. */
    void setFetch(PrivilegedState state) {
        set(state, state.mode(), state.isVirtual());
    }

    /** Becomes the regime for loads and stores. */
    void setData(PrivilegedState state) {
        set(state, state.dataMode(), state.isDataVirtual());
        addRights(state);
    }

    /**
     * Becomes the regime for accesses to a guest's memory by the hypervisor's own load and store instructions.
     * @param code whether what is read must be executable
     */
    void setGuest(PrivilegedState state, boolean code) {
        set(state, state.guestMode(), true);
        addRights(state);
        bits |= code ? PageWalker.LOAD_CODE : 0;
    }

    /** Becomes a regime under which another mode may load what it can reach at all. */
    void setOnlooker(PrivilegedState state, int newMode, boolean virtual) {
        set(state, newMode, virtual);
        if (newMode != M) {
            bits |= PageWalker.MXR | (newMode == S ? PageWalker.SUM : 0) | (virtual ? MXR_SECOND : 0);
        }
    }

    private void set(PrivilegedState state, int newMode, boolean virtual) {
        mode = newMode;
        if (newMode == M) {
            satp = 0;
            hgatp = 0;
            bits = MACHINE;
        } else {
            satp = virtual ? state.vsatp() : state.satp();
            hgatp = virtual ? state.hgatp() : 0;
            bits = (newMode == S ? 0 : PageWalker.USER) | (virtual ? VIRTUAL : 0);
        }
    }

    private void addRights(PrivilegedState state) {
        if (mode == M) {
            return;
        }
        boolean virtual = isVirtual();
        if (mode == S && (virtual ? state.hasGuestStatus(Mstatus.SUM) : state.hasStatus(Mstatus.SUM))) {
            bits |= PageWalker.SUM;
        }
        if (state.hasStatus(Mstatus.MXR)) {
            // The host's MXR is for both stages, the guest's for its own.
            bits |= virtual ? PageWalker.MXR | MXR_SECOND : PageWalker.MXR;
        } else if (virtual && state.hasGuestStatus(Mstatus.MXR)) {
            bits |= PageWalker.MXR;
        }
    }
}
