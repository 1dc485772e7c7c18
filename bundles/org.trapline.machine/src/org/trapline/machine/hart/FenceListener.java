// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.hart;

/** Keeps translations of a hart outside the hart, as a VMM does in shadow page tables, and must drop them when the hart does. */
public interface FenceListener {
    /** Stands for every address, or every address space. */
    int ALL = -1;

    /**
     * Translations must not be used any more.
     * @param va   an address in the page, or {@link #ALL}
     * @param asid an address space identifier, or {@link #ALL}
     */
    void fenced(long va, int asid);

    /** Translations in two stages must not be used any more, whichever. */
    void guestFenced();

    /** Physical memory protection has changed. */
    void protectionChanged();
}
