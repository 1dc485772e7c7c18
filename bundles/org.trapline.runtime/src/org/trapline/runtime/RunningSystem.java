// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.List;

import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.SystemPlan;

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
            add(RunningHost.create(host, files.trace(), names, new Devices(files.storage(), files.networks()), plan.file().toString()));
        }
        connect(files.networks());
        snapshots = new Snapshots(plan.file().getFileName().toString(), hosts, files.storage());
        run = new SystemRun(hosts, files.trace(), options.instructionLimit());
        if (files.storage().hasVolumes()) {
            // Volumes belong to no machine; the first one keeps their state with its own.
            hosts.getFirst().machine().platform().addState("volumes", files.storage().volumeState());
        }
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
