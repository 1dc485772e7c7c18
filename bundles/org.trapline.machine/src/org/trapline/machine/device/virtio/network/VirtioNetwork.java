// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.network;

import java.util.Arrays;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.RateLimit;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.device.virtio.Chain;
import org.trapline.machine.device.virtio.DeviceId;
import org.trapline.machine.device.virtio.QueueWorker;
import org.trapline.machine.device.virtio.VirtQueue;
import org.trapline.machine.device.virtio.RequestDevice;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.network.EthernetSwitch;
import org.trapline.machine.network.SwitchPort;
import org.trapline.machine.state.StateExchange;

/**
 * A network card, or one that is not plugged in. It sends one frame after the other, each taking {@link #ACCESS_TICKS} and the time of its bits;
 * a frame that arrives waits for a buffer. It checks no addresses: a driver sees every frame that the switch sends its way.
 * <pre>
 *  buffer: flags 1 | kind 1 | header length 2 | size 2 | checksum start 2 | offset 2 | buffers 2 | frame ...
 * </pre>
 *
 * @implSpec virtio 1.2, "Network Device"
 */
public final class VirtioNetwork extends RequestDevice {
    /** Ticks from a request to the frame's first bit: 2 microseconds. */
    public static final long ACCESS_TICKS = Clock.TIMEBASE_HZ / 500_000;
    /** Bytes of a hardware address. */
    public static final int MAC_BYTES = 6;

    private static final int RECEIVE = 0;
    private static final int TRANSMIT = 1;
    private static final int QUEUE_SIZE = 256;
    private static final int HEADER = 12;
    private static final int BUFFERS_AT = 10;
    private static final int MTU = 1500;
    // Features.
    private static final long HAS_MTU = 1 << 3;
    private static final long HAS_MAC = 1 << 5;
    private static final long HAS_STATUS = 1 << 16;

    private final SwitchPort port;
    private final long bandwidth;
    private final RateLimit limit;
    private final byte[] mac;
    private final String address;
    private final QueueWorker transmitter = new QueueWorker(this, TRANSMIT, new Sending());

    /**
     * Creates a card.
     * @param port      where it is plugged in, or null
     * @param mac       its hardware address
     * @param bandwidth bits that it sends in a second; 0 for no limit
     * @param address   what the device tree tells the driver to use, such as {@code 10.0.0.1/24}; empty for nothing
     */
    public VirtioNetwork(SwitchPort port, byte[] mac, long bandwidth, String address) {
        this(port, mac, bandwidth, address, RateLimit.none());
    }

    /** Creates a card that sends no more than a limit lets, beside its own. */
    public VirtioNetwork(SwitchPort port, byte[] mac, long bandwidth, String address, RateLimit limit) {
        super(DeviceId.NETWORK, HAS_MTU | HAS_MAC | HAS_STATUS, NetworkRegister.rows(), QUEUE_SIZE, QUEUE_SIZE);
        if (mac.length != MAC_BYTES) {
            throw new IllegalArgumentException("a hardware address of " + mac.length + " bytes");
        }
        this.port = port;
        this.mac = mac.clone();
        this.bandwidth = bandwidth;
        this.limit = limit;
        this.address = address;
        System.arraycopy(mac, 0, config(), (int) NetworkRegister.MAC.place().offset(), MAC_BYTES);
        configure(NetworkRegister.STATUS, port == null ? 0 : 1);
        configure(NetworkRegister.MAX_VIRTQUEUE_PAIRS, 1);
        configure(NetworkRegister.MTU, MTU);
    }

    /** Returns where it is plugged in, or null. */
    public SwitchPort port() {
        return port;
    }

    /** Returns its hardware address. */
    public byte[] mac() {
        return mac.clone();
    }

    /** Returns how many ticks it takes to send a frame of so many bytes, which counts as sent now. */
    public long ticks(long bytes) {
        return limit.pass(clock().ticks(), bytes) + ACCESS_TICKS + (bandwidth == 0 ? 0 : Math.ceilDiv(8 * bytes * Clock.TIMEBASE_HZ, bandwidth));
    }

    // ---- sending ----

    private final class Sending implements QueueWorker.Work {
        @Override
        public String complaint(Chain chain) {
            return chain.readableBytes() < HEADER ? "a frame without its header" : null;
        }

        @Override
        public long ticks(Chain chain) {
            return VirtioNetwork.this.ticks(Math.min(EthernetSwitch.MAX_FRAME, chain.readableBytes() - HEADER));
        }

        @Override
        public long carryOut(Chain chain) {
            long length = chain.readableBytes() - HEADER;
            if (port != null && length <= EthernetSwitch.MAX_FRAME) {
                byte[] frame = new byte[(int) length];
                chain.read(transport().dma(), HEADER, frame, 0, frame.length);
                port.send(frame);
            }
            return 0;
        }
    }

    // ---- receiving ----

    private void receive() {
        while (port != null) {
            byte[] frame = port.peek();
            Chain chain = frame == null ? null : queue(RECEIVE).take();
            if (chain == null) {
                return;
            }
            port.take();
            long written = 0;
            // A buffer that is too small loses the frame, as the driver has not agreed to get it in parts.
            if (chain.writableBytes() >= HEADER + frame.length) {
                byte[] header = new byte[HEADER];
                header[BUFFERS_AT] = 1;
                chain.write(transport().dma(), 0, header, 0, HEADER);
                chain.write(transport().dma(), HEADER, frame, 0, frame.length);
                written = HEADER + frame.length;
            }
            queue(RECEIVE).give(chain, written);
        }
    }

    @Override
    protected void driverReady() {
        if (port != null) {
            port.dropArrived();
        }
    }

    @Override
    protected void notified(VirtQueue queue) {
        if (queue.index() == RECEIVE) {
            receive();
        } else {
            transmitter.begin();
        }
    }

    // ---- time and state ----

    @Override
    protected QueueWorker worker() {
        return transmitter;
    }

    @Override
    protected long nextTick() {
        return Math.min(super.nextTick(), nextArrival());
    }

    private long nextArrival() {
        if (port == null || port.nextTick() == TimedDevice.NEVER || !queue(RECEIVE).hasAvailable()) {
            return TimedDevice.NEVER;
        }
        return clock().ticks() + Math.max(0, port.nextTick() - port.now());
    }

    @Override
    protected void advance() {
        super.advance();
        receive();
    }

    @Override
    protected void powerOn() {
        // What is under way stays under way.
        limit.reset();
    }

    @Override
    protected void describe(DeviceTreeNode node) {
        node.raw("local-mac-address", mac);
        if (!address.isEmpty()) {
            node.text("trapline,address", address);
        }
    }

    @Override
    public void exchange(StateExchange state) {
        state.identity("mac", Arrays.toString(mac));
        state.part("transmitter", transmitter);
        state.part("limit", limit);
        if (port != null) {
            state.part("port", port);
        }
    }
}
