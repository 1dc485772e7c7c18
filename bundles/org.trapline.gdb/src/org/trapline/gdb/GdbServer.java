// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

import org.trapline.runtime.Debugger;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionState;

/**
 * Waits for gdb, one at a time, and lets it debug a session that has been started. A gdb that comes finds the machines standing still; one that
 * detaches lets them run, and when a connection breaks they stay as they are for the next.
 */
public final class GdbServer implements AutoCloseable {
    /** How long a gdb that does not listen may keep others from going on. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Session session;
    private final Target target;
    private final ServerSocket door;
    private Socket guest;
    private Thread stub;

    /**
     * Opens a server.
     * @param address where to listen; port 0 for any that is free
     * @param name    the host or domain to debug, or null for everything that runs a program of its own
     * @throws IllegalArgumentException if there is no such host or domain
     * @throws IOException if it cannot listen there
     */
    public static GdbServer open(Session session, InetSocketAddress address, String name) throws IOException {
        GdbServer server = new GdbServer(session, address, name);
        Thread.ofPlatform().daemon().name("gdb server").start(server::welcome);
        return server;
    }

    /** Returns the address that people mean by {@code [HOST:]PORT}; without a host, only this computer. */
    public static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            String host = colon < 1 ? null : text.substring(0, colon);
            return host == null ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port) : new InetSocketAddress(host, port);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no address, expected PORT or HOST:PORT", e);
        }
    }

    private GdbServer(Session session, InetSocketAddress address, String name) throws IOException {
        this.session = session;
        try (Debugger debugger = session.openDebugger()) {
            target = Target.of(debugger.processors(), name);
        }
        if (address.isUnresolved()) {
            throw new IOException("there is no host '" + address.getHostString() + "'");
        }
        door = new ServerSocket(address.getPort(), 1, address.getAddress());
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) door.getLocalSocketAddress();
    }

    /**
     * Checks that there is something to debug.
     * @throws IllegalArgumentException if there is no host or domain of that name
     */
    public static void check(Session session, String name) {
        try (Debugger debugger = session.openDebugger()) {
            Target.of(debugger.processors(), name);
        }
    }

    /**
     * Serves one gdb at the other end of two streams, until it leaves or the session ends.
     * @param name as for {@link #open}
     */
    public static void serve(Session session, InputStream in, OutputStream out, String name) {
        try (Debugger debugger = session.openDebugger()) {
            new Stub(session, debugger, Target.of(debugger.processors(), name), in, out).converse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void welcome() {
        try {
            for (;;) {
                Socket socket = door.accept();
                if (!take(socket)) {
                    // There is one already, and two would confuse each other.
                    socket.close();
                }
            }
        } catch (IOException e) {
            // Closed.
            close();
        }
    }

    private synchronized boolean take(Socket socket) {
        if (guest != null || door.isClosed()) {
            return false;
        }
        guest = socket;
        stub = Thread.ofPlatform().daemon().name("gdb stub").start(() -> serve(socket));
        return true;
    }

    private void serve(Socket socket) {
        try (socket) {
            try (Debugger debugger = session.openDebugger()) {
                socket.setTcpNoDelay(true);
                new Stub(session, debugger, target, socket.getInputStream(), socket.getOutputStream()).converse();
            } finally {
                // Before this gdb learns that it is alone: the next may come at once.
                leave();
            }
        } catch (IOException e) {
            // The connection broke before a word was said, and there is nobody to tell.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void leave() {
        guest = null;
    }

    /** Ends conversations; the session goes on as it is. If that has ended, gdb is told first. */
    @Override
    public void close() {
        Thread last;
        Socket open;
        synchronized (this) {
            last = stub;
            open = guest;
        }
        try (door; open) {
            if (last != null && session.state() == SessionState.ENDED) {
                last.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
