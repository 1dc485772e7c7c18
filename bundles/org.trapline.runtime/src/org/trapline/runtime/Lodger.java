// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.storage.DiskSlice;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.life.SnapshotTree;
import org.trapline.vmm.schedule.Share;

/**
 * A guest that runs in a virtual machine, wherever that is at the time: what it has goes with it, its devices, its disks, the plug of its network card.
 * For the session's thread.
 */
final class Lodger {
    private final Guest guest;
    private DomainPlan plan;
    private DomainConfig config;
    private final SnapshotTree snapshots = new SnapshotTree();
    private final SortedMap<String, DiskSlice> minidisks = new TreeMap<>();
    private HypervisorHost home;
    private ConsoleOutput line;
    private Domain domain;
    private Snapshot suspended;
    private boolean movedAway;
    private boolean expected;
    private Move move;

    /** The guest's console is where the guest is. */
    private final class Output implements ConsoleOutput {
        @Override
        public void put(final int value) {
            line.put(value);
        }

        @Override
        public void putAgain(final int value) {
            line.putAgain(value);
        }
    }

    /** @throws StartException if a disk of it cannot be opened */
    Lodger(final Guest guest, final DomainPlan plan, final HypervisorHost home, final Devices devices) throws StartException {
        this.guest = guest;
        this.plan = plan;
        moveTo(home);
        final ConsoleOutput console = new Output();
        final Devices.Owner owner = new Devices.Owner(console, () -> this.home.machine().platform().config().clock().ticks(), this::wake);
        final List<Supplier<VirtioDevice>> virtio = devices.ofDomain(plan, owner, minidisks::put);
        config = new DomainConfig(guest.name(), plan.id(), plan.isa(), plan.vcpus(), plan.memory(), plan.firmware(), true, console)
            .with(plan.share()).with(plan.standing()).withVirtio(virtio).withResidentLimit(plan.limits().resident())
            .withGivingBack(plan.devices().stream().anyMatch(DevicePlan.Balloon.class::isInstance));
    }

    Guest guest() {
        return guest;
    }

    DomainPlan plan() {
        return plan;
    }

    /** Returns what the domain is made of, on whichever host. */
    DomainConfig config() {
        return config;
    }

    /** Has it made with other resources from now on, wherever that is. */
    void resize(final int vcpus, final long memory) {
        config = config.withSize(vcpus, memory);
        plan = plan.withSize(vcpus, memory);
    }

    /** Gives it another part of the cores, now and wherever it will be. */
    void setShare(final Share share) {
        config = config.with(share);
        plan = plan.withShare(share);
        if (suspended == null) {
            domain.setShare(share);
        }
    }

    SnapshotTree snapshots() {
        return snapshots;
    }

    HypervisorHost home() {
        return home;
    }

    void moveTo(final HypervisorHost newHome) {
        home = newHome;
        line = newHome.host().output(guest);
        guest.setHost(newHome.plan().id());
    }

    Domain domain() {
        return domain;
    }

    void setDomain(final Domain newDomain) {
        domain = newDomain;
        domain.setBelongings(minidisks.isEmpty() ? null : state -> minidisks.forEach((name, slice) -> state.part(name, slice.contents())));
    }

    /** Tells whether all that is written to its minidisks can be kept with the guest. */
    boolean keepsItsDisks() {
        return minidisks.values().stream().allMatch(DiskSlice::isWholePages);
    }

    /** Returns where the guest stands. */
    LifeCycle lifeCycle() {
        return suspended != null ? LifeCycle.SUSPENDED : domain.lifeCycle();
    }

    /** Returns the state with which it goes on when it is woken; null if it is not suspended. */
    Snapshot suspended() {
        return suspended;
    }

    /** Tells whether it runs in another process now. */
    boolean hasMovedAway() {
        return movedAway;
    }

    void setMovedAway(final boolean moved) {
        movedAway = moved;
    }

    /** Tells whether it is on its way here from another process. */
    boolean isExpected() {
        return expected;
    }

    void setExpected(final boolean comes) {
        expected = comes;
    }

    /** Returns its migration, if one is going on. */
    Optional<Move> move() {
        return Optional.ofNullable(move);
    }

    /** Notes a migration; null when it is over. */
    void setMove(final Move newMove) {
        move = newMove;
    }

    void setSuspended(final Snapshot kept) {
        suspended = kept;
    }

    /** Makes its hypervisor look at its devices soon. */
    void wake() {
        home.host().inputArrived();
        domain.wake();
    }
}
