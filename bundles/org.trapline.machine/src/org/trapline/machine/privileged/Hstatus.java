// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.Csr;

/** Masks of the fields of {@code hstatus}, taken from its row. */
public final class Hstatus {
    public static final long GVA = mask("GVA");
    public static final long SPV = mask("SPV");
    public static final long SPVP = mask("SPVP");
    public static final long HU = mask("HU");
    public static final long VTVM = mask("VTVM");
    public static final long VTW = mask("VTW");
    public static final long VTSR = mask("VTSR");

    private Hstatus() {
    }

    private static long mask(String field) {
        return Csr.HSTATUS.field(field, 64).mask(64);
    }
}
