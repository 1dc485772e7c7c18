// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

import java.util.BitSet;
import java.util.SortedMap;
import java.util.function.IntConsumer;

/** Room for a virtual machine that is to come, as its {@link MigrationTarget} sees it. */
public interface Arriving {
    /**
     * Makes room for it.
     * @throws MigrationException if there is none, or it cannot run here
     */
    void accept(SortedMap<String, String> shape) throws MigrationException;

    /** Returns how many pages of memory it has. */
    int pages();

    /** Fills a page; null is zeros. */
    void put(int index, byte[] page);

    /**
     * Takes all but its memory.
     * @param state  a snapshot's bytes
     * @param digest what the digest of the whole must be then; empty if pages are still missing
     * @throws MigrationException if it does not fit, or the digest is another
     */
    void state(byte[] state, String digest) throws MigrationException;

    /** Returns the pages without which it cannot run, once it has its state. */
    default BitSet needed() {
        return new BitSet();
    }

    /** Lets it run. */
    void run();

    /**
     * Says which pages are still missing although it is going to run.
     * @param want is told the number of a missing page that is touched; the page has been {@link #put} when that returns, or it was {@link #lose lost}
     */
    void expect(BitSet missing, IntConsumer want);

    /** Ends it, which has run here: what it still lacks of its memory is lost. May be called while it waits for a page. */
    void lose(String why);

    /** Forgets it and gives back its room. */
    void discard();
}
