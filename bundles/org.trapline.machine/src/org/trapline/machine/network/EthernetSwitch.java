// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.trapline.machine.device.Clock;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * A switch that learns: it sends a frame to where its receiver's address was last seen, and to all others if that is nowhere. Every frame is under
 * way for the same time, whatever its size; how long sending takes is the card's business.
 */
public final class EthernetSwitch implements Stateful {
    /** Bytes of the largest frame: 1500 bytes of payload, addresses, a VLAN tag and the type. */
    public static final int MAX_FRAME = 1518;
    /** Bytes of the addresses and the type, without which a frame is none. */
    public static final int HEADER = 14;

    private static final int ADDRESS = 6;
    private static final int MAX_ADDRESSES = 1024;
    private static final int GROUP = 1;

    private final String name;
    private final long latency;
    private final PacketCapture capture;
    private final List<SwitchPort> ports = new ArrayList<>();
    private final Map<Long, Integer> table = new LinkedHashMap<>();

    /**
     * Creates a switch without ports.
     * @param latency ticks that a frame is under way, 1 or more
     * @param capture takes all frames, or null
     */
    public EthernetSwitch(String name, long latency, PacketCapture capture) {
        if (latency < 1) {
            throw new IllegalArgumentException("network '" + name + "': a latency of " + latency + " ticks, expected 1 or more");
        }
        this.name = name;
        this.latency = latency;
        this.capture = capture;
    }

    public String name() {
        return name;
    }

    /** Returns the ticks that a frame is under way. */
    public long latency() {
        return latency;
    }

    /** Adds a port for a card of the machine with that clock. All clocks of a run have begun at the same time. */
    public SwitchPort connect(Clock clock) {
        SwitchPort port = new SwitchPort(this, ports.size(), clock);
        ports.add(port);
        return port;
    }

    void forward(SwitchPort from, byte[] frame) {
        if (frame.length < HEADER || frame.length > MAX_FRAME) {
            return;
        }
        long now = from.now();
        if (capture != null) {
            capture.add(now, frame);
        }
        learn(address(frame, ADDRESS), from.index());
        Integer known = (frame[0] & GROUP) != 0 ? null : table.get(address(frame, 0));
        for (SwitchPort port : ports) {
            if (port != from && (known == null || known == port.index())) {
                port.arrive(now + latency, frame);
            }
        }
    }

    private static long address(byte[] frame, int at) {
        long address = 0;
        for (int i = 0; i < ADDRESS; i++) {
            address = address << 8 | frame[at + i] & 0xff;
        }
        return address;
    }

    private void learn(long address, int port) {
        if ((address >>> 40 & GROUP) == 0 && (table.size() < MAX_ADDRESSES || table.containsKey(address))) {
            table.put(address, port);
        }
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("ports", ports.size());
        long[] addresses = state.list("addresses", table.keySet().stream().mapToLong(Long::longValue).toArray(), MAX_ADDRESSES, 0, (1L << 48) - 1);
        long[] places = state.list("places", table.values().stream().mapToLong(Integer::longValue).toArray(), MAX_ADDRESSES, 0,
            Math.max(0, ports.size() - 1));
        if (state.isRestoring()) {
            table.clear();
            for (int i = 0; i < Math.min(addresses.length, places.length); i++) {
                table.put(addresses[i], (int) places[i]);
            }
        }
        if (capture != null) {
            state.part("capture", capture);
        }
    }
}
