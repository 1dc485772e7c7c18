// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.migration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MessageCodec;

/** Carries the messages of a migration between two processes, and does something at one of them. */
final class Relay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final int to;
    private final Point point;
    private final Action action;
    private final Map<Class<?>, Integer> counts = new HashMap<>();
    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean holdsPages;
    private boolean runsThere;
    private int refusals;

    /**
     * A point of the protocol.
     *
     * @param kind  the message there
     * @param nth   the how manieth of its kind, from 1
     * @param later whether only those count that come when the guest runs there
     * @param half  whether the first half of it is still carried
     */
    record Point(Class<? extends Message> kind, int nth, boolean later, boolean half) {
        static Point before(Class<? extends Message> kind) {
            return before(kind, 1);
        }

        static Point before(Class<? extends Message> kind, int nth) {
            return new Point(kind, nth, false, false);
        }

        Point inTheMiddle() {
            return new Point(kind, nth, later, true);
        }

        Point afterItRuns() {
            return new Point(kind, nth, true, half);
        }

        @Override
        public String toString() {
            return (half ? "in the middle of " : "before ") + kind.getSimpleName() + " " + nth + (later ? " after it runs" : "");
        }
    }

    /** What is done at a point, before the connection is cut. */
    @FunctionalInterface
    interface Action {
        void run(Relay relay) throws Exception;
    }

    /** @param to the port at which the target listens */
    Relay(int to, Point point, Action action) throws IOException {
        this.to = to;
        this.point = point;
        this.action = action;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    /** Lets so many connections after the cut be closed at once. */
    Relay refusing(int connections) {
        refusals = connections;
        return this;
    }

    /** Holds pages that come when the guest runs there back until it has asked for one. */
    Relay holdingPages() {
        holdsPages = true;
        return this;
    }

    String address() {
        return "localhost:" + server.getLocalPort();
    }

    /** Waits until the action was done. */
    void awaitAction() throws InterruptedException {
        done.await();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket source = server.accept()) {
                if (done.getCount() == 0 && refusals-- > 0) {
                    continue;
                }
                try (Socket target = new Socket(InetAddress.getLoopbackAddress(), to)) {
                    Thread back = Thread.ofPlatform().daemon().start(() -> carry(target, source));
                    carry(source, target);
                    back.join();
                }
            } catch (IOException e) {
                continue;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void carry(Socket from, Socket into) {
        try (from; into) {
            for (Message message = MessageCodec.read(from.getInputStream()); message != null; message = MessageCodec.read(from.getInputStream())) {
                boolean isHere = isPoint(message);
                if (!isHere || point.half) {
                    write(into, message, isHere);
                }
                if (isHere) {
                    action.run(this);
                    done.countDown();
                    return;
                }
            }
        } catch (IOException e) {
            // A side has gone; closing both tells the other.
            return;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void write(Socket into, Message message, boolean half) throws IOException, InterruptedException {
        if (message instanceof Message.Want) {
            wanted.countDown();
        } else if (message instanceof Message.Running) {
            runsThere = true;
        } else if (message instanceof Message.Pages && runsThere && holdsPages) {
            wanted.await();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MessageCodec.write(bytes, message);
        into.getOutputStream().write(bytes.toByteArray(), 0, half ? bytes.size() / 2 : bytes.size());
        into.getOutputStream().flush();
    }

    private synchronized boolean isPoint(Message message) {
        return point != null && point.kind.isInstance(message) && (!point.later || runsThere) && counts.merge(message.getClass(), 1, Integer::sum) == point.nth;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
