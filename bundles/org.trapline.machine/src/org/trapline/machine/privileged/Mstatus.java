// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.Csr;

/** Masks of the fields of {@code mstatus}, taken from its row. */
public final class Mstatus {
    public static final long SIE = mask("SIE");
    public static final long MIE = mask("MIE");
    public static final long SPIE = mask("SPIE");
    public static final long MPIE = mask("MPIE");
    public static final long SPP = mask("SPP");
    public static final long MPP = mask("MPP");
    public static final long FS = mask("FS");
    public static final long SD = mask("SD");
    public static final long MPRV = mask("MPRV");
    public static final long SUM = mask("SUM");
    public static final long MXR = mask("MXR");
    public static final long TVM = mask("TVM");
    public static final long TW = mask("TW");
    public static final long TSR = mask("TSR");
    public static final long GVA = mask("GVA");
    public static final long MPV = mask("MPV");
    public static final int SPP_SHIFT = Long.numberOfTrailingZeros(SPP);
    public static final int MPP_SHIFT = Long.numberOfTrailingZeros(MPP);

    private Mstatus() {
    }

    private static long mask(String field) {
        return Csr.MSTATUS.field(field, 64).mask(64);
    }
}
