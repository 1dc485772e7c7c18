// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

import java.util.BitSet;
import java.util.SortedMap;

/** A virtual machine that is to leave, as its {@link MigrationSource} sees it. */
public interface Departing {
    /** Returns what it needs elsewhere: its isa, its vCPUs, its memory and so on, by name. */
    SortedMap<String, String> shape();

    /** Tells whether it runs on from where it was: somebody may have done something else with it, or it has ended or begun again by itself. */
    boolean runs();

    /** Returns how many pages of memory it has. */
    int pages();

    /** Notes from now on which pages are written. */
    void startLog();

    /** Returns the pages that were written since this was last asked, or since the log was started. */
    BitSet collectDirty();

    void stopLog();

    /** Returns what a page holds now, which must not be changed; null if that is zeros. */
    byte[] page(int index);

    /** Takes it off the processors. */
    void halt();

    /** Returns the pages of the halted machine that must be elsewhere before it can go on there, even if all others follow later. */
    default BitSet needed() {
        return new BitSet();
    }

    /** Returns all of the halted machine but its memory, as a snapshot's bytes. */
    byte[] state();

    /** Returns the digest of all of the halted machine. */
    String digest();

    /** Lets it go on here, halted or not. */
    void stay();

    /** Gives back what it had here: it runs elsewhere. */
    void leave();

    /** Pays for pages that were read and sent. */
    void sent(int count);

    /** Notes that a round has ended. */
    void roundEnded(Round round);
}
