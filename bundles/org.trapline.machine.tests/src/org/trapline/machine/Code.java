// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.Arrays;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.platform.Platform;

/** A tiny guest program, instruction by instruction. */
public final class Code {
    public static final int ZERO = 0;
    public static final int RA = 1;
    public static final int T0 = 5;
    public static final int T1 = 6;
    public static final int T2 = 7;
    public static final int S0 = 8;
    public static final int S1 = 9;
    public static final int A0 = 10;
    public static final int A1 = 11;
    public static final int A2 = 12;
    public static final int A3 = 13;
    public static final int A4 = 14;
    public static final int A5 = 15;
    public static final int A6 = 16;
    public static final int A7 = 17;

    private final long base;
    /** RV32. */
    private final boolean narrow;
    private byte[] bytes = new byte[256];
    private int length;

    private Code(long base, boolean narrow) {
        this.base = base;
        this.narrow = narrow;
    }

    public static Code at(long base) {
        return new Code(base, false);
    }

    /** As {@link #at(long)}, for a hart whose registers have the isa's width. */
    public static Code at(long base, Isa isa) {
        return new Code(base, isa.xlen() == 32);
    }

    /** A program at the start of RAM. */
    public static Code here() {
        return at(Platform.RAM_BASE);
    }

    public static Code here(Isa isa) {
        return at(Platform.RAM_BASE, isa);
    }

    /** Adds an instruction. */
    public Code op(Instruction row, long... operands) {
        return row.bytes() == 2 ? half(row.encode(operands)) : word(row.encode(operands));
    }

    public Code word(int word) {
        return half(word).half(word >>> 16);
    }

    public Code half(int halfword) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) halfword;
        bytes[length++] = (byte) (halfword >>> 8);
        return this;
    }

    /** Replaces the instruction at an address by another of the same length. */
    public Code patch(long pc, Instruction row, long... operands) {
        int word = row.encode(operands);
        for (int i = 0; i < row.bytes(); i++) {
            bytes[(int) (pc - base) + i] = (byte) (word >>> 8 * i);
        }
        return this;
    }

    /** Sets a register to any value, in as many instructions as it takes. */
    public Code li(int rd, long wanted) {
        long value = narrow ? (int) wanted : wanted;
        long low = value << 52 >> 52;
        if (value == low) {
            return op(Instruction.ADDI, rd, 0, value);
        }
        if (value == (int) value) {
            op(Instruction.LUI, rd, (value - low >>> 12) & 0xfffff);
            return op(narrow ? Instruction.ADDI : Instruction.ADDIW, rd, rd, low);
        }
        li(rd, value - low >> 12);
        op(Instruction.SLLI, rd, rd, 12);
        return low == 0 ? this : op(Instruction.ADDI, rd, rd, low);
    }

    /** Writes a value to a CSR, by way of t0. */
    public Code csrw(Csr csr, long value) {
        return li(T0, value).op(Instruction.CSRRW, 0, csr.number(), T0);
    }

    public Code csrr(int rd, Csr csr) {
        return op(Instruction.CSRRS, rd, csr.number(), 0);
    }

    /** Stores the low word of a register at any address, by way of t0. */
    public Code store(long address, int source) {
        return li(T0, address).op(Instruction.SW, source, 0, T0);
    }

    /** Ends the run at the test finisher, by way of t0 and t1. */
    public Code pass() {
        return li(T1, 0x5555).store(Platform.FINISHER_BASE, T1);
    }

    /** Fills up with zeros, which are no instructions, to an offset from the start. */
    public Code org(int offset) {
        if (length > offset) {
            throw new IllegalStateException("the program is already " + length + " bytes long");
        }
        while (length < offset) {
            half(0);
        }
        return this;
    }

    /** Returns the address of the next instruction. */
    public long pc() {
        return base + length;
    }

    public long base() {
        return base;
    }

    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Puts the program into a platform's RAM. */
    public void load(Platform platform) {
        platform.bus().load(base, bytes());
    }
}
