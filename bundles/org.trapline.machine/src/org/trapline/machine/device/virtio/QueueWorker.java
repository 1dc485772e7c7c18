// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** Does the chains of a queue one after the other, each in its own virtual time. Memory changes when a chain is done, all at once. */
public final class QueueWorker implements Stateful {
    /** What is to be done with a chain. */
    public interface Work {
        /** Returns why a driver that posts such a chain has broken the device, or null. */
        String complaint(Chain chain);

        /** Returns how many ticks the chain takes. */
        long ticks(Chain chain);

        /** Returns for how many ticks more a chain that would be done now has to wait; 0 if not at all. */
        default long delay(Chain chain) {
            return 0;
        }

        /** Does it; returns how many bytes of the writable part were written. */
        long carryOut(Chain chain);
    }

    private final VirtioDevice device;
    private final VirtQueue queue;
    private final Work work;
    // The chain at work, or null, and when it is done.
    private Chain current;
    private long dueTick;

    public QueueWorker(VirtioDevice device, int queue, Work work) {
        this.device = device;
        this.queue = device.queue(queue);
        this.work = work;
    }

    /** Begins with the next chain if none is at work. */
    public void begin() {
        if (current != null) {
            return;
        }
        Chain next = queue.take();
        if (next == null) {
            return;
        }
        String complaint = work.complaint(next);
        if (complaint != null) {
            device.transport().fail(complaint);
            return;
        }
        current = next;
        dueTick = device.clock().ticks() + work.ticks(next);
    }

    /** Drops the chain at work, which the driver has taken back. */
    public void reset() {
        current = null;
        dueTick = 0;
    }

    /** The driver has taken back a queue: the chain at work with it, if it is this one. */
    public void queueReset(VirtQueue gone) {
        if (gone == queue) {
            reset();
        }
    }

    /** Returns the tick at which the chain at work is done. */
    public long nextTick() {
        return current == null ? TimedDevice.NEVER : dueTick;
    }

    /** Ends what is due, and begins with the next. */
    public void advance() {
        while (current != null && device.clock().ticks() >= dueTick && device.transport().isLive()) {
            Chain done = current;
            long delay = work.delay(done);
            if (delay > 0) {
                dueTick = device.clock().ticks() + delay;
                return;
            }
            current = null;
            queue.give(done, work.carryOut(done));
            begin();
        }
    }

    @Override
    public void exchange(StateExchange state) {
        current = device.exchange(state, "chain", current);
        dueTick = state.number("dueTick", dueTick);
        if (state.isRestoring() && current != null && work.complaint(current) != null) {
            current = null;
        }
    }
}
