// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

/** Where the pages of a guest's memory are in the host's, if that is not one piece and changes. Pages are counted from the start of the guest's memory. */
public interface FrameMap {
    /** Returns the host physical address of a page; one that is in no page frame is brought to one first. */
    long bring(int page);

    /** Returns the host physical address of a page, or -1 if it is in no page frame. */
    long locate(int page);

    /** Returns which page is in the frame with a host physical address, or -1 if it is none of the guest's. */
    int pageAt(long hpa);
}
