// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.ArrayList;
import java.util.List;

/**
 * Knows from which pages of a guest's memory the VMM has derived something that must go when they change: translations of code. Such a page is mapped
 * without the right to write, so that the guest's stores to it come to the VMM.
 */
public final class SourcePages {
    private final List<Holder> holders = new ArrayList<>();
    private final List<ShadowPaging> pagings = new ArrayList<>();

    /** Somebody who has derived something from guest memory. */
    @FunctionalInterface
    public interface Holder {
        /** Tells whether there is something that was made from a page. */
        boolean holds(long gpaPage);
    }

    public void add(final Holder holder) {
        holders.add(holder);
    }

    public void remove(final Holder holder) {
        holders.remove(holder);
    }

    /** Says whose tables map the guest's memory. */
    public void add(final ShadowPaging paging) {
        pagings.add(paging);
    }

    /** Tells whether the guest may write a page unnoticed. */
    public boolean mayWrite(final long gpaPage) {
        for (final Holder holder : holders) {
            if (holder.holds(gpaPage)) {
                return false;
            }
        }
        return true;
    }

    /** Takes the right to write a page away, wherever it is mapped. */
    public void protect(final long gpaPage) {
        pagings.forEach(paging -> paging.protectStores(gpaPage));
    }
}
