// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.registers;

import java.util.stream.Collectors;

import org.trapline.isa.Csr;
import org.trapline.isa.CsrField;

/** Says what the bits of a register's value mean, a line for each part. */
final class RegisterParts {
    private static final int MOST = 24;
    private static final int BOX = 32;

    private RegisterParts() {
    }

    /** Returns the fields of a CSR with their values; those that are zero are left out where there are many. */
    static String ofCsr(final Csr csr, final long value) {
        if (csr.fields().size() < 2) {
            return "";
        }
        return csr.fields().stream().filter(f -> csr.fields().size() <= MOST || f.extract(value) != 0)
                .map(f -> line(f, f.extract(value))).collect(Collectors.joining("\n"));
    }

    private static String line(final CsrField field, final long value) {
        final String meaning = field.meaningOf(value);
        return "  " + field.name() + " = " + (Long.compareUnsigned(value, 9) > 0 ? "0x" + Long.toHexString(value) : value)
                + (meaning == null ? "" : " (" + meaning + ")");
    }

    /** Returns the number that the bits stand for: a single-precision one if it is boxed in ones. */
    static String number(final long bits) {
        return isSingle(bits) ? Float.toString(Float.intBitsToFloat((int) bits)) : Double.toString(Double.longBitsToDouble(bits));
    }

    /** Returns the number that the bits stand for, and its precision. */
    static String ofFloat(final long bits) {
        return "  = " + number(bits) + (isSingle(bits) ? " (single precision)" : " (double precision)");
    }

    private static boolean isSingle(final long bits) {
        return bits >>> BOX == 0xffff_ffffL;
    }
}
