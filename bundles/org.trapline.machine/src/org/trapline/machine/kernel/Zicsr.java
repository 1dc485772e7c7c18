// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.kernel;

import org.trapline.isa.Csr;
import org.trapline.machine.privileged.PrivilegedState;

/**
 * CSR instructions. Each returns what {@code rd} gets; a refused one throws ILLEGAL_INSTRUCTION and has changed nothing. The set and clear
 * instructions are told whether they write, which depends on the register or immediate that is named, not on its value.
 */
public final class Zicsr {
    private Zicsr() {
    }

    public static long csrrw(PrivilegedState state, int number, long value) {
        if (state.isSwallowed(number)) {
            return state.extend(state.read(state.csr(number)));
        }
        Csr csr = state.checkAccess(number, true);
        long old = state.read(csr);
        state.write(csr, value);
        return state.extend(old);
    }

    public static long csrrs(PrivilegedState state, int number, long bits, boolean writes) {
        if (state.isSwallowed(number)) {
            return state.extend(state.read(state.csr(number)));
        }
        Csr csr = state.checkAccess(number, writes);
        long old = state.read(csr);
        if (writes) {
            state.write(csr, state.readToModify(csr) | bits);
        }
        return state.extend(old);
    }

    public static long csrrc(PrivilegedState state, int number, long bits, boolean writes) {
        if (state.isSwallowed(number)) {
            return state.extend(state.read(state.csr(number)));
        }
        Csr csr = state.checkAccess(number, writes);
        long old = state.read(csr);
        if (writes) {
            state.write(csr, state.readToModify(csr) & ~bits);
        }
        return state.extend(old);
    }

    public static long csrrwi(PrivilegedState state, int number, long zimm) {
        return csrrw(state, number, zimm);
    }

    public static long csrrsi(PrivilegedState state, int number, long zimm, boolean writes) {
        return csrrs(state, number, zimm, writes);
    }

    public static long csrrci(PrivilegedState state, int number, long zimm, boolean writes) {
        return csrrc(state, number, zimm, writes);
    }
}
