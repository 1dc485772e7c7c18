// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.trapline.vmm.Arrival;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.migration.Arriving;
import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MigrationException;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationTarget;
import org.trapline.vmm.migration.MigrationTarget.Phase;

/**
 * A guest that comes from another process. What the network's threads bring waits in a queue for the session's thread; that takes it between two slices,
 * and in the middle of an instruction of the guest's that needs a page which has not come yet.
 */
final class Newcomer implements Arriving, Doubt {
    /** So many messages wait at most; then the source is held up. */
    private static final int MOST_WAITING = 64;
    private static final int PIECE_OF_WAIT_MS = 100;
    private static final int NONE = -1;

    private final SessionThread thread;
    private final Consumer<Guest> whenHere;
    private final InetSocketAddress witness;
    private final MigrationTarget target;
    private final BlockingQueue<Parcel> inbox = new ArrayBlockingQueue<>(MOST_WAITING);
    // Whether the source must be asked, and where it can be answered; the session's thread writes.
    private volatile boolean asks;
    private volatile boolean owesAnswer;
    private volatile boolean isGone;
    private volatile RemoteLink link;
    // The session's thread.
    private boolean isLinkLost;
    private Arrival arrival;
    private Lodger lodger;
    private String name = "";
    private int wanted = NONE;
    private boolean isInInstruction;

    /**
     * What the network brings.
     *
     * @param from    the connection; null for the witness
     * @param message null for the end of the connection, or of the source itself if there is no connection
     * @param order   what somebody has said who can look; otherwise null
     */
    private record Parcel(RemoteLink from, Message message, Order order) {
        Parcel(RemoteLink from, Message message) {
            this(from, message, null);
        }
    }

    private record Order(boolean here, CompletableFuture<Void> answer) {
    }

    /**
     * Expects what a source has announced.
     * @param from     where the source is
     * @param whenHere is told of the guest when it has come and runs
     */
    Newcomer(SessionThread thread, Consumer<Guest> whenHere, RemoteLink link, InetAddress from, Message.Hello hello) {
        this.thread = thread;
        this.whenHere = whenHere;
        this.link = link;
        witness = witness(from, hello);
        target = new MigrationTarget(this, this::answer);
    }

    /** Without a witness the source has to come back by itself. */
    private static InetSocketAddress witness(InetAddress from, Message.Hello hello) {
        try {
            return new InetSocketAddress(from, Integer.parseInt(hello.shape().getOrDefault(RemoteMove.WITNESS, "")));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    // ---- the network's threads ----

    /** Tells whether the source stands still until it is told that the machine runs here. */
    boolean owesAnswer() {
        return owesAnswer;
    }

    /** Tells whether it does not come after all. */
    boolean isGone() {
        return isGone;
    }

    boolean isOn(RemoteLink connection) {
        return link == connection;
    }

    void came(RemoteLink from, Message message) {
        deliver(new Parcel(from, message));
    }

    void lost(RemoteLink from) {
        deliver(new Parcel(from, null));
    }

    private void deliver(Parcel parcel) {
        try {
            inbox.put(parcel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        thread.ask(() -> {
            takeAll();
            return null;
        });
    }

    /** Asks what was decided, if only the source knows and cannot be waited for. */
    void askWitness() {
        if (witness == null || !asks) {
            return;
        }
        try (RemoteLink asked = RemoteLink.open(witness)) {
            asked.expectAnswers(true);
            Message verdict = asked.receive();
            if (verdict != null) {
                deliver(new Parcel(null, verdict));
            }
        } catch (RemoteLink.RefusedException e) {
            deliver(new Parcel(null, null));
        } catch (IOException e) {
            // It lives, or cannot be reached, or somebody else is there now: nothing is known yet.
            return;
        }
    }

    // ---- the session's thread ----

    private void takeAll() {
        for (Parcel parcel = inbox.poll(); parcel != null; parcel = inbox.poll()) {
            take(parcel);
        }
    }

    private void take(Parcel parcel) {
        Phase before = target.phase();
        if (parcel.order != null) {
            follow(parcel.order);
        } else if (parcel.message != null) {
            receive(parcel.from, parcel.message);
        } else if (parcel.from == null) {
            target.sourceDied();
        } else if (parcel.from == link) {
            isLinkLost = true;
            target.lost();
            tellDoubt();
        }
        noteChange(before);
    }

    private void receive(RemoteLink from, Message message) {
        boolean isVerdict = message instanceof Message.Commit || message instanceof Message.Abort || message instanceof Message.Settled;
        if (from != link && !isVerdict) {
            // What was still on its way when the connection was lost.
            return;
        }
        if (from != null && from != link) {
            link = from;
            isLinkLost = false;
        }
        target.received(message);
    }

    private void noteChange(Phase before) {
        noteDoubt();
        if (target.phase() != before) {
            if (target.phase() == Phase.GONE) {
                tell("does not come: " + target.reason());
                putBack();
            }
            if (!isInInstruction) {
                thread.system().hosts().forEach(thread::tellProgress);
            }
        }
        isGone = target.phase() == Phase.GONE;
        owesAnswer = target.owesAnswer();
        asks = isLinkLost && (target.isInDoubt() || owesAnswer || target.phase() == Phase.FETCHING);
    }

    // ---- in doubt ----

    private void tellDoubt() {
        if (target.isInDoubt() || target.phase() == Phase.FETCHING) {
            tell(text());
        }
    }

    @Override
    public String text() {
        return target.phase() == Phase.FETCHING ? "runs here, but the connection to the source was lost while pages were still there; waiting for it"
            : "is here as a whole, but the connection to the source was lost before it was said whether it is to run here; asking there until that is known";
    }

    @Override
    public CompletableFuture<Void> settle(boolean here) {
        Order order = new Order(here, new CompletableFuture<>());
        deliver(new Parcel(null, null, order));
        return order.answer;
    }

    private void follow(Order order) {
        try {
            if (!isLinkLost) {
                throw new IllegalStateException("the other process is there, and will be heard");
            }
            if (order.here) {
                target.claim();
            } else {
                target.relinquish("somebody has said that it is not to run here");
            }
            order.answer.complete(null);
        } catch (IllegalStateException e) {
            order.answer.completeExceptionally(new IllegalStateException(name + ": " + e.getMessage(), e));
        }
    }

    private void noteDoubt() {
        if (lodger != null && isLinkLost && (target.isInDoubt() || target.phase() == Phase.FETCHING)) {
            thread.system().doubts().put(lodger.guest(), this);
        } else {
            thread.system().doubts().values().remove(this);
        }
    }

    private void tell(String news) {
        if (lodger != null) {
            thread.tell(lodger.guest(), name + " " + news);
        }
    }

    private void answer(Message message) {
        try {
            link.send(message);
        } catch (IOException e) {
            // The source asks again, or is asked.
            link.close();
        }
    }

    /** This side ends, or takes nobody in any more. */
    void close() {
        Phase before = target.phase();
        for (Parcel parcel : inbox) {
            if (parcel.order != null) {
                parcel.order.answer.completeExceptionally(new IllegalStateException(name + ": the session has ended"));
            }
        }
        target.close();
        noteChange(before);
    }

    // ---- room for it ----

    @Override
    public void accept(SortedMap<String, String> shape) throws MigrationException {
        Lodger declared = thread.system().lodgers().stream().filter(each -> each.guest().name().equals(shape.get("name"))).findFirst()
            .orElseThrow(() -> new MigrationException("no virtual machine called " + shape.get("name") + " is declared there"));
        if (declared.isExpected()) {
            throw new MigrationException(declared.guest().name() + " is on its way there already");
        }
        if (declared.lifeCycle().isAlive() && declared.lifeCycle() != LifeCycle.DEFINED || declared.suspended() != null) {
            throw new MigrationException(declared.guest().name() + " is " + declared.lifeCycle().word() + " there already");
        }
        compare(shape, declared.config());
        lodger = declared;
        name = declared.guest().name();
        lodger.setExpected(true);
        arrival = new Arrival(lodger.home().hypervisor(), _ -> makeRoom(), this::here, 2 * MigrationPolicy.standard().latency());
        arrival.accept(shape);
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
        lodger.setExpected(false);
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
        if (lodger == null) {
            return;
        }
        lodger.setExpected(false);
        if (lodger.domain().lifeCycle() == LifeCycle.DELETED) {
            try {
                lodger.home().recreate(lodger);
                lodger.domain().setStarts(false);
            } catch (StartException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
        lodger = null;
    }

    @Override
    public int pages() {
        return arrival.pages();
    }

    @Override
    public void put(int index, byte[] page) {
        arrival.put(index, page);
        if (index == wanted) {
            wanted = NONE;
        }
    }

    @Override
    public void state(byte[] state, String digest) throws MigrationException {
        if (digest.isEmpty() && thread.travel() != null) {
            throw new MigrationException("a session that can go back must have all pages of a guest; those of " + name + " would come later");
        }
        arrival.state(state, digest);
    }

    @Override
    public void run() {
        arrival.run();
    }

    @Override
    public void expect(BitSet missing, IntConsumer want) {
        arrival.expect(missing, this::fetch);
    }

    /** The guest is in the middle of an instruction that needs a page: everything here waits until it comes, or never will. */
    private void fetch(int page) {
        wanted = page;
        isInInstruction = true;
        RemoteLink asked = link;
        target.wantAgain(page);
        while (wanted == page) {
            Parcel parcel = nextParcel();
            if (parcel != null) {
                take(parcel);
            }
            if (wanted == page && link != asked) {
                asked = link;
                target.wantAgain(page);
            }
            if (wanted == page && thread.isStopAsked()) {
                close();
            }
        }
        isInInstruction = false;
    }

    private Parcel nextParcel() {
        try {
            return inbox.poll(PIECE_OF_WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void lose(String why) {
        wanted = NONE;
        arrival.lose(why);
        tell("is lost: " + why);
    }

    @Override
    public void discard() {
        if (arrival != null) {
            arrival.discard();
        }
    }
}
