// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import org.eclipse.emf.ecore.EObject;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.NetworkPlan;
import org.trapline.topology.Network;
import org.trapline.topology.Nic;
import org.trapline.topology.Topology;
import org.trapline.topology.VirtualTime;

/** Plans network cards and the networks they are plugged into. */
final class NetworkPlanner {
    /** How long a frame is under way unless the configuration says: 100 microseconds. */
    static final long DEFAULT_LATENCY = 10_000;
    /** The shortest way of a frame: machines run in turns that are no longer. */
    private static final long LEAST_LATENCY = 100;
    private static final long NANOS_PER_CYCLE = 10;
    /** Derived hardware addresses begin so, and belong to no manufacturer. */
    private static final long PREFIX = 0x5254_0000_0000L;
    private static final long SUFFIX = 0xff_ffff;

    private final Function<String, Path> resolve;
    private final ToIntFunction<EObject> line;
    private final BiConsumer<EObject, String> refuse;
    private final Map<String, NetworkPlan> plans = new LinkedHashMap<>();
    private final Set<Path> captures = new HashSet<>();
    private final Set<Long> macs = new HashSet<>();

    NetworkPlanner(Topology model, Function<String, Path> resolve, ToIntFunction<EObject> line, BiConsumer<EObject, String> refuse) {
        this.resolve = resolve;
        this.line = line;
        this.refuse = refuse;
        model.eAllContents().forEachRemaining(element -> {
            if (element instanceof Nic nic && nic.getMac() != null) {
                macs.add(mac(nic.getMac()));
            }
        });
    }

    List<NetworkPlan> plans() {
        return List.copyOf(plans.values());
    }

    /** Plans a card. */
    DevicePlan.Nic plan(Nic nic, String qualifiedName) {
        long mac = nic.getMac() != null ? mac(nic.getMac()) : derived(qualifiedName);
        Network network = nic.getNetwork();
        if (network == null) {
            return new DevicePlan.Nic(nic.getName(), null, mac, nic.getBandwidth(), "", line.applyAsInt(nic));
        }
        plans.computeIfAbsent(network.getName(), name -> plan(network));
        String address = nic.getAddress() == null ? "" : nic.getAddress() + prefix(network);
        return new DevicePlan.Nic(nic.getName(), network.getName(), mac, less(nic.getBandwidth(), network.getBandwidth()), address,
            line.applyAsInt(nic));
    }

    private static String prefix(Network network) {
        return network.getCidr() == null ? "" : network.getCidr().substring(network.getCidr().indexOf('/'));
    }

    /** Returns the lesser of two limits, of which 0 is none. */
    private static long less(long one, long other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }

    private static long mac(String text) {
        return Long.parseLong(text.replace(":", ""), 16);
    }

    private long derived(String name) {
        long suffix = DevicePlanner.seed(name) & SUFFIX;
        while (!macs.add(PREFIX | suffix)) {
            suffix = suffix + 1 & SUFFIX;
        }
        return PREFIX | suffix;
    }

    private NetworkPlan plan(Network network) {
        String who = "network '" + network.getName() + "': ";
        long latency = network.getLatency() == null ? DEFAULT_LATENCY : cycles(network.getLatency());
        if (latency < LEAST_LATENCY) {
            refuse.accept(network, who + "a latency of " + network.getLatency() + " is too short, 1 us is the least");
            latency = LEAST_LATENCY;
        }
        Path capture = network.getCapture() == null ? null : resolve.apply(network.getCapture());
        if (capture != null && !captures.add(capture.toAbsolutePath())) {
            refuse.accept(network, who + "'" + capture + "' is the capture of another network");
        }
        return new NetworkPlan(network.getName(), latency, capture, line.applyAsInt(network));
    }

    // One instruction takes a cycle.
    private static long cycles(VirtualTime time) {
        return switch (time.unit()) {
            case INSTRUCTIONS, CYCLES -> time.amount();
            default -> Math.multiplyExact(time.amount(), time.unit().nanoseconds()) / NANOS_PER_CYCLE;
        };
    }
}
