// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.storage.DiskImage;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.vmm.Domain;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.LifeCycleException;
import org.trapline.vmm.Transition;
import org.trapline.vmm.life.SnapshotTree;
import org.trapline.vmm.life.Template;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.schedule.Share;

/**
 * Carries out what is asked of guests. For the session's thread, between two slices.
 *
 * <p>Every command fails with an {@link IllegalStateException} or {@link IllegalArgumentException} that says what is wrong; then nothing has changed.
 */
final class GuestCommands {
    private final RunningSystem system;
    private final SessionThread thread;
    private final Runnable changed;
    private final Consumer<Guest> whenMade;
    private final Map<String, Template> templates = new HashMap<>();
    private final Map<String, DomainPlan> templatePlans = new HashMap<>();
    private final Map<Guest, MigrationReport> reports = new HashMap<>();
    private final Set<Guest> made = new HashSet<>();

    /** @param whenMade is told of new guests */
    GuestCommands(RunningSystem system, SessionThread thread, Consumer<Guest> whenMade) {
        this.system = system;
        this.thread = thread;
        changed = thread::beginHistoryAgain;
        this.whenMade = whenMade;
    }

    // ---- which guest ----

    private Lodger lodger(Guest guest) {
        Lodger lodger = system.lodger(guest);
        if (lodger == null) {
            throw new IllegalStateException(guest.name() + " has a machine of its own; only the virtual machines of a hypervisor can do that");
        }
        return lodger;
    }

    private Lodger awake(Guest guest) {
        Lodger lodger = lodger(guest);
        if (lodger.suspended() != null) {
            throw new LifeCycleException(guest.name() + " is suspended; it can only be resumed or deleted");
        }
        refuseOff(lodger);
        return lodger;
    }

    private static void refuseOff(Lodger lodger) {
        if (lodger.home().host().hasEnded()) {
            throw new IllegalStateException("host '" + lodger.home().plan().name() + "' of " + lodger.guest().name() + " is off");
        }
    }

    private Domain domain(Guest guest) {
        return awake(guest).domain();
    }

    /** Takes notice that something has happened on the guest's host. */
    private void happened(Lodger lodger) {
        lodger.home().host().inputArrived();
        changed.run();
    }

    // ---- its life ----

    void start(Guest guest) {
        domain(guest).start();
        happened(lodger(guest));
    }

    void stop(Guest guest) {
        domain(guest).stop();
        happened(lodger(guest));
    }

    void reset(Guest guest) {
        domain(guest).reset();
        happened(lodger(guest));
    }

    void pause(Guest guest) {
        domain(guest).pause();
        happened(lodger(guest));
    }

    /** Lets a paused guest, or a suspended one, run on. */
    void resume(Guest guest) {
        Lodger lodger = lodger(guest);
        if (lodger.suspended() == null) {
            domain(guest).resume();
        } else {
            refuseOff(lodger);
            wake(lodger, lodger.suspended());
        }
        happened(lodger);
    }

    /** Lets a suspended guest run on from a state of it that was kept elsewhere. */
    void resume(Guest guest, Snapshot kept) {
        Lodger lodger = lodger(guest);
        if (lodger.suspended() == null) {
            throw new LifeCycleException(guest.name() + " is " + lodger.lifeCycle().word() + "; only one that is suspended can go on from a file");
        }
        refuseOff(lodger);
        wake(lodger, kept);
        happened(lodger);
    }

    /** Gives back what a guest has on its host; it can be {@link #resume}d. */
    Snapshot suspend(Guest guest) {
        Lodger lodger = awake(guest);
        refuseOddDisks(lodger, "suspended");
        lodger.home().setStaysOn(true);
        Snapshot kept = lodger.home().hypervisor().suspend(lodger.domain());
        lodger.setSuspended(kept);
        lodger.home().setStaysOn(system.staysOn());
        system.processors().remove(guest);
        happened(lodger);
        return kept;
    }

    private void wake(Lodger lodger, Snapshot kept) {
        try {
            lodger.home().recreate(lodger);
        } catch (StartException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        try {
            lodger.domain().restore(kept);
        } catch (StateException | LifeCycleException e) {
            lodger.home().hypervisor().delete(lodger.domain());
            throw e;
        }
        lodger.setSuspended(null);
        lodger.home().addTo(system.processors(), lodger);
    }

    void delete(Guest guest) {
        Lodger lodger = lodger(guest);
        if (lodger.lifeCycle() == LifeCycle.MIGRATING) {
            throw new LifeCycleException(guest.name() + " is migrating; it can be deleted where it is when that is over");
        }
        if (lodger.suspended() == null) {
            lodger.home().hypervisor().delete(domain(guest));
            system.processors().remove(guest);
        } else {
            lodger.setSuspended(null);
        }
        happened(lodger);
        if (made.remove(guest)) {
            // What the plan has stays known; of what came and went nothing is left.
            thread.tellProgress(lodger.home().host());
            system.forget(lodger);
            reports.remove(guest);
        }
    }

    /**
     * Gives a guest other resources. Of one that runs the part of the cores can change, and the memory by its balloon, no further up than where it was when
     * it started; the rest when it is off.
     */
    void resize(Guest guest, Resources wanted) {
        Lodger lodger = awake(guest);
        DomainPlan plan = lodger.plan();
        Share share = plan.share().with(wanted.weight() == 0 ? plan.share().weight() : wanted.weight(), wanted.cpus().orElse(plan.share().cpus()));
        if (wanted.changesSize()) {
            resize(lodger, wanted.vcpus() == 0 ? plan.vcpus() : wanted.vcpus(), wanted.memory() == 0 ? plan.memory() : wanted.memory());
        }
        if (wanted.changesShare()) {
            lodger.setShare(share);
        }
        happened(lodger);
    }

    private void resize(Lodger lodger, int newVcpus, long newMemory) {
        Guest guest = lodger.guest();
        if (lodger.lifeCycle() == LifeCycle.RUNNING && newVcpus == lodger.plan().vcpus()) {
            lodger.domain().setMemoryTarget(newMemory);
            return;
        }
        if (!Transition.START.isLegalFrom(lodger.lifeCycle())) {
            throw new LifeCycleException(guest.name() + " is " + lodger.lifeCycle().word() + "; how many vCPUs it has changes when it is off, and how much memory, unless"
                + " it runs and has a balloon; its weight and its limit of cores change at any time");
        }
        try {
            lodger.home().resize(lodger, newVcpus, newMemory);
        } catch (StartException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } finally {
            system.processors().remove(guest);
            lodger.home().addTo(system.processors(), lodger);
        }
    }

    // ---- snapshots ----

    /** What is in a device of the host's is no part of a guest's state. */
    private static void refuseAssigned(Lodger lodger, String what) {
        if (!lodger.plan().assigned().isEmpty()) {
            throw new IllegalStateException(lodger.guest().name() + " cannot be " + what + ": it has '" + lodger.plan().assigned().getFirst()
                + "' of its host for itself, whose state stays there");
        }
    }

    private static void refuseSharedDisks(Lodger lodger, String what) {
        refuseAssigned(lodger, what);
        if (!lodger.plan().ownsItsDisks()) {
            throw new IllegalStateException(lodger.guest().name() + " cannot be " + what + ": it has a minidisk, whose blocks are its host's");
        }
    }

    /** Pages of a disk are kept as a whole, whoever else has a part of them. */
    private static void refuseOddDisks(Lodger lodger, String what) {
        refuseAssigned(lodger, what);
        if (!lodger.keepsItsDisks()) {
            throw new IllegalStateException(lodger.guest().name() + " cannot be " + what + ": its minidisk does not begin and end at multiples of "
                + DiskImage.PAGE_SIZE + " bytes of the host's disk");
        }
    }

    void snapshot(Guest guest, String name) {
        Lodger lodger = awake(guest);
        refuseOddDisks(lodger, "kept by itself");
        if (lodger.snapshots().contains(name)) {
            throw new IllegalArgumentException("there is a snapshot '" + name + "' of " + guest.name() + " already");
        }
        lodger.snapshots().add(name, lodger.domain().keep());
        happened(lodger);
    }

    void restore(Guest guest, String name) {
        Lodger lodger = awake(guest);
        lodger.domain().restore(lodger.snapshots().snapshot(name));
        lodger.snapshots().goTo(name);
        happened(lodger);
    }

    SnapshotTree snapshots(Guest guest) {
        return lodger(guest).snapshots();
    }

    void removeSnapshot(Guest guest, String name) {
        lodger(guest).snapshots().remove(name);
    }

    void writeSnapshots(Guest guest, Path file) {
        try {
            lodger(guest).snapshots().write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- others like it ----

    Guest clone(Guest guest, String name) {
        Lodger original = awake(guest);
        refuseSharedDisks(original, "cloned");
        return make(original.home(), original.plan().cloned(free(name), system.newVm()), original.domain().keep());
    }

    private String free(String name) {
        if (name.isBlank() || system.guests().stream().anyMatch(guest -> guest.name().equals(name) && guest.lifeCycle() != LifeCycle.DELETED)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of another guest");
        }
        return name;
    }

    private Guest make(HypervisorHost home, DomainPlan plan, Snapshot from) {
        if (home.host().hasEnded()) {
            throw new IllegalStateException("host '" + home.plan().name() + "' is off");
        }
        try {
            Lodger lodger = home.create(plan);
            if (from != null) {
                home.hypervisor().adopt(lodger.domain(), from);
            }
            system.add(lodger);
            made.add(lodger.guest());
            whenMade.accept(lodger.guest());
            happened(lodger);
            return lodger.guest();
        } catch (StartException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Makes a guest that has not started yet. */
    Guest create(int host, DomainPlan plan) {
        HypervisorHost home = hypervisor(host);
        free(plan.guest().name());
        return make(home, plan, null);
    }

    /** Makes a guest with the program and devices of another, which has not started yet. */
    Guest createLike(Guest like, int host, String name, int vcpus, long memory) {
        return make(hypervisor(host), plan(like).cloned(free(name), system.newVm()).withSize(vcpus, memory), null);
    }

    /** Returns what a guest was made of. */
    DomainPlan plan(Guest guest) {
        return lodger(guest).plan();
    }

    /** Makes a template of a guest, which is left as it is. */
    void template(Guest guest, String name) {
        Lodger origin = awake(guest);
        refuseSharedDisks(origin, "made a template");
        if (templates.containsKey(name)) {
            throw new IllegalArgumentException("there is a template '" + name + "' already");
        }
        templates.put(name, Template.of(name, origin.domain()));
        templatePlans.put(name, origin.plan());
        happened(origin);
    }

    /** Makes a guest of a template, which runs at once. */
    Guest instantiate(String template, int host, String name) {
        if (!templates.containsKey(template)) {
            throw new IllegalArgumentException("there is no template '" + template + "'");
        }
        return make(hypervisor(host), templatePlans.get(template).cloned(free(name), system.newVm()), templates.get(template).image());
    }

    /** Forgets a template; what was made of it stays. */
    void removeTemplate(String name) {
        if (templates.remove(name) == null) {
            throw new IllegalArgumentException("there is no template '" + name + "'");
        }
        templatePlans.remove(name);
    }

    List<String> templates() {
        return templates.keySet().stream().sorted().toList();
    }

    private HypervisorHost hypervisor(int host) {
        HypervisorHost found = system.hypervisor(host);
        if (found == null) {
            throw new IllegalArgumentException("host '" + system.hosts().get(host).plan().name() + "' has no hypervisor");
        }
        return found;
    }

    // ---- to another host ----

    HostMove migrate(Guest guest, int host, MigrationPolicy policy) {
        Lodger lodger = staying(guest);
        HypervisorHost to = hypervisor(host);
        refuseSharedDisks(lodger, "moved to another host");
        if (to == lodger.home()) {
            throw new IllegalArgumentException(guest.name() + " is on host '" + to.plan().name() + "' already");
        }
        if (to.host().hasEnded()) {
            throw new IllegalStateException("host '" + to.plan().name() + "' is off");
        }
        HostMove move = new HostMove(system, lodger, to, policy, changed);
        begin(guest, move);
        move.start();
        return move;
    }

    /** Returns a guest that is not on its way to another host. */
    private Lodger staying(Guest guest) {
        Lodger lodger = awake(guest);
        if (lodger.move().isPresent()) {
            throw new IllegalStateException(guest.name() + " is on its way to another host already");
        }
        return lodger;
    }

    private void begin(Guest guest, Move move) {
        system.agenda().add(move);
        move.lodger.setMove(move);
        move.result().thenAccept(report -> {
            move.lodger.setMove(null);
            reports.put(guest, report);
        });
    }

    RemoteMove migrate(Guest guest, InetSocketAddress to, MigrationPolicy policy) {
        Lodger lodger = staying(guest);
        refuseSharedDisks(lodger, "moved to another process");
        try {
            RemoteMove move = new RemoteMove(thread, lodger, to, policy);
            begin(guest, move);
            move.start();
            return move;
        } catch (IOException e) {
            throw new IllegalStateException(guest.name() + " cannot be moved to " + to + ": " + e.getMessage(), e);
        }
    }

    /** Returns how a guest's last migration went; null if it has not moved. */
    MigrationReport report(Guest guest) {
        return reports.get(guest);
    }
}
