// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.entropy;

import java.util.List;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.virtio.Chain;
import org.trapline.machine.device.virtio.DeviceId;
import org.trapline.machine.device.virtio.QueueWorker;
import org.trapline.machine.device.virtio.VirtQueue;
import org.trapline.machine.device.virtio.RequestDevice;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.state.StateExchange;

/**
 * A source of numbers that look random and follow from a seed, which is an input of the run like any other. A request takes {@link #ACCESS_TICKS}
 * and gets {@link #MOST} bytes at most. The device has no registers of its own.
 *
 * @implSpec virtio 1.2, "Entropy Device"
 */
public final class VirtioEntropy extends RequestDevice {
    /** Ticks of a request: 10 microseconds. */
    public static final long ACCESS_TICKS = Clock.TIMEBASE_HZ / 100_000;
    /** Bytes that a request gets at most. */
    public static final int MOST = 4096;

    private static final int QUEUE_SIZE = 8;

    private final QueueWorker worker = new QueueWorker(this, 0, new Requests());
    private final byte[] buffer = new byte[MOST];
    private long position;

    /** Creates a source; two with the same seed give the same numbers. */
    public VirtioEntropy(long seed) {
        super(DeviceId.ENTROPY, 0, List.of(), QUEUE_SIZE);
        position = seed;
    }

    private final class Requests implements QueueWorker.Work {
        @Override
        public String complaint(Chain chain) {
            return chain.writableBytes() == 0 ? "a request without room for an answer" : null;
        }

        @Override
        public long ticks(Chain chain) {
            return ACCESS_TICKS;
        }

        @Override
        public long carryOut(Chain chain) {
            int length = (int) Math.min(MOST, chain.writableBytes());
            for (int at = 0; at < length; at += Long.BYTES) {
                LittleEndian.putLong(buffer, at, next());
            }
            chain.write(transport().dma(), 0, buffer, 0, length);
            return length;
        }
    }

    // SplitMix64: a counter with an odd step, stirred by multiplications.
    private long next() {
        position += 0x9e37_79b9_7f4a_7c15L;
        long z = (position ^ position >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    @Override
    protected void notified(VirtQueue queue) {
        worker.begin();
    }

    @Override
    protected QueueWorker worker() {
        return worker;
    }

    @Override
    protected void powerOn() {
        // The numbers go on: a machine that starts again does not see the same ones.
    }

    @Override
    public void exchange(StateExchange state) {
        position = state.number("position", position);
        state.part("requests", worker);
    }
}
