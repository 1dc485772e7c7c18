// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.vmm.paging.PageKeeper;
import org.trapline.vmm.paging.TableOutcome;
import org.trapline.vmm.paravirt.DeviceRing;

/** The VMM's end of a {@link DeviceRing}. What it has taken and put it knows by itself; of the guest's numbers it believes what can be. */
final class Ring implements Stateful {
    private static final long CLOSED = 0;

    private final Bus memory;
    private final PageKeeper pages;
    private long page = CLOSED;
    private long taken;
    private long put;

    Ring(final Bus memory, final PageKeeper pages) {
        this.memory = memory;
        this.pages = pages;
    }

    boolean isOpen() {
        return page != CLOSED;
    }

    /** Begins anew in a page, which nothing makes a table of from now on. */
    TableOutcome open(final long newPage) {
        final TableOutcome outcome = pages.holdWritable(newPage);
        if (outcome == TableOutcome.DONE) {
            close();
            page = newPage;
            taken = 0;
            put = 0;
            for (final DeviceRing each : DeviceRing.values()) {
                set(each, 0);
            }
        }
        return outcome;
    }

    void close() {
        if (isOpen()) {
            pages.drop(page);
            page = CLOSED;
        }
    }

    /** Forgets the page, which nobody relies on any more. */
    void reset() {
        page = CLOSED;
    }

    boolean attach() {
        return !isOpen() || pages.holdWritable(page) == TableOutcome.DONE;
    }

    private long get(final DeviceRing what) {
        return memory.read(page + what.offset(), 8);
    }

    void set(final DeviceRing what, final long value) {
        memory.write(page + what.offset(), 8, value);
    }

    /** Returns how many requests wait, as the guest says; negative if that cannot be. */
    int waiting() {
        final long waiting = get(DeviceRing.REQUESTS_PUT) - taken;
        // With those that are taken and not answered yet there are no more than have places.
        return waiting < 0 || waiting > DeviceRing.SIZE - (taken - put) ? -1 : (int) waiting;
    }

    /** Takes a request; there must be one {@link #waiting}. */
    Request take() {
        final long at = page + DeviceRing.REQUESTS + DeviceRing.REQUEST_BYTES * (taken & DeviceRing.SIZE - 1);
        final Request request = new Request(memory.read(at, 8), memory.read(at + 8, 8), memory.read(at + 16, 8), memory.read(at + 24, 8));
        taken++;
        set(DeviceRing.REQUESTS_TAKEN, taken);
        return request;
    }

    /** Puts a response; tells whether the guest wants to know now. */
    boolean answer(final long id, final long status) {
        final long at = page + DeviceRing.RESPONSES + DeviceRing.RESPONSE_BYTES * (put & DeviceRing.SIZE - 1);
        memory.write(at, 8, id);
        memory.write(at + 8, 8, status);
        put++;
        set(DeviceRing.RESPONSES_PUT, put);
        return put - get(DeviceRing.EVENT_AT) >= 0;
    }

    @Override
    public void exchange(final StateExchange state) {
        page = state.number("page", page);
        taken = state.number("taken", taken);
        put = state.number("put", put);
        if (!pages.isOwn(page) || taken - put < 0 || taken - put > DeviceRing.SIZE) {
            page = CLOSED;
        }
    }
}
