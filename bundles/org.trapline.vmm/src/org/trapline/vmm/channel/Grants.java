// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.vmm.paging.PageKeeper;
import org.trapline.vmm.paravirt.GrantTable;

/** Which of a guest's pages the VMM's ends of its rings may use: what the guest's table says, as far as it can be. */
final class Grants implements Stateful {
    private static final long NONE = 0;
    static final long REFUSED = -1;

    private final Bus memory;
    private final PageKeeper pages;
    private long table = NONE;

    Grants(final Bus memory, final PageKeeper pages) {
        this.memory = memory;
        this.pages = pages;
    }

    /** Takes the table from a page, or there is none if it is 0; tells whether it can be there. */
    boolean setTable(final long gpa) {
        final boolean possible = gpa == NONE || pages.isOwn(gpa);
        if (possible) {
            table = gpa;
        }
        return possible;
    }

    void reset() {
        table = NONE;
    }

    /**
     * Returns the guest physical address of bytes in a page that the guest grants, or {@link #REFUSED}.
     * @param number of the grant; any
     * @param offset of the first byte in the page; with all bytes inside
     * @param stores whether they are to be stored to
     */
    long address(final long number, final long offset, final boolean stores) {
        if (table == NONE || number < 0 || number >= GrantTable.ENTRIES) {
            return REFUSED;
        }
        final long entry = memory.read(table + 8 * number, 8);
        final long right = stores ? GrantTable.WRITE : GrantTable.READ;
        final long page = entry & -Ram.PAGE_SIZE;
        // A page that is a table now is none that the guest may have anything stored to.
        return (entry & right) == 0 || !(stores ? pages.isWritable(page) : pages.isOwn(page)) ? REFUSED : page + offset;
    }

    @Override
    public void exchange(final StateExchange state) {
        table = state.number("table", table);
        if (!pages.isOwn(table)) {
            table = NONE;
        }
    }
}
