// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

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
final class HostMove extends Move {
    private final HypervisorHost to;
    private final MigrationSource source;
    private final MigrationTarget target;
    private final Deque<Runnable> wire = new ArrayDeque<>();

    /** @param changed is run when guests have come or gone, so that earlier states do not fit any more */
    HostMove(RunningSystem system, Lodger lodger, HypervisorHost to, MigrationPolicy policy, Runnable changed) {
        super(system, lodger, changed);
        this.to = to;
        target = new MigrationTarget(new Arrival(to.hypervisor(), _ -> config(), this::arrived, 2 * policy.latency()), this::answer);
        source = new MigrationSource(lodger.plan().id() + 1L, new Departure(lodger.domain()), policy, message -> wire.add(() -> target.received(message)),
            from.machine().now());
    }

    @Override
    MigrationSource source() {
        return source;
    }

    @Override
    String target() {
        return to.plan().name();
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
            // A guest is in the middle of an instruction: it gets its page, and all else that is on the wire waits.
            wire.removeLast().run();
            wire.removeLast().run();
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

    void start() {
        from.setStaysOn(true);
        to.setStaysOn(true);
        source.start();
        deliver();
        finishIfOver();
    }

    @Override
    void advance(long now) {
        if (from.host().hasEnded() || to.host().hasEnded()) {
            source.cancel("host '" + (from.host().hasEnded() ? from : to).plan().name() + "' is off");
        }
        deliver();
        if (source.due() <= now) {
            source.advance(now);
            deliver();
            // What the target answered may be due at once.
            source.advance(now);
            deliver();
            from.host().inputArrived();
            changed.run();
        }
    }

    @Override
    void over(MigrationReport report) {
        from.setStaysOn(system.staysOn());
        to.setStaysOn(system.staysOn());
    }

    @Override
    public void waitsNoLonger() {
        deliver();
        if (source.due() != Long.MAX_VALUE) {
            advance(source.due());
        } else if (!source.phase().isOver()) {
            throw new IllegalStateException("the migration of " + lodger.guest().name() + " stands in " + source.phase());
        }
        finishIfOver();
    }

    @Override
    public void ended() {
        source.cancel("the session has ended");
        deliver();
        finish();
    }
}
