// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paravirt;

import org.trapline.vmm.paging.TableOutcome;

/** Why a hypercall was refused. The guest finds {@link #result} in a0; of the VMM and the guest's tables nothing has changed. */
public enum HypercallError {
    NO_SUCH_CALL(-1, "a7 is the number of no hypercall"),
    BAD_ARGUMENT(-2, "an argument is out of its range"),
    BAD_ADDRESS(-3, "an address is not aligned as it must be, or not in the guest's memory"),
    NOT_OWN(-4, "an entry names a page that is not the guest's"),
    BAD_ENTRY(-5, "an entry has bits that no entry of its level may have"),
    BUSY(-6, "a page is used in another way now"),
    NOT_A_TABLE(-7, "the page is no table that harts walk, or not pinned"),
    NO_SHARED_PAGE(-8, "the guest has not registered"),
    NOT_IN_A_LIST(-9, "the call must be made by itself"),
    NOT_NEEDED(-10, "with paging nested the guest's tables and traps are its own, and there is nothing to ask for");

    private final int result;
    private final String doc;

    HypercallError(final int result, final String doc) {
        this.result = result;
        this.doc = doc;
    }

    /** Returns what the call returns, a negative number. */
    public int result() {
        return result;
    }

    /** Says what is wrong, as a clause. */
    public String doc() {
        return doc;
    }

    /** Returns what a call returns whose wish for the tables has come to this; 0 if it is done. */
    public static int result(final TableOutcome outcome) {
        return switch (outcome) {
            case DONE -> 0;
            case BAD_ADDRESS -> BAD_ADDRESS.result;
            case BAD_ENTRY -> BAD_ENTRY.result;
            case NOT_OWN -> NOT_OWN.result;
            case BUSY -> BUSY.result;
            case NOT_A_TABLE -> NOT_A_TABLE.result;
        };
    }
}
