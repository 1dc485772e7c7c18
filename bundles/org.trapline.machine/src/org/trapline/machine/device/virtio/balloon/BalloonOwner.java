// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.balloon;

/** Who has lent a machine its memory. Pages are told by their physical addresses, which may be anything a driver writes. */
public interface BalloonOwner {
    /** The driver does not need a page, nor what is in it. */
    void give(long pa);

    /** The driver wants pages again that it has given; returns whether it can have all of them now. */
    boolean canTake(int pages);

    /** The driver has a page again, of which it does not know what is in it. */
    void take(long pa);

    /** A driver has put so many pages into the balloon, or taken them out. */
    void changed(boolean inflated, int pages);

    /** All pages are the machine's again: it has been switched on, or its driver has begun anew. */
    void reset();
}
