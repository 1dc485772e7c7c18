// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import org.trapline.machine.device.Clock;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.state.StateExchange;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Meter;
import org.trapline.vmm.paging.PageKeeper;
import org.trapline.vmm.paging.TableOutcome;
import org.trapline.vmm.paravirt.DeviceRing;
import org.trapline.vmm.paravirt.DeviceRing.Refusal;
import org.trapline.vmm.paravirt.HypercallError;

/** The VMM's end of a device's ring: does one request after the other, each in its own virtual time. Memory changes when a request is done, all at once. */
abstract class DeviceChannel implements Channel {
    private static final long NOTHING = -1;

    private final Parts parts;
    private final Runnable event;
    private final Ring ring;
    private final int kind;
    // What is at work, or null, and when it is done.
    private Request current;
    private long dueTick = NOTHING;

    /**
     * What the ends have in common.
     *
     * @param memory the guest's
     */
    record Parts(Bus memory, PageKeeper pages, Grants grants, Clock clock, Meter meter) {
    }

    /** @param event makes the device's event pending */
    DeviceChannel(final Parts parts, final int kind, final Runnable event) {
        this.parts = parts;
        this.kind = kind;
        this.event = event;
        ring = new Ring(parts.memory, parts.pages);
    }

    // ---- what kinds of devices differ in ----

    /** Returns what the guest is told of the device. */
    abstract long config();

    /** Returns bits that the guest is told. */
    abstract long flags();

    /** The guest begins to use the device. */
    abstract void opened();

    /** Takes a request that is answered later, whenever; tells whether it is one. */
    boolean keeps(final Request request) {
        return false;
    }

    /** Returns how many ticks a request takes. */
    abstract long ticks(Request request);

    /** Carries a request out; returns the response's status. */
    abstract long carryOut(Request request);

    // ---- the guest's side ----

    @Override
    public final int open(final long page) {
        if (page == 0) {
            ring.close();
            forget();
            return 0;
        }
        final TableOutcome outcome = ring.open(page);
        if (outcome != TableOutcome.DONE) {
            return HypercallError.result(outcome);
        }
        forget();
        ring.set(DeviceRing.KIND, kind);
        ring.set(DeviceRing.CONFIG, config());
        ring.set(DeviceRing.FLAGS, flags());
        opened();
        return kind;
    }

    @Override
    public final int kick() {
        if (!ring.isOpen() || ring.waiting() < 0) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        begin();
        advance();
        return 0;
    }

    final boolean isOpen() {
        return ring.isOpen();
    }

    /** Takes requests until one is at work. */
    private void begin() {
        while (current == null && ring.waiting() > 0) {
            meter().charge(Cost.RING, 1);
            final Request next = ring.take();
            if (!keeps(next)) {
                current = next;
                dueTick = clock().ticks() + ticks(next);
                ring.set(DeviceRing.LOOKING, 1);
            }
        }
    }

    /** Ends what is due, and begins with the next. */
    @Override
    public void advance() {
        while (current != null && clock().ticks() >= dueTick) {
            final Request done = current;
            current = null;
            answer(done, carryOut(done));
            begin();
            if (current == null) {
                ring.set(DeviceRing.LOOKING, 0);
            }
        }
    }

    @Override
    public long nextTick() {
        return current == null ? NEVER : dueTick;
    }

    final void answer(final Request request, final long status) {
        meter().charge(Cost.RING, 1);
        if (ring.answer(request.id(), status)) {
            event.run();
        }
    }

    // ---- the guest's memory ----

    final Clock clock() {
        return parts.clock;
    }

    private Meter meter() {
        return parts.meter;
    }

    /** Returns where the bytes are that the device is to take. */
    final Pieces source(final Request request, final long bytes) {
        return Pieces.of(parts.memory, parts.grants, request, bytes, false);
    }

    /** Returns where the bytes are that the device is to store to. */
    final Pieces room(final Request request, final long bytes) {
        return Pieces.of(parts.memory, parts.grants, request, bytes, true);
    }

    /** Returns the bytes, which are not refused. */
    final byte[] from(final Pieces source, final int bytes) {
        chargeCopy(source.listBytes());
        chargeCopy(bytes);
        return source.get(bytes);
    }

    /** Puts bytes where they are not refused; returns how many. */
    final long into(final Pieces room, final byte[] bytes) {
        chargeCopy(room.listBytes());
        chargeCopy(bytes.length);
        room.set(bytes);
        return bytes.length;
    }

    private void chargeCopy(final long bytes) {
        meter().charge(Cost.COPY, (int) ((bytes + Ram.LINE_SIZE - 1) / Ram.LINE_SIZE));
    }

    static long refused(final Refusal why) {
        return why.status();
    }

    // ---- state ----

    /** Has nothing under way. */
    void forget() {
        current = null;
        dueTick = NOTHING;
    }

    @Override
    public final void reset() {
        ring.reset();
        forget();
    }

    @Override
    public final boolean attach() {
        return ring.attach();
    }

    @Override
    public void exchange(final StateExchange state) {
        state.part("ring", ring);
        current = exchange(state, "current", current);
        dueTick = state.number("dueTick", dueTick);
        if (!ring.isOpen()) {
            forget();
        }
    }

    private static Request exchange(final StateExchange state, final String name, final Request request) {
        final long[] kept = state.list(name, request == null ? new long[0] : request.numbers(), DeviceRing.SIZE, Long.MIN_VALUE, Long.MAX_VALUE);
        return Request.count(kept) == 0 ? null : Request.at(kept, 0);
    }

    /** Requests that are answered later, in their order. */
    static void exchange(final StateExchange state, final String name, final Deque<Request> requests) {
        final Deque<Request> before = new ArrayDeque<>(requests);
        final long[] kept = state.list(name, before.stream().flatMapToLong(each -> Arrays.stream(each.numbers())).toArray(),
            4 * DeviceRing.SIZE, Long.MIN_VALUE, Long.MAX_VALUE);
        if (state.isRestoring()) {
            requests.clear();
            for (int i = 0; i < Request.count(kept); i++) {
                requests.add(Request.at(kept, i));
            }
        }
    }
}
