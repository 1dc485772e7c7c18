// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import org.trapline.isa.kernel.FloatState;

/**
 * What compiled code needs of its engine. A site names an instruction: the number of its part, and in the low eight bits its place there.
 */
public abstract class RegionHost {
    /** Cycles from the end of the present part to the deadline; set when a region is left. */
    public long remaining;
    /** Where an indirect jump leads that leaves the region. */
    public long target;
    /** The part of that jump; or the access to a CSR that could not be done. */
    public int site;
    /** What {@code fcsr} holds. */
    public final FloatState floats;

    protected RegionHost(FloatState floats) {
        this.floats = floats;
    }

    /** Returns the number of an instruction. */
    static int site(int part, int index) {
        return part << 8 | index;
    }

    /** Tells whether the pages of a part have been fetched from, as they are mapped now. */
    public abstract boolean isFetched(int part);

    /**
     * Loads the long way.
     * @throws RegionLeft if it has trapped, or something must be looked at; the host knows the result then
     */
    public abstract long load(int site, long va, long remainingNow);

    /** Stores the long way; throws as {@link #load}. */
    public abstract void store(int site, long va, long value, long remainingNow);

    /** Tells whether an access to a CSR can be done in the present mode. */
    public abstract boolean reachesCsr(int site);

    /** Does an access to a CSR that can be done; returns what rd gets. */
    public abstract long csr(int site, long source);

    /** Carries out an atomic access; throws as {@link #load}. */
    public abstract long atomic(int site, long va, long operand, long remainingNow);
}
