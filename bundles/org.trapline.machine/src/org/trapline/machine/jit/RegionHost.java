// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import org.trapline.isa.kernel.FloatState;

/**
 * What compiled code needs of its engine. A site names an instruction: the number of its part, and in the low eight bits its place there.
 */
public abstract class RegionHost {
    private static final int INDEX_BITS = 8;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    /** Cycles from the end of the present part to the deadline; set when a region is left. */
    public long remaining;
    /** Where an indirect jump leads that leaves the region. */
    public long target;
    /** The part of that jump; or the site of an access to a CSR that could not be done, or to memory that the TLBs have no page for. */
    public int site;
    /** A page that the TLB for loads has, and its address; a region that loads is entered only if there is one. */
    public long loadBase;
    public byte[] loadPage;
    /** As these, for stores. */
    public long storeBase;
    public byte[] storePage;
    /** What rd gets of an access to a CSR that ends a part. */
    public long result;
    /** What {@code fcsr} holds. */
    public final FloatState floats;

    protected RegionHost(FloatState floats) {
        this.floats = floats;
    }

    /** Returns the number of an instruction. */
    static int site(int part, int index) {
        return part << INDEX_BITS | index;
    }

    /** Returns the part that an instruction is in. */
    public static int part(int site) {
        return site >>> INDEX_BITS;
    }

    /** Returns its place there. */
    public static int index(int site) {
        return site & INDEX_MASK;
    }

    /** Tells whether an access to a CSR can be done in the present mode. */
    public abstract boolean reachesCsr(int site);

    /**
     * Does the access to a CSR at the end of a part, after which all may be otherwise.
     * @param left   cycles from the end of the part to the deadline
     * @param source what rs1 holds
     * @return {@link CompiledRegion#DONE} if the region can go on, {@link CompiledRegion#DONE_AND_LEFT} if it must be left; another exit if nothing
     *     was done
     */
    public abstract int endWithCsr(int part, long left, long source);

    /** Does an access to a CSR that can be done; returns what rd gets. */
    public abstract long csr(int site, long source);
}
