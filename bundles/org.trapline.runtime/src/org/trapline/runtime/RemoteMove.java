// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.trapline.vmm.Departure;
import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.MigrationSource;

/**
 * A live migration to another process. Whatever the network does, virtual time passes only for what is sent: while an answer is waited for, the machines
 * stand still, so that the run is the same each time. Only when the connection is lost, and it cannot be known whether the machine runs there, others
 * run on: the target is asked beside them until it answers, or is dead.
 */
final class RemoteMove extends Move implements Doubt {
    /** What the target is told, beside what the machine needs: the port of the witness. */
    static final String WITNESS = "witness";

    private static final int BETWEEN_TRIES_MS = 250;
    private static final int PIECE_OF_WAIT_MS = 100;

    private final SessionThread thread;
    private final InetSocketAddress to;
    private final Witness witness;
    private final MigrationSource source;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private RemoteLink link;
    private boolean broken;
    private boolean inquires;
    private volatile boolean over;

    /** What comes from the network, by threads that wait there. */
    private sealed interface Event {
        RemoteLink link();
    }

    private record Came(RemoteLink link, Message message) implements Event {
    }

    private record Lost(RemoteLink link) implements Event {
    }

    private record Reopened(RemoteLink link) implements Event {
    }

    /** Nobody listens there any more. */
    private record Refused(RemoteLink link) implements Event {
    }

    /** Somebody has said where it is to be. */
    private record Settled(RemoteLink link, boolean here, CompletableFuture<Void> answer) implements Event {
    }

    /** @throws IOException if the target cannot be reached */
    RemoteMove(SessionThread thread, Lodger lodger, InetSocketAddress to, MigrationPolicy policy) throws IOException {
        super(thread.system(), lodger, thread::beginHistoryAgain);
        this.thread = thread;
        this.to = to;
        Departure departure = new Departure(lodger.domain());
        link = RemoteLink.open(to);
        witness = new Witness(link.socket().getLocalAddress());
        source = new MigrationSource(new SecureRandom().nextLong(), departure, policy, this::send, from.machine().now());
    }

    @Override
    MigrationSource source() {
        return source;
    }

    @Override
    String target() {
        return to.toString();
    }

    void start() {
        from.setStaysOn(true);
        system.agenda().atEnd(witness::close);
        listen(link);
        source.start();
        settle();
        finishIfOver();
    }

    private void send(Message message) {
        witness.testify(source.verdict());
        try {
            if (!broken) {
                link.send(message instanceof Message.Hello hello ? withWitness(hello) : message);
            }
        } catch (IOException e) {
            // Whoever reads there notices that, too.
            link.close();
        }
    }

    private Message withWitness(Message.Hello hello) {
        SortedMap<String, String> shape = new TreeMap<>(hello.shape());
        shape.put(WITNESS, Integer.toString(witness.port()));
        return new Message.Hello(hello.id(), shape);
    }

    // ---- the network's threads ----

    private void happened(Event event) {
        events.add(event);
        thread.add(() -> {
            if (!isDone()) {
                settle();
                finishIfOver();
            }
        });
    }

    private void listen(RemoteLink to) {
        Thread.ofVirtual().name("Trapline migration answers").start(() -> {
            try {
                for (Message message = to.receive(); message != null; message = to.receive()) {
                    happened(new Came(to, message));
                }
            } catch (IOException e) {
                // Told below, as of a connection that was closed.
                to.close();
            }
            happened(new Lost(to));
        });
    }

    /** Asks the target until it can be reached, or is known to be dead. */
    private void inquire(boolean again) {
        Thread.ofVirtual().name("Trapline migration inquiry").start(() -> {
            if (again) {
                pauseBetweenTries();
            }
            while (!over) {
                try {
                    happened(new Reopened(RemoteLink.open(to)));
                    return;
                } catch (RemoteLink.RefusedException e) {
                    happened(new Refused(null));
                    return;
                } catch (IOException e) {
                    pauseBetweenTries();
                }
            }
        });
    }

    private static void pauseBetweenTries() {
        try {
            Thread.sleep(BETWEEN_TRIES_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the session's thread ----

    @Override
    void advance(long now) {
        settle();
        while (!source.phase().isOver() && source.due() <= now) {
            source.advance(now);
            changed.run();
            settle();
        }
    }

    /** Takes what has come, and waits for the answers without which it does not go on. */
    private void settle() {
        for (Event event = next(); event != null; event = next()) {
            take(event);
        }
        witness.testify(source.verdict());
    }

    /** Returns what has happened; null if there is no need to wait for more. */
    private Event next() {
        Event event = events.poll();
        boolean waits = switch (source.phase()) {
            case GREETING, PREPARING, DECIDED -> !broken;
            default -> false;
        };
        for (int left = RemoteLink.PATIENCE_MS; event == null && waits && left > 0 && !thread.isStopAsked(); left -= PIECE_OF_WAIT_MS) {
            event = poll();
        }
        return event == null && waits && !thread.isStopAsked() ? new Lost(link) : event;
    }

    private Event poll() {
        try {
            return events.poll(PIECE_OF_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void take(Event event) {
        switch (event) {
            case Came(RemoteLink on, Message message) when on == link -> {
                system.doubts().remove(lodger.guest(), this);
                source.received(message, now());
            }
            case Lost(RemoteLink on) when on == link && !broken -> lost();
            case Reopened(RemoteLink on) -> {
                link = on;
                broken = false;
                listen(on);
                source.reconnected();
            }
            case Refused _ -> source.targetDied();
            case Settled(_, boolean here, CompletableFuture<Void> answer) -> answer(here, answer);
            default -> { }
        }
    }

    // ---- in doubt ----

    @Override
    public String text() {
        return source.phase() == MigrationSource.Phase.FETCHING
            ? "runs at " + to + ", but the connection was lost while pages were still here; trying to reach it again"
            : "stands still: the connection to " + to + " was lost before it was known whether it runs there; asking there until that is known";
    }

    @Override
    public CompletableFuture<Void> settle(boolean here) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        happened(new Settled(null, here, answer));
        return answer;
    }

    private void answer(boolean here, CompletableFuture<Void> answer) {
        try {
            if (system.doubts().get(lodger.guest()) != this) {
                throw new IllegalStateException("the other process answers again");
            }
            if (here) {
                source.keep("somebody has said that it is not there");
            } else {
                source.concede("somebody has said that it is there");
            }
            answer.complete(null);
        } catch (IllegalStateException e) {
            answer.completeExceptionally(new IllegalStateException(lodger.guest().name() + ": " + e.getMessage(), e));
        }
    }

    private void lost() {
        link.close();
        broken = true;
        source.lost();
        if (source.isInDoubt()) {
            if (!inquires) {
                thread.tell(lodger.guest(), lodger.guest().name() + " " + text());
            }
            system.doubts().put(lodger.guest(), this);
            inquire(inquires);
            inquires = true;
        }
    }

    @Override
    public void waitsNoLonger() {
        if (source.due() != Long.MAX_VALUE) {
            advance(source.due());
        } else {
            Event event = poll();
            if (event != null) {
                take(event);
            }
            settle();
        }
        finishIfOver();
    }

    @Override
    void over(MigrationReport report) {
        over = true;
        witness.testify(source.verdict());
        system.doubts().remove(lodger.guest(), this);
        for (Event event : events) {
            if (event instanceof Settled late) {
                late.answer.completeExceptionally(new IllegalStateException(lodger.guest().name() + ": the migration is over"));
            }
        }
        if (report.outcome() == MigrationReport.Outcome.MOVED) {
            lodger.setMovedAway(true);
            system.processors().remove(lodger.guest());
        }
        if (report.outcome() != MigrationReport.Outcome.UNDECIDED) {
            from.setStaysOn(system.staysOn());
            from.host().inputArrived();
        }
        link.close();
        events.stream().filter(event -> event instanceof Reopened).forEach(event -> event.link().close());
    }

    /** The target takes the machine, if it has all of it, when it finds that there is no witness any more; before that, the machine ends here. */
    @Override
    public void ended() {
        if (source.phase() == MigrationSource.Phase.PREPARING || source.phase() == MigrationSource.Phase.READY) {
            source.lost();
        } else {
            source.cancel("the session has ended");
        }
        finish();
    }
}
