// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.kernel;

import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.memory.Access;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;

/**
 * Cache-block instructions. There are no caches between a hart and memory, so managing one comes down to being allowed to, and zeroing to stores.
 *
 * @implSpec unpriv "Base Cache Management Operation ISA Extensions"
 */
public final class CacheBlocks {
    /** Bytes of a cache block. */
    public static final int SIZE = 64;

    private static final long CBIE = mask("CBIE");
    private static final long CBCFE = mask("CBCFE");
    private static final long CBZE = mask("CBZE");
    private static final int U = Privilege.U.code();
    private static final int M = Privilege.M.code();

    private CacheBlocks() {
    }

    private static long mask(String field) {
        return Csr.MENVCFG.field(field, 64).mask(64);
    }

    public static void cbo_inval(PrivilegedState state, Mmu mmu, long va) {
        checkEnabled(state, CBIE);
        manage(mmu, va);
    }

    public static void cbo_clean(PrivilegedState state, Mmu mmu, long va) {
        checkEnabled(state, CBCFE);
        manage(mmu, va);
    }

    public static void cbo_flush(PrivilegedState state, Mmu mmu, long va) {
        checkEnabled(state, CBCFE);
        manage(mmu, va);
    }

    public static void cbo_zero(PrivilegedState state, Mmu mmu, long va) {
        checkEnabled(state, CBZE);
        long block = va & -SIZE;
        // All of it may be stored to before any is, whatever PMP entries divide it.
        for (int offset = 0; offset < SIZE; offset += 8) {
            mmu.atomic(block + offset, 8, Access.STORE);
        }
        for (int offset = 0; offset < SIZE; offset += 8) {
            mmu.store(block + offset, 8, 0);
        }
    }

    /** Checks that every mode above the current one has enabled an instruction in its {@code envcfg}. */
    private static void checkEnabled(PrivilegedState state, long bits) {
        if (state.mode() == M) {
            return;
        }
        boolean bySupervisor = state.mode() != U || (state.read(Csr.SENVCFG) & bits) != 0;
        if ((state.menvcfg() & bits) == 0 || !state.isVirtual() && !bySupervisor) {
            throw state.illegal();
        }
        if (state.isVirtual() && ((state.henvcfg() & bits) == 0 || !bySupervisor)) {
            throw state.virtualInstruction();
        }
    }

    /** Raises the fault of a store unless the block may be loaded from or stored to. */
    private static void manage(Mmu mmu, long va) {
        long block = va & -SIZE;
        try {
            mmu.atomic(block, 8, Access.LOAD);
        } catch (Trap unreadable) {
            mmu.atomic(block, 8, Access.STORE);
        }
    }
}
