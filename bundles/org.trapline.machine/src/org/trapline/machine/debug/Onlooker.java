// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.debug;

import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;

/** Sees data accesses of a hart and stops none of them; what it wants to see is slower then. */
public interface Onlooker {
    /** Tells whether accesses to some of these bytes must be seen. */
    boolean isWatched(Hart hart, long va, long bytes, Access access);

    /** Data is about to be accessed, and no fault will follow; told of accesses that nobody asked about as well. */
    void accessing(Hart hart, long va, int bytes, boolean reads, boolean writes);
}
