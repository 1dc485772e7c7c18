// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateExchange;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Meter;
import org.trapline.vmm.paging.PageKeeper;
import org.trapline.vmm.paging.TableOutcome;
import org.trapline.vmm.paravirt.ConsoleRing;
import org.trapline.vmm.paravirt.HypercallError;

/** The VMM's end of a {@link ConsoleRing}. What it has taken and put it knows by itself; of the guest's numbers it believes what can be. */
final class ConsoleChannel implements Channel {
    private static final long CLOSED = -1;
    private static final int LINE_STATUS = 5;

    private final Platform platform;
    private final Meter meter;
    private final PageKeeper pages;
    private long page = CLOSED;
    private long taken;
    private long put;

    ConsoleChannel(final Platform platform, final Meter meter, final PageKeeper pages) {
        this.platform = platform;
        this.meter = meter;
        this.pages = pages;
    }

    @Override
    public void reset() {
        page = CLOSED;
    }

    @Override
    public int open(final long newPage) {
        final int result = HypercallError.result(pages.holdWritable(newPage));
        if (result == 0) {
            if (page != CLOSED) {
                pages.drop(page);
            }
            page = newPage;
            taken = 0;
            put = 0;
            for (final ConsoleRing each : ConsoleRing.values()) {
                set(each, 0);
            }
        }
        return result;
    }

    @Override
    public boolean attach() {
        return page == CLOSED || pages.holdWritable(page) == TableOutcome.DONE;
    }

    private long get(final ConsoleRing what) {
        return platform.bus().read(page + what.offset(), 8);
    }

    private void set(final ConsoleRing what, final long value) {
        platform.bus().write(page + what.offset(), 8, value);
    }

    /** Sends what the guest has put there, and takes up what has found no room. */
    @Override
    public int kick() {
        if (page == CLOSED) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        final long waiting = get(ConsoleRing.OUT_PUT) - taken;
        if (waiting < 0 || waiting > ConsoleRing.SIZE) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        for (long i = 0; i < waiting; i++) {
            platform.console().put((int) platform.bus().read(page + ConsoleRing.OUT + place(taken + i), 1));
        }
        taken += waiting;
        set(ConsoleRing.OUT_TAKEN, taken);
        chargeCopy(waiting);
        takeInput();
        return 0;
    }

    private static long place(final long number) {
        return number & ConsoleRing.SIZE - 1;
    }

    private void chargeCopy(final long bytes) {
        meter.charge(Cost.COPY, (int) ((bytes + Ram.LINE_SIZE - 1) / Ram.LINE_SIZE));
    }

    /** Puts what was typed into the ring, as far as there is room; what is not stays where the console has it. */
    void takeInput() {
        if (page == CLOSED) {
            return;
        }
        final long before = put;
        while (put - get(ConsoleRing.IN_TAKEN) >= 0 && put - get(ConsoleRing.IN_TAKEN) < ConsoleRing.SIZE
            && (platform.uart().read(LINE_STATUS, 1) & 1) != 0) {
            platform.bus().write(page + ConsoleRing.IN + place(put), 1, platform.uart().read(0, 1) & 0xff);
            put++;
        }
        if (put != before) {
            set(ConsoleRing.IN_PUT, put);
            chargeCopy(put - before);
        }
    }

    /** Bytes come and go when the guest is at hand. */
    @Override
    public long nextTick() {
        return NEVER;
    }

    @Override
    public void advance() {
        // Nothing is ever due.
    }

    @Override
    public void exchange(final StateExchange state) {
        page = state.number("page", page);
        taken = state.number("taken", taken);
        put = state.number("put", put);
    }
}
