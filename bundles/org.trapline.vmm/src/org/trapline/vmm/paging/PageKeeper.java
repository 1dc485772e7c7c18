// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

/** Knows which pages of a guest's memory the VMM may store to at the guest's wish: those that are no tables which harts walk. */
public interface PageKeeper {
    /** Makes sure that a page is the guest's and no table, until {@link #drop}: the VMM is going to write there. */
    TableOutcome holdWritable(long gpa);

    /** Ends what {@link #holdWritable} began. */
    void drop(long gpa);

    /** Tells whether all of a page is the guest's. */
    boolean isOwn(long gpa);

    /** Tells whether all of a page is the guest's, and no table now. */
    boolean isWritable(long gpa);

    /** Returns what keeps the pages of a guest whose own tables no hart walks unchecked: all of them may be stored to. */
    static PageKeeper of(final GuestMemory memory) {
        return new PageKeeper() {
            @Override
            public TableOutcome holdWritable(final long gpa) {
                return isOwn(gpa) ? TableOutcome.DONE : TableOutcome.BAD_ADDRESS;
            }

            @Override
            public void drop(final long gpa) {
                // Nothing was counted.
            }

            @Override
            public boolean isWritable(final long gpa) {
                return isOwn(gpa);
            }

            @Override
            public boolean isOwn(final long gpa) {
                return (gpa & FramePool.FRAME_SIZE - 1) == 0 && memory.contains(gpa, FramePool.FRAME_SIZE);
            }
        };
    }
}
