// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

import org.trapline.vmm.Arrival;
import org.trapline.vmm.Departure;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MigrationException;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.MigrationSource;
import org.trapline.vmm.migration.MigrationTarget;

/** A live migration between two hosts of a session. Their disks and networks are the same, so only the machine itself goes over the wire. */
final class Move implements Agenda.Duty {
    private final RunningSystem system;
    private final Lodger lodger;
    private final HypervisorHost from;
    private final HypervisorHost to;
    private final Domain before;
    private final MigrationSource source;
    private final MigrationTarget target;
    private final Runnable changed;
    private final Deque<Runnable> wire = new ArrayDeque<>();
    private final CompletableFuture<MigrationReport> result = new CompletableFuture<>();

    /** @param changed is run when guests have come or gone, so that earlier states do not fit any more */
    Move(RunningSystem system, Lodger lodger, HypervisorHost to, MigrationPolicy policy, Runnable changed) {
        this.system = system;
        this.lodger = lodger;
        this.to = to;
        this.changed = changed;
        from = lodger.home();
        before = lodger.domain();
        target = new MigrationTarget(new Arrival(to.hypervisor(), _ -> config(), this::arrived, 2 * policy.latency()), this::answer);
        source = new MigrationSource(lodger.plan().id() + 1L, new Departure(before), policy, message -> wire.add(() -> target.received(message)),
            from.machine().now());
    }

    private DomainConfig config() throws MigrationException {
        if (to.lodger(lodger.guest()) != null) {
            throw new MigrationException(lodger.guest().name() + " is there already");
        }
        return lodger.config();
    }

    private void answer(Message message) {
        wire.add(() -> source.received(message, now()));
        if (message instanceof Message.Want) {
            deliver();
        }
    }

    private void deliver() {
        while (!wire.isEmpty()) {
            wire.removeFirst().run();
        }
    }

    /** From now on the guest is there. */
    private void arrived(Domain here) {
        from.letGo(lodger);
        from.host().remove(lodger.guest());
        system.processors().remove(lodger.guest());
        lodger.setDomain(here);
        lodger.moveTo(to);
        to.takeIn(lodger);
        to.host().add(lodger.guest());
        to.addTo(system.processors(), lodger);
        to.host().inputArrived();
    }

    CompletableFuture<MigrationReport> result() {
        return result;
    }

    void start() {
        from.setStaysOn(true);
        to.setStaysOn(true);
        source.start();
        deliver();
        finishIfOver();
    }

    /** An idle host's time stands still; the wire's goes on with that of the others. */
    private long now() {
        if (from.host().canRun()) {
            return from.machine().now();
        }
        return system.hosts().stream().filter(RunningHost::canRun).mapToLong(host -> host.machine().now()).max().orElse(from.machine().now());
    }

    @Override
    public long due() {
        return source.due();
    }

    @Override
    public void look() {
        advance(now());
    }

    @Override
    public void waitsNoLonger() {
        if (source.due() == Long.MAX_VALUE) {
            throw new IllegalStateException("the migration of " + lodger.guest().name() + " stands in " + source.phase());
        }
        advance(source.due());
    }

    private void advance(long now) {
        if (source.due() <= now) {
            source.advance(now);
            deliver();
            // What the target answered may be due at once.
            source.advance(now);
            deliver();
            from.host().inputArrived();
            changed.run();
            finishIfOver();
        }
    }

    private void finishIfOver() {
        if (source.phase().isOver() && !result.isDone()) {
            from.setStaysOn(system.staysOn());
            to.setStaysOn(system.staysOn());
            changed.run();
            result.complete(source.report());
        }
    }

    @Override
    public boolean isDone() {
        return result.isDone();
    }

    @Override
    public void ended() {
        source.cancel("the session has ended");
        result.complete(source.report());
    }
}
