// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.trapline.vmm.migration.Message;

/**
 * Takes in guests from other processes. Such a guest must be declared here, too, and not run: both processes have the same configuration. Who connects
 * is not trusted: what does not fit ends the migration, not the session.
 */
public final class MigrationListener implements Closeable {
    private static final int ASK_AGAIN_MS = 200;
    private static final int MOST_CONNECTIONS = 64;

    private final SessionThread thread;
    private final Consumer<Guest> whenHere;
    private final ServerSocket server;
    private final Set<RemoteLink> links = ConcurrentHashMap.newKeySet();
    // By the migrations' numbers; those that run here stay, so that a source that asks late is told so.
    private final Map<Long, Newcomer> newcomers = new ConcurrentHashMap<>();

    /** @param whenHere is told of guests that have come and run here, by the session's thread */
    MigrationListener(SessionThread thread, InetSocketAddress at, Consumer<Guest> whenHere) throws IOException {
        this.thread = thread;
        this.whenHere = whenHere;
        server = new ServerSocket();
        server.bind(at);
        thread.system().agenda().atEnd(() -> newcomers.values().forEach(Newcomer::close));
        Thread.ofPlatform().daemon().name("Trapline migration listener").start(this::listen);
        // A source that has not said how it ends is asked about until it is known.
        Thread.ofPlatform().daemon().name("Trapline migration inquiry").start(this::inquire);
    }

    /** Returns the port at which it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /**
     * Takes in nobody any more: guests that are on their way stay where they are. Waits until the sources of those that have come know that, or are dead,
     * for a source that finds nobody here would let its guest run again. Whoever interrupts that takes the risk.
     */
    @Override
    public void close() throws IOException {
        thread.ask(() -> {
            newcomers.values().forEach(Newcomer::close);
            return null;
        }).join();
        while (!Thread.currentThread().isInterrupted() && newcomers.values().stream().anyMatch(Newcomer::owesAnswer)) {
            pause();
        }
        server.close();
        links.forEach(RemoteLink::close);
    }

    private static void pause() {
        try {
            Thread.sleep(ASK_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- connections ----

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (links.size() < MOST_CONNECTIONS) {
                    RemoteLink link = new RemoteLink(socket);
                    links.add(link);
                    Thread.ofVirtual().name("Trapline migration connection").start(() -> serve(link));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                // Who could not connect tries again; when the listener is closed nobody need.
                continue;
            }
        }
    }

    private void serve(RemoteLink link) {
        try {
            // Who connects has something to say.
            link.expectAnswers(true);
            for (Message message = link.receive(); message != null; message = link.receive()) {
                link.expectAnswers(false);
                take(link, message);
            }
        } catch (IOException e) {
            // Told below, as of a connection that was closed.
            link.close();
        }
        newcomers.values().stream().filter(each -> each.isOn(link)).forEach(each -> each.lost(link));
        links.remove(link);
        link.close();
    }

    private void take(RemoteLink link, Message message) throws IOException {
        if (message instanceof Message.Hello hello) {
            newcomers.computeIfAbsent(message.id(), _ -> new Newcomer(thread, whenHere, link, link.socket().getInetAddress(), hello));
        }
        Newcomer newcomer = newcomers.get(message.id());
        if (newcomer != null) {
            newcomer.came(link, message);
        } else if (message instanceof Message.Commit || message instanceof Message.Abort) {
            link.send(new Message.Gone(message.id()));
        }
    }

    private void inquire() {
        while (!server.isClosed()) {
            newcomers.values().removeIf(Newcomer::isGone);
            newcomers.values().forEach(Newcomer::askWitness);
            pause();
        }
    }
}
