// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.trapline.vmm.Arrival;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.migration.Arriving;
import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MigrationException;
import org.trapline.vmm.migration.MigrationTarget;

/**
 * Takes in guests from other processes, one at a time. Such a guest must be declared here, too, and not run: both processes have the same configuration.
 * Who connects is not trusted: what does not fit ends the migration, not the session.
 */
public final class MigrationListener implements Closeable {
    private static final int ASK_AGAIN_MS = 200;

    private final SessionThread thread;
    private final Consumer<Guest> whenHere;
    private final ServerSocket server;
    // The listener's thread, while it waits for the session's.
    private MigrationTarget target;
    private InetSocketAddress witness;
    private RemoteLink link;
    // The session's thread.
    private Lodger lodger;

    /** @param whenHere is told of guests that have come and run here, by the session's thread */
    MigrationListener(SessionThread thread, InetSocketAddress at, Consumer<Guest> whenHere) throws IOException {
        this.thread = thread;
        this.whenHere = whenHere;
        server = new ServerSocket();
        server.bind(at);
        Thread.ofPlatform().daemon().name("Trapline migration listener").start(this::listen);
    }

    /** Returns the port at which it listens. */
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    // ---- connections ----

    private void listen() {
        while (!server.isClosed()) {
            try {
                // A source that has not said how it ends is asked about until it is known.
                server.setSoTimeout(isInDoubt() ? ASK_AGAIN_MS : 0);
                try (Socket socket = server.accept()) {
                    serve(socket);
                }
            } catch (SocketTimeoutException e) {
                askWitness();
            } catch (IOException e) {
                lost();
            }
        }
    }

    private boolean isInDoubt() {
        return target != null && target.isInDoubt();
    }

    private void serve(Socket socket) throws IOException {
        link = new RemoteLink(socket);
        for (Message message = link.receive(); message != null; message = link.receive()) {
            if (message instanceof Message.Hello hello && (target == null || target.isOver())) {
                begin(hello, socket.getInetAddress());
            }
            take(message);
        }
        lost();
    }

    private void begin(Message.Hello hello, InetAddress from) {
        target = new MigrationTarget(new Room(), this::answer);
        try {
            witness = new InetSocketAddress(from, Integer.parseInt(hello.shape().getOrDefault(RemoteMove.WITNESS, "")));
        } catch (IllegalArgumentException e) {
            // Without a witness the source has to come back by itself.
            witness = null;
        }
    }

    /** Has the session's thread take a message. */
    private void take(Message message) {
        if (target == null) {
            answer(new Message.Gone(message.id()));
            return;
        }
        inSession(() -> target.received(message));
    }

    private void lost() {
        if (target != null) {
            inSession(target::lost);
        }
    }

    private void inSession(Runnable what) {
        thread.ask(() -> {
            MigrationTarget.Phase before = target.phase();
            what.run();
            if (target.phase() == MigrationTarget.Phase.GONE) {
                putBack();
            }
            if (target.phase() != before) {
                thread.system().hosts().forEach(thread::tellProgress);
            }
            return null;
        }).join();
    }

    private void answer(Message message) {
        try {
            link.send(message);
        } catch (IOException e) {
            // The source asks again, or is asked.
            link.close();
        }
    }

    private void askWitness() {
        if (witness == null || !isInDoubt()) {
            return;
        }
        try (RemoteLink asked = RemoteLink.open(witness)) {
            Message verdict = asked.receive();
            if (verdict != null) {
                take(verdict);
            }
        } catch (ConnectException e) {
            inSession(target::sourceDied);
        } catch (SocketException | SocketTimeoutException e) {
            // It lives, or cannot be reached: nothing is known yet.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- in the session ----

    private Arrival arrival(SortedMap<String, String> shape) throws MigrationException {
        Lodger wanted = thread.system().lodgers().stream().filter(each -> each.guest().name().equals(shape.get("name"))).findFirst()
            .orElseThrow(() -> new MigrationException("no virtual machine called " + shape.get("name") + " is declared there"));
        if (wanted.lifeCycle().isAlive() && wanted.lifeCycle() != LifeCycle.DEFINED || wanted.suspended() != null) {
            throw new MigrationException(wanted.guest().name() + " is " + wanted.lifeCycle().word() + " there already");
        }
        compare(shape, wanted.config());
        lodger = wanted;
        return new Arrival(wanted.home().hypervisor(), _ -> makeRoom(), this::here, 0);
    }

    private static void compare(SortedMap<String, String> shape, DomainConfig here) throws MigrationException {
        compare(shape, "isa", here.isa().toString());
        compare(shape, "vcpus", Integer.toString(here.vcpus()));
        compare(shape, "memory", Long.toString(here.memory()));
        compare(shape, "firmware", Boolean.toString(here.firmware()));
        compare(shape, "disks and devices", Integer.toString(here.virtio().size()));
    }

    private static void compare(SortedMap<String, String> shape, String what, String here) throws MigrationException {
        if (!here.equals(shape.get(what))) {
            throw new MigrationException(shape.get("name") + " is declared otherwise there: " + what + " is " + here + ", not " + shape.get(what));
        }
    }

    private DomainConfig makeRoom() {
        if (lodger.domain().lifeCycle() != LifeCycle.DELETED) {
            lodger.home().hypervisor().delete(lodger.domain());
        }
        return lodger.config();
    }

    private void here(Domain domain) {
        lodger.setDomain(domain);
        lodger.setMovedAway(false);
        thread.system().processors().remove(lodger.guest());
        lodger.home().addTo(thread.system().processors(), lodger);
        lodger.home().host().inputArrived();
        thread.beginHistoryAgain();
        whenHere.accept(lodger.guest());
    }

    /** What was declared has its room again after all. */
    private void putBack() {
        if (lodger != null && lodger.domain().lifeCycle() == LifeCycle.DELETED) {
            try {
                lodger.home().recreate(lodger);
                lodger.domain().setStarts(false);
            } catch (StartException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
        lodger = null;
    }

    /** Room for the guest that comes; which that is it says itself. */
    private final class Room implements Arriving {
        private Arrival arrival;

        @Override
        public void accept(SortedMap<String, String> shape) throws MigrationException {
            arrival = arrival(shape);
            arrival.accept(shape);
        }

        @Override
        public int pages() {
            return arrival.pages();
        }

        @Override
        public void put(int index, byte[] page) {
            arrival.put(index, page);
        }

        @Override
        public void state(byte[] state, String digest) throws MigrationException {
            if (digest.isEmpty()) {
                throw new MigrationException("pages cannot come later from another process");
            }
            arrival.state(state, digest);
        }

        @Override
        public void run() {
            arrival.run();
        }

        @Override
        public void expect(BitSet missing, IntConsumer want) {
            throw new IllegalStateException("refused before");
        }

        @Override
        public void discard() {
            if (arrival != null) {
                arrival.discard();
            }
        }
    }
}
