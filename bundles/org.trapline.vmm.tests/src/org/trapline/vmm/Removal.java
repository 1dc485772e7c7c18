// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

import org.trapline.machine.Machine;
import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.MigrationSource;
import org.trapline.vmm.migration.MigrationTarget;

/** A domain that goes over from one host to another while both run. */
final class Removal {
    private final Machine from;
    private final Machine to;
    private final long slice;
    private final MigrationSource source;
    private final MigrationTarget target;
    private final Deque<Runnable> wire = new ArrayDeque<>();
    /** Changes what the source says on its way. */
    UnaryOperator<Message> forge = message -> message;
    /** The domain on the other host, once it runs there. */
    Domain moved;

    /**
     * Prepares the move.
     * @param there what takes the domain in
     * @param room  says what the domain is there beyond its size
     * @param slice instructions that each host executes between two looks at the wire
     */
    Removal(final Machine from, final Machine to, final Domain guest, final Hypervisor there, final UnaryOperator<DomainConfig> room,
            final MigrationPolicy policy, final long slice) {
        this.from = from;
        this.to = to;
        this.slice = slice;
        target = new MigrationTarget(new Arrival(there, shape -> room.apply(new DomainConfig(shape.get("name"), 5, Lab.ISA,
            Integer.parseInt(shape.get("vcpus")), Long.parseLong(shape.get("memory")), false, true, c -> { })), here -> moved = here, 2 * policy.latency()),
            this::back);
        source = new MigrationSource(1, new Departure(guest), policy, message -> wire.add(() -> target.received(forge.apply(message))), from.now());
    }

    private void back(final Message message) {
        wire.add(() -> source.received(message, from.now()));
        if (message instanceof Message.Want) {
            // The hart that touched the page waits for it.
            deliver();
        }
    }

    private void deliver() {
        while (!wire.isEmpty()) {
            wire.removeFirst().run();
        }
    }

    MigrationReport move() {
        source.start();
        deliver();
        while (!source.phase().isOver()) {
            from.run(slice);
            to.run(slice);
            // An idle host's time stands still; that of the wire does not.
            final boolean isIdle = from.nextCycle() == Long.MAX_VALUE && source.due() != Long.MAX_VALUE;
            source.advance(isIdle ? Math.max(from.now(), source.due()) : from.now());
            deliver();
        }
        return source.report();
    }
}
