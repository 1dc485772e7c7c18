// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.debug;

import org.trapline.isa.Csr;
import org.trapline.machine.hart.Hart;

/**
 * Knows where a vCPU stands while a physical hart executes other instructions in place of its guest's. Whoever looks at the vCPU is to see the guest's
 * registers between two of the guest's instructions.
 */
public interface Carriage {
    /** Tells whether other instructions are executed now; otherwise the hart's registers are the guest's. */
    boolean isActive();

    /** Returns the guest's pc. */
    long pc(Hart carrier);

    /** Lets the guest go on elsewhere, as soon as the VMM has been called. */
    void setPc(long pc);

    /** Returns a register of the guest's. */
    long x(Hart carrier, int register);

    /** Changes a register of the guest's. */
    void setX(Hart carrier, int register, long value);

    /** Tells whether the flags and the mode of the guest's floating-point unit are the hart's, and most of its registers. */
    boolean carriesFloats();

    /** Tells whether one of those registers is the hart's. */
    boolean carriesFloat(int register);

    /** Tells whether a CSR of the guest's may have another value than the vCPU knows. */
    boolean keeps(Csr csr);

    /** Returns a CSR that it {@link #keeps}. */
    long csr(Hart carrier, Csr csr);

    /** Takes notice of a CSR that somebody has written on the vCPU. */
    void written(Hart carrier, Csr csr);

    /** Returns how many instructions the hart has retired since the guest was put there that were not the guest's. */
    long overhead(Hart carrier);

    /** Returns the addresses at which the hart comes to an instruction of the guest's, besides its own. */
    long[] places(long pc);
}
