// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.Cause;

/** Sets of exceptions, a bit for each. */
final class FaultCauses {
    /** Exceptions of loads and stores. */
    static final long OF_ACCESSES = Cause.LOAD_ADDRESS_MISALIGNED.bit() | Cause.LOAD_ACCESS_FAULT.bit()
        | Cause.STORE_ADDRESS_MISALIGNED.bit() | Cause.STORE_ACCESS_FAULT.bit()
        | Cause.LOAD_PAGE_FAULT.bit() | Cause.STORE_PAGE_FAULT.bit()
        | Cause.LOAD_GUEST_PAGE_FAULT.bit() | Cause.STORE_GUEST_PAGE_FAULT.bit();
    /** Exceptions whose tval is an address. */
    static final long WITH_ADDRESS = OF_ACCESSES | Cause.INSTRUCTION_ADDRESS_MISALIGNED.bit()
        | Cause.INSTRUCTION_ACCESS_FAULT.bit() | Cause.BREAKPOINT.bit() | Cause.INSTRUCTION_PAGE_FAULT.bit()
        | Cause.INSTRUCTION_GUEST_PAGE_FAULT.bit();

    private FaultCauses() {
    }
}
