// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.platform.Platform;

/** A guest program that a test writes down instruction by instruction; it stands at the start of RAM. */
final class Program {
    static final int RA = 1;
    static final int SP = 2;
    static final int T0 = 5;
    static final int T1 = 6;
    static final int A0 = 10;
    static final int A1 = 11;
    static final int T5 = 30;
    static final int T6 = 31;

    private final List<Integer> words = new ArrayList<>();

    /** Returns the address of the next instruction. */
    long here() {
        return Platform.RAM_BASE + 4L * words.size();
    }

    Program add(Instruction instruction, long... operands) {
        words.add(instruction.encode(operands));
        return this;
    }

    Program word(int word) {
        words.add(word);
        return this;
    }

    /** Adds another program, which must not depend on where it stands. */
    Program append(Program other) {
        words.addAll(other.words);
        return this;
    }

    /** Puts an instruction where one was left free. */
    void patch(long address, Instruction instruction, long... operands) {
        words.set((int) (address - Platform.RAM_BASE) / 4, instruction.encode(operands));
    }

    /** Loads a 64-bit constant, always by the same number of instructions. */
    Program li(int rd, long value) {
        add(Instruction.ADDI, rd, 0, value >>> 55);
        for (int shift = 44; shift >= 0; shift -= 11) {
            add(Instruction.SLLI, rd, rd, 11).add(Instruction.ORI, rd, rd, value >>> shift & 0x7ff);
        }
        return this;
    }

    Program csrw(Csr csr, int rs) {
        return add(Instruction.CSRRW, 0, csr.number(), rs);
    }

    Program csrr(int rd, Csr csr) {
        return add(Instruction.CSRRS, rd, csr.number(), 0);
    }

    Program csrw(Csr csr, long value, int scratch) {
        return li(scratch, value).csrw(csr, scratch);
    }

    /** Lets all modes use all memory. */
    Program openMemory() {
        return csrw(Csr.PMPADDR0, -1, T0).csrw(Csr.PMPCFG0, 0x1f, T0);
    }

    /** Goes on with the next instruction in another mode, from machine mode; uses t0 and t1. */
    Program enter(int mode) {
        li(T0, 0x1800).add(Instruction.CSRRC, 0, Csr.MSTATUS.number(), T0);
        li(T0, (long) mode << 11).add(Instruction.CSRRS, 0, Csr.MSTATUS.number(), T0);
        add(Instruction.AUIPC, T0, 0).add(Instruction.ADDI, T0, T0, 16).csrw(Csr.MEPC, T0);
        return add(Instruction.MRET);
    }

    Program powerOff() {
        return li(T0, Platform.FINISHER_BASE).li(T1, 0x5555).add(Instruction.SW, T1, 0, T0).add(Instruction.JAL, 0, 0);
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putInt);
        return bytes.array();
    }
}
