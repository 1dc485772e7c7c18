// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.kernel;

import org.trapline.isa.Privilege;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.privileged.Hstatus;
import org.trapline.machine.privileged.PrivilegedState;

/** Loads and stores by which a hypervisor reaches its guest's memory at the guest's virtual addresses, with the guest's rights. */
public final class GuestMemory {
    private GuestMemory() {
    }

    public static long hlv_b(PrivilegedState state, Mmu mmu, long va) {
        return (byte) load(state, mmu, va, 1, false);
    }

    public static long hlv_bu(PrivilegedState state, Mmu mmu, long va) {
        return load(state, mmu, va, 1, false);
    }

    public static long hlv_h(PrivilegedState state, Mmu mmu, long va) {
        return (short) load(state, mmu, va, 2, false);
    }

    public static long hlv_hu(PrivilegedState state, Mmu mmu, long va) {
        return load(state, mmu, va, 2, false);
    }

    public static long hlvx_hu(PrivilegedState state, Mmu mmu, long va) {
        return load(state, mmu, va, 2, true);
    }

    public static long hlv_w(PrivilegedState state, Mmu mmu, long va) {
        return (int) load(state, mmu, va, 4, false);
    }

    public static long hlvx_wu(PrivilegedState state, Mmu mmu, long va) {
        return load(state, mmu, va, 4, true);
    }

    public static long hlv_wu(PrivilegedState state, Mmu mmu, long va) {
        return load(state, mmu, va, 4, false);
    }

    public static long hlv_d(PrivilegedState state, Mmu mmu, long va) {
        return load(state, mmu, va, 8, false);
    }

    public static void hsv_b(PrivilegedState state, Mmu mmu, long va, long value) {
        store(state, mmu, va, 1, value);
    }

    public static void hsv_h(PrivilegedState state, Mmu mmu, long va, long value) {
        store(state, mmu, va, 2, value);
    }

    public static void hsv_w(PrivilegedState state, Mmu mmu, long va, long value) {
        store(state, mmu, va, 4, value);
    }

    public static void hsv_d(PrivilegedState state, Mmu mmu, long va, long value) {
        store(state, mmu, va, 8, value);
    }

    private static long load(PrivilegedState state, Mmu mmu, long va, int bytes, boolean code) {
        check(state);
        return mmu.loadGuest(va, bytes, code);
    }

    private static void store(PrivilegedState state, Mmu mmu, long va, int bytes, long value) {
        check(state);
        mmu.storeGuest(va, bytes, value);
    }

    private static void check(PrivilegedState state) {
        if (state.isVirtual()) {
            throw state.virtualInstruction();
        }
        if (state.mode() == Privilege.U.code() && !state.hasHypervisorStatus(Hstatus.HU)) {
            throw state.illegal();
        }
    }
}
