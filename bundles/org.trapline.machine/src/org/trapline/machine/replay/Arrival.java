// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.replay;

/** Where a way through a {@link History} has ended. */
public enum Arrival {
    /** At the goal. */
    REACHED,
    /** At a point where somebody wants it to stop: {@link History#stop} says which. */
    STOPPED,
    /** At the first moment that is kept; the goal, if there is one, lies before. */
    BEGINNING,
    /** At the present: the goal, if there is one, was not reached. */
    END
}
