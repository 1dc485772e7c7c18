// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.SystemPlan;

/** The machines of a session, built from its plan, and what is plugged into them. For the session's thread once that has been started. */
final class RunningSystem {
    private final List<RunningHost> hosts = new ArrayList<>();
    private final List<Guest> guests = new CopyOnWriteArrayList<>();
    private final Processors processors = new Processors();
    private final Agenda agenda = new Agenda();
    private final Map<Guest, Doubt> doubts = new ConcurrentHashMap<>();
    private boolean staysOn;
    private int lastVm = -1;
    private final Snapshots snapshots;
    private final SystemRun run;

    /** @throws StartException if the machines cannot be built */
    RunningSystem(SystemPlan plan, SessionOptions options, SessionFiles files, NameBook names) throws StartException {
        files.open(plan);
        for (HostPlan host : plan.hosts()) {
            add(RunningHost.create(host, options.engine(), files.trace(), names, new Devices(files.storage(), files.networks()), plan.file().toString()));
        }
        connect(files.networks());
        snapshots = new Snapshots(plan.file().getFileName().toString(), hosts, files.storage());
        run = new SystemRun(hosts, files.trace(), options.instructionLimit());
        if (files.storage().hasVolumes()) {
            // Volumes belong to no machine; the first one keeps their state with its own.
            hosts.getFirst().machine().platform().addState("volumes", files.storage().volumeState());
        }
    }

    /** Adds a guest that a session makes while it runs. */
    void add(Lodger lodger) {
        guests.add(lodger.guest());
        lodger.home().host().add(lodger.guest());
        lodger.home().addTo(processors, lodger);
    }

    /** Returns where a guest runs that has a virtual machine; null if it has a machine of its own. */
    Lodger lodger(Guest guest) {
        for (RunningHost host : hosts) {
            for (HypervisorHost hypervisor : host.hypervisors()) {
                if (hypervisor.lodger(guest) != null) {
                    return hypervisor.lodger(guest);
                }
            }
        }
        return null;
    }

    List<Lodger> lodgers() {
        return hosts.stream().flatMap(host -> host.hypervisors().stream()).flatMap(hypervisor -> hypervisor.lodgers().stream()).toList();
    }

    /** Lets hosts stay on when their guests have ended, because somebody may start one again, or no longer. */
    void setStaysOn(boolean on) {
        staysOn = on;
        hosts.stream().flatMap(host -> host.hypervisors().stream()).forEach(hypervisor -> hypervisor.setStaysOn(on));
    }

    boolean staysOn() {
        return staysOn;
    }

    /** Returns the hypervisor on a host that takes guests from others; null if it has none. */
    HypervisorHost hypervisor(int host) {
        return hosts.get(host).hypervisors().stream().findFirst().orElse(null);
    }

    /** Returns a number by which traces know a new guest. */
    int newVm() {
        lastVm = 1 + guests.stream().mapToInt(Guest::vm).reduce(lastVm, Math::max);
        return lastVm;
    }

    /** Forgets a guest that is nowhere any more. */
    void forget(Lodger lodger) {
        lodger.home().forget(lodger);
        guests.remove(lodger.guest());
    }

    /** Returns what is to be done at instants of the run. */
    Agenda agenda() {
        return agenda;
    }

    /** Returns the migrations that somebody may have to settle; may be used by any thread. */
    Map<Guest, Doubt> doubts() {
        return doubts;
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

    /** Tells whether nothing is left to happen. */
    boolean isOver() {
        return hasEnded() && !agenda().isPending();
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

    /** Returns how many bytes of the hosts' memory were ever touched. */
    long touchedBytes() {
        return hosts.stream().mapToLong(host -> host.machine().ram().touchedBytes()).sum();
    }

    List<GuestResult> results() {
        return hosts.stream().flatMap(host -> host.guests().stream().map(host::result)).toList();
    }
}
