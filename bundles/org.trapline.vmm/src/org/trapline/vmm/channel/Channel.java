// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import org.trapline.machine.device.Timed;
import org.trapline.machine.state.Stateful;

/** The VMM's end of one ring, or of one pair of them. */
interface Channel extends Timed, Stateful {
    /** Uses a page of the guest's from now on, with empty rings, or none if it is 0; returns the hypercall's result. */
    int open(long page);

    /** Looks at what the guest has put there; returns the hypercall's result. */
    int kick();

    /** Forgets the page: the guest has booted anew. */
    void reset();

    /** Relies on the page anew, which is in a memory that has come from elsewhere; tells whether it can. */
    boolean attach();
}
