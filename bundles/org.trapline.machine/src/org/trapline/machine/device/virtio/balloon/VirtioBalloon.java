// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.balloon;

import org.trapline.machine.device.Clock;
import org.trapline.machine.device.virtio.Chain;
import org.trapline.machine.device.virtio.DeviceId;
import org.trapline.machine.device.virtio.QueueWorker;
import org.trapline.machine.device.virtio.VirtQueue;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.state.StateExchange;

/**
 * A memory balloon: it is told how large it is to be, and its driver puts pages into it, which are the {@link BalloonOwner}'s from then on, or takes them
 * out. A request is a list of page numbers of 32 bits each. One that puts pages in takes {@link #ACCESS_TICKS}; one that takes pages out may have to wait
 * until there are some.
 *
 * @implSpec virtio 1.2, "Traditional Memory Balloon Device"
 */
public final class VirtioBalloon extends VirtioDevice {
    /** Ticks of a request: 2 microseconds. */
    public static final long ACCESS_TICKS = Clock.TIMEBASE_HZ / 500_000;
    /** Ticks after which is looked again whether there are pages: a millisecond. */
    public static final long RETRY_TICKS = Clock.TIMEBASE_HZ / 1000;

    private static final int INFLATE = 0;
    private static final int DEFLATE = 1;
    private static final int QUEUE_SIZE = 128;
    private static final int PAGE_SHIFT = 12;
    private static final int MOST_BYTES = 1 << 16;
    // Features.
    private static final long MUST_TELL_HOST = 1;
    private static final long DEFLATE_ON_OOM = 1 << 2;

    private final QueueWorker inflater = new QueueWorker(this, INFLATE, new Requests(true));
    private final QueueWorker deflater = new QueueWorker(this, DEFLATE, new Requests(false));
    private BalloonOwner owner = new Nobody();

    public VirtioBalloon() {
        super(DeviceId.BALLOON, MUST_TELL_HOST | DEFLATE_ON_OOM, BalloonRegister.rows(), QUEUE_SIZE, QUEUE_SIZE);
    }

    /** A machine of its own has nobody to give pages to. */
    private static final class Nobody implements BalloonOwner {
        @Override
        public void give(long pa) {
            // It stays the machine's.
        }

        @Override
        public boolean canTake(int pages) {
            return true;
        }

        @Override
        public void take(long pa) {
            // It was never gone.
        }

        @Override
        public void changed(boolean inflated, int pages) {
            // Nobody wants to know.
        }

        @Override
        public void reset() {
            // Nothing was given.
        }
    }

    /** Says who gets the pages. */
    public void setOwner(BalloonOwner newOwner) {
        owner = newOwner;
    }

    /** Asks the driver to make the balloon so large. */
    public void setTarget(int pages) {
        configure(BalloonRegister.NUM_PAGES, pages);
        transport().configurationChanged();
    }

    /** Returns how many pages the driver is asked for. */
    public int target() {
        return LittleEndian.getInt(config(), (int) BalloonRegister.NUM_PAGES.place().offset());
    }

    /** Returns how many pages the driver says that it has given. */
    public int actual() {
        return LittleEndian.getInt(config(), (int) BalloonRegister.ACTUAL.place().offset());
    }

    /** What is done with lists of pages, of one queue. */
    private final class Requests implements QueueWorker.Work {
        private final boolean inflates;

        Requests(boolean inflates) {
            this.inflates = inflates;
        }

        @Override
        public String complaint(Chain chain) {
            return chain.readableBytes() % Integer.BYTES != 0 || chain.readableBytes() > MOST_BYTES ? "a list of pages with " + chain.readableBytes() + " bytes"
                : null;
        }

        @Override
        public long ticks(Chain chain) {
            return ACCESS_TICKS;
        }

        @Override
        public long delay(Chain chain) {
            return inflates || owner.canTake(pages(chain)) ? 0 : RETRY_TICKS;
        }

        private int pages(Chain chain) {
            return (int) chain.readableBytes() / Integer.BYTES;
        }

        @Override
        public long carryOut(Chain chain) {
            byte[] list = new byte[(int) chain.readableBytes()];
            chain.read(transport().dma(), 0, list, 0, list.length);
            for (int at = 0; at < list.length; at += Integer.BYTES) {
                long pa = (LittleEndian.getInt(list, at) & 0xffff_ffffL) << PAGE_SHIFT;
                if (inflates) {
                    owner.give(pa);
                } else {
                    owner.take(pa);
                }
            }
            owner.changed(inflates, pages(chain));
            return 0;
        }
    }

    @Override
    protected void notified(VirtQueue queue) {
        (queue.index() == INFLATE ? inflater : deflater).begin();
    }

    @Override
    protected void queueReset(VirtQueue queue) {
        inflater.queueReset(queue);
        deflater.queueReset(queue);
    }

    @Override
    protected void driverReset() {
        inflater.reset();
        deflater.reset();
        LittleEndian.putInt(config(), (int) BalloonRegister.ACTUAL.place().offset(), 0);
        owner.reset();
    }

    @Override
    protected void configWritten(int offset, int bytes, long value) {
        int actual = (int) BalloonRegister.ACTUAL.place().offset();
        if (offset >= actual && offset + bytes <= config().length) {
            LittleEndian.put(config(), offset, bytes, value);
        }
    }

    @Override
    protected long nextTick() {
        return Math.min(inflater.nextTick(), deflater.nextTick());
    }

    @Override
    protected void advance() {
        inflater.advance();
        deflater.advance();
    }

    @Override
    protected void powerOn() {
        owner.reset();
    }

    @Override
    public void exchange(StateExchange state) {
        state.part("inflater", inflater);
        state.part("deflater", deflater);
    }
}
