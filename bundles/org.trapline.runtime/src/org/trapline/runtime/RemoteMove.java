// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.trapline.vmm.Departure;
import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.MigrationSource;

/**
 * A live migration to another process. Whatever the network does, virtual time passes only for what is sent: while an answer is waited for, the machines
 * stand still, so that the run is the same each time.
 *
 * <p>Whoever asks at a port of its own, the witness, is told what was decided, as long as this process lives. A target that has everything and has lost
 * the connection asks there; if nobody listens there any more it knows that the machine is not here either.
 */
final class RemoteMove implements Agenda.Duty {
    /** What the target is told, beside what the machine needs: the port of the witness. */
    static final String WITNESS = "witness";

    private static final int TRIES = 20;
    private static final int BETWEEN_TRIES_MS = 250;

    private final RunningSystem system;
    private final Lodger lodger;
    private final InetSocketAddress to;
    private final Runnable changed;
    private final ServerSocket witness;
    private final MigrationSource source;
    private final CompletableFuture<MigrationReport> result = new CompletableFuture<>();
    private RemoteLink link;
    private boolean broken;
    // What the witness says; null before it is decided.
    private volatile Message verdict;

    /** @throws IOException if the target cannot be reached */
    RemoteMove(RunningSystem system, Lodger lodger, InetSocketAddress to, MigrationPolicy policy, Runnable changed) throws IOException {
        if (policy.otherwise() == MigrationPolicy.Otherwise.POST_COPY) {
            throw new IllegalArgumentException("pages are fetched later only between hosts of one session, not from another process");
        }
        this.system = system;
        this.lodger = lodger;
        this.to = to;
        this.changed = changed;
        Departure departure = new Departure(lodger.domain());
        link = RemoteLink.open(to);
        witness = new ServerSocket(0, 0, link.socket().getLocalAddress());
        source = new MigrationSource(new SecureRandom().nextLong(), departure, policy, this::send, lodger.home().machine().now());
    }

    CompletableFuture<MigrationReport> result() {
        return result;
    }

    void start() {
        lodger.home().setStaysOn(true);
        Thread.ofPlatform().daemon().name("Trapline witness").start(this::bearWitness);
        system.agenda().atEnd(this::closeWitness);
        source.start();
        pump();
    }

    /** Answers whoever asks what was decided, until the witness is closed. */
    private void bearWitness() {
        while (!witness.isClosed()) {
            try (Socket asking = witness.accept()) {
                Message said = verdict;
                if (said != null) {
                    new RemoteLink(asking).send(said);
                }
            } catch (IOException e) {
                // Who asks in vain asks again; when the witness is closed there is nothing more to say.
                continue;
            }
        }
    }

    private void send(Message message) {
        if (message instanceof Message.Commit) {
            verdict = message;
        }
        try {
            if (!broken) {
                link.send(message instanceof Message.Hello hello ? withWitness(hello) : message);
            }
        } catch (IOException e) {
            broken = true;
        }
    }

    private Message withWitness(Message.Hello hello) {
        SortedMap<String, String> shape = new TreeMap<>(hello.shape());
        shape.put(WITNESS, Integer.toString(witness.getLocalPort()));
        return new Message.Hello(hello.id(), shape);
    }

    // ---- time ----

    private long now() {
        if (lodger.home().host().canRun()) {
            return lodger.home().machine().now();
        }
        return system.hosts().stream().filter(RunningHost::canRun).mapToLong(host -> host.machine().now()).max().orElse(lodger.home().machine().now());
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
        advance(source.due());
    }

    private void advance(long now) {
        while (!isDone() && source.due() <= now) {
            source.advance(now);
            changed.run();
            pump();
        }
    }

    /** Takes the answers without which it does not go on. */
    private void pump() {
        while (!source.phase().isOver() && source.due() == Long.MAX_VALUE && !result.isDone()) {
            Message answer = broken ? null : receive();
            if (answer == null) {
                recover();
            } else {
                source.received(answer, now());
            }
        }
        if (broken && !source.phase().isOver()) {
            recover();
        }
        finishIfOver();
    }

    private Message receive() {
        try {
            return link.receive();
        } catch (IOException e) {
            return null;
        }
    }

    // ---- when the connection is lost ----

    /** Before the decision the machine stays; after it, the target is asked until it answers, or is known to be dead. */
    private void recover() {
        link.close();
        broken = true;
        source.lost();
        for (int i = 0; i < TRIES && source.isInDoubt(); i++) {
            try {
                link = RemoteLink.open(to);
                broken = false;
                source.reconnected();
                Message answer = link.receive();
                if (answer != null) {
                    source.received(answer, now());
                }
            } catch (ConnectException e) {
                // Nobody listens there: the process is gone, and what it had with it.
                source.targetDied();
            } catch (IOException e) {
                pauseBetweenTries();
            }
        }
        if (source.isInDoubt()) {
            result.completeExceptionally(new IllegalStateException(lodger.guest().name() + ": the target at " + to
                + " may run it or not, and cannot be asked; it stands still here"));
        }
    }

    private static void pauseBetweenTries() {
        try {
            Thread.sleep(BETWEEN_TRIES_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finishIfOver() {
        if (source.phase().isOver() && !result.isDone()) {
            MigrationReport report = source.report();
            if (report.outcome() == MigrationReport.Outcome.MOVED) {
                lodger.setMovedAway(true);
                system.processors().remove(lodger.guest());
            }
            if (report.outcome() == MigrationReport.Outcome.STAYED) {
                verdict = new Message.Abort(source.id(), report.reason());
            }
            lodger.home().setStaysOn(system.staysOn());
            lodger.home().host().inputArrived();
            changed.run();
            link.close();
            result.complete(report);
        }
    }

    private void closeWitness() {
        try {
            witness.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isDone() {
        return result.isDone();
    }

    @Override
    public void ended() {
        if (!result.isDone()) {
            source.cancel("the session has ended");
            result.complete(source.report());
            link.close();
        }
    }
}
