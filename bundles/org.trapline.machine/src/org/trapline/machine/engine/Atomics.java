// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.kernel.Amo;
import org.trapline.machine.kernel.Reservation;
import org.trapline.machine.memory.Access;
import org.trapline.machine.mmu.Mmu;

/** Runs the operations of the A extension: reading and writing around the kernels. */
final class Atomics {
    private Atomics() {
    }

    /** Returns what rd gets. */
    static long run(Mmu mmu, int opcode, long va, long operand) {
        return switch (opcode) {
            case Op.LR_W -> Reservation.lr_w(mmu, va);
            case Op.LR_D -> Reservation.lr_d(mmu, va);
            case Op.SC_W -> Reservation.sc_w(mmu, va, operand);
            case Op.SC_D -> Reservation.sc_d(mmu, va, operand);
            default -> opcode < Op.AMOSWAP_D ? word(mmu, opcode, va, operand) : doubleword(mmu, opcode, va, operand);
        };
    }

    private static long word(Mmu mmu, int opcode, long va, long operand) {
        long pa = mmu.atomic(va, 4, Access.STORE);
        long old = (int) mmu.bus().read(pa, 4);
        mmu.bus().write(pa, 4, switch (opcode) {
            case Op.AMOSWAP_W -> Amo.amoswap_w(old, operand);
            case Op.AMOADD_W -> Amo.amoadd_w(old, operand);
            case Op.AMOXOR_W -> Amo.amoxor_w(old, operand);
            case Op.AMOAND_W -> Amo.amoand_w(old, operand);
            case Op.AMOOR_W -> Amo.amoor_w(old, operand);
            case Op.AMOMIN_W -> Amo.amomin_w(old, operand);
            case Op.AMOMAX_W -> Amo.amomax_w(old, operand);
            case Op.AMOMINU_W -> Amo.amominu_w(old, operand);
            case Op.AMOMAXU_W -> Amo.amomaxu_w(old, operand);
            default -> throw new IllegalStateException("opcode " + opcode + " is no atomic operation");
        });
        return old;
    }

    private static long doubleword(Mmu mmu, int opcode, long va, long operand) {
        long pa = mmu.atomic(va, 8, Access.STORE);
        long old = mmu.bus().read(pa, 8);
        mmu.bus().write(pa, 8, switch (opcode) {
            case Op.AMOSWAP_D -> Amo.amoswap_d(old, operand);
            case Op.AMOADD_D -> Amo.amoadd_d(old, operand);
            case Op.AMOXOR_D -> Amo.amoxor_d(old, operand);
            case Op.AMOAND_D -> Amo.amoand_d(old, operand);
            case Op.AMOOR_D -> Amo.amoor_d(old, operand);
            case Op.AMOMIN_D -> Amo.amomin_d(old, operand);
            case Op.AMOMAX_D -> Amo.amomax_d(old, operand);
            case Op.AMOMINU_D -> Amo.amominu_d(old, operand);
            case Op.AMOMAXU_D -> Amo.amomaxu_d(old, operand);
            default -> throw new IllegalStateException("opcode " + opcode + " is no atomic operation");
        });
        return old;
    }
}
