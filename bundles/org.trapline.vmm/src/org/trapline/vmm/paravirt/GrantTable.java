// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paravirt;

/**
 * The page in which a guest says which of its pages devices behind a {@link DeviceRing} may use: a doubleword each, with the page's guest physical address and
 * what may be done there. Its place in the table is what requests name the page by, so a request cannot reach anything else. An entry counts at the moment
 * when a request is carried out; the guest takes a grant back by making it zero.
 */
public final class GrantTable {
    /** Entries of a table. */
    public static final int ENTRIES = 512;
    /** Bit of an entry: the device may read the page. */
    public static final long READ = 1;
    /** Bit of an entry: the device may store to it. */
    public static final long WRITE = 2;

    private GrantTable() {
    }
}
