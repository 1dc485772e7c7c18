// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.List;

import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.trace.TraceBuffer;

/** The machines of a session, built from its plan, and what is plugged into them. For the session's thread once that has been started. */
final class RunningSystem {
    private final List<RunningHost> hosts = new ArrayList<>();
    private final List<Guest> guests = new ArrayList<>();
    private final Processors processors = new Processors();
    private final Snapshots snapshots;
    private final SystemRun run;

    /** @throws StartException if the machines cannot be built */
    RunningSystem(SystemPlan plan, SessionOptions options, SessionFiles files, NameBook names) throws StartException {
        files.open(plan);
        for (HostPlan host : plan.hosts()) {
            add(build(host, plan.file().toString(), files, names));
        }
        connect(files.networks());
        snapshots = new Snapshots(plan.file().getFileName().toString(), hosts);
        run = new SystemRun(hosts, files.trace(), options.instructionLimit());
        if (files.storage().hasVolumes()) {
            // Volumes belong to no machine; the first one keeps their state with its own.
            hosts.getFirst().machine().platform().addState("volumes", files.storage().volumeState());
        }
    }

    private static RunningHost build(HostPlan host, String file, SessionFiles files, NameBook names) throws StartException {
        Devices devices = new Devices(files.storage(), files.networks());
        TraceBuffer trace = files.trace();
        return switch (host.role()) {
            case HostPlan.Bare bare -> BareHost.create(host, bare, trace, names, devices, file);
            case HypervisorPlan hypervisor -> HypervisorHost.create(host, hypervisor, trace, names, devices, file);
        };
    }

    private void add(RunningHost host) {
        hosts.add(host);
        guests.addAll(host.guests());
        host.addTo(processors);
    }

    private void connect(Networks networks) {
        if (networks.isEmpty()) {
            return;
        }
        hosts.getFirst().machine().platform().addState("networks", networks.state());
        if (hosts.size() > 1) {
            hosts.forEach(host -> host.connect(Math.min(RunningHost.SLICE, networks.leastLatency())));
        }
    }

    List<RunningHost> hosts() {
        return hosts;
    }

    List<Guest> guests() {
        return guests;
    }

    Processors processors() {
        return processors;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** Returns the hosts as one thing that runs. */
    SystemRun run() {
        return run;
    }

    boolean hasEnded() {
        return hosts.stream().allMatch(RunningHost::hasEnded);
    }

    /** Tells whether no host can do anything before somebody types. */
    boolean isStuck() {
        return hosts.stream().allMatch(host -> host.hasEnded() || host.awaitsInput());
    }

    /** Returns the cycles in which hosts only waited, of all together. */
    long idleCycles() {
        return hosts.stream().mapToLong(host -> host.machine().idleCycles()).sum();
    }

    /** Shows what guests have printed although it is no whole line. */
    void flushConsoles() {
        guests.forEach(guest -> guest.console().flushAfter(0));
    }

    List<GuestResult> results() {
        return hosts.stream().flatMap(host -> host.guests().stream().map(host::result)).toList();
    }
}
