// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

/** What came of a guest's wish to have something changed in the tables that harts walk for it. Unless it is done, nothing has changed. */
public enum TableOutcome {
    DONE,
    /** The address is not aligned as it must be, or not in the guest's memory. */
    BAD_ADDRESS,
    /** An entry has bits that no entry of its level may have. */
    BAD_ENTRY,
    /** An entry names a page that is not the guest's. */
    NOT_OWN,
    /** A page is used in another way now: a table that would become writable, or a writable page that would become a table. */
    BUSY,
    /** The page is no table that harts walk. */
    NOT_A_TABLE
}
