// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.machine.device.Clock;
import org.trapline.machine.network.EthernetSwitch;
import org.trapline.machine.network.PacketCapture;
import org.trapline.machine.network.SwitchPort;
import org.trapline.machine.state.Stateful;
import org.trapline.runtime.plan.NetworkPlan;
import org.trapline.runtime.plan.SystemPlan;

/** The switches of a session. */
final class Networks implements Closeable {
    private final Map<String, EthernetSwitch> switches = new LinkedHashMap<>();
    private final List<PacketCapture> captures = new ArrayList<>();
    private long leastLatency = Long.MAX_VALUE;

    /** Makes the switches of a plan. What could be opened before something failed is closed with the rest. */
    void open(SystemPlan plan) throws StartException {
        for (NetworkPlan network : plan.networks()) {
            PacketCapture capture = capture(plan, network);
            switches.put(network.name(), new EthernetSwitch(network.name(), network.latency() / Clock.CYCLES_PER_TICK, capture));
            leastLatency = Math.min(leastLatency, network.latency());
        }
    }

    private PacketCapture capture(SystemPlan plan, NetworkPlan network) throws StartException {
        if (network.capture() == null) {
            return null;
        }
        try {
            PacketCapture capture = new PacketCapture(network.capture(), network.latency());
            captures.add(capture);
            return capture;
        } catch (IOException e) {
            throw new StartException(Problem.error(plan.file().toString(), network.line(),
                "network '" + network.name() + "': its capture cannot be written: " + e.getMessage()));
        }
    }

    /** Returns a new port; null for a card that is not plugged in. */
    SwitchPort connect(String network, Clock clock) {
        return network == null ? null : switches.get(network).connect(clock);
    }

    boolean isEmpty() {
        return switches.isEmpty();
    }

    /** Returns the least number of cycles that any frame is under way: no machine may be further ahead of another. */
    long leastLatency() {
        return leastLatency;
    }

    /** Returns the switches as a part of a machine's state. */
    Stateful state() {
        return state -> switches.forEach(state::part);
    }

    /** Completes the captures. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (PacketCapture capture : captures) {
            try {
                capture.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        captures.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
