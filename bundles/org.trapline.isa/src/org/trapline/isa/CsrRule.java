// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * How one CSR behaves on harts of one {@link Isa}: the row's fields boiled down to masks and checks, for a CSR file to keep in a table.
 * A view's rule works on the value of the register it is a view of, which may hold the view's bits further up. Immutable.
 */
public final class CsrRule {
    /** Bit {@code v} of {@code legal} tells whether value {@code v} of a field of at most six bits is legal. */
    private record Check(int low, long mask, long legal) {
        boolean allows(long csr) {
            return (legal >>> ((csr & mask) >>> low) & 1) != 0;
        }
    }

    private final long readMask;
    private final long writeMask;
    private final long reset;
    private final int shift;
    private final boolean dropsIllegalWrites;
    private final Check[] checks;

    CsrRule(Csr csr, Isa isa) {
        long readable = 0;
        long writable = 0;
        long initial = 0;
        List<Check> found = new ArrayList<>();
        for (CsrField field : csr.fields()) {
            if (!field.isIn(isa)) {
                continue;
            }
            long mask = field.mask(isa.xlen()) << csr.viewShift();
            readable |= mask;
            initial |= field.reset() << field.low() + csr.viewShift() & mask;
            if (field.rule() != CsrField.Rule.READ_ONLY) {
                writable |= mask;
                if (field.rule() == CsrField.Rule.WARL && !field.meanings().isEmpty()) {
                    found.add(new Check(field.low() + csr.viewShift(), mask, legal(field, isa)));
                }
            }
        }
        this.readMask = readable;
        this.writeMask = writable;
        this.reset = csr == Csr.MISA ? isa.misa() : initial;
        this.shift = csr.viewShift();
        this.dropsIllegalWrites = csr.dropsIllegalWrites();
        this.checks = found.toArray(Check[]::new);
    }

    private static long legal(CsrField field, Isa isa) {
        long legal = 0;
        for (CsrField.Meaning meaning : field.meanings()) {
            if (isa.has(meaning.extension())) {
                legal |= 1L << meaning.value();
            }
        }
        return legal;
    }

    /** Returns the bits that can ever read as one; of a view, where they stand in the viewed register. */
    public long readMask() {
        return readMask;
    }

    /** Returns the bits that software can change; of a view, where they stand in the viewed register. */
    public long writeMask() {
        return writeMask;
    }

    /** Returns the value after reset; of a view, where the bits stand in the viewed register. */
    public long reset() {
        return reset;
    }

    /**
     * Returns what software reads.
     * @param stored what the register holds; of a view, the value of the viewed register
     */
    public long read(long stored) {
        return (stored & readMask) >>> shift;
    }

    /**
     * Returns what the register holds after software writes to it; effects beyond the register itself are not looked at.
     * @param old     value before; of a view, the value of the viewed register
     * @param written value that the instruction writes
     */
    public long legalize(long old, long written) {
        long value = old & ~writeMask | written << shift & writeMask;
        for (Check check : checks) {
            if (!check.allows(value)) {
                if (dropsIllegalWrites) {
                    return old;
                }
                value = value & ~check.mask() | old & check.mask();
            }
        }
        return value;
    }
}
