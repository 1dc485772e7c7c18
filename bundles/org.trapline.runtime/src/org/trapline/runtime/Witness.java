// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import org.trapline.vmm.migration.Message;

/**
 * Tells whoever asks what the source of a migration has decided, as long as this process lives. A target that has everything and has lost the connection
 * asks here; if nobody listens here any more it knows that the machine is not here either.
 */
final class Witness implements Closeable {
    private final ServerSocket server;
    private volatile Message verdict;

    Witness(InetAddress at) throws IOException {
        server = new ServerSocket(0, 0, at);
        Thread.ofPlatform().daemon().name("Trapline witness").start(this::answer);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Says what is to be told; null while nothing is decided. */
    void testify(Message newVerdict) {
        verdict = newVerdict;
    }

    private void answer() {
        while (!server.isClosed()) {
            try (Socket asking = server.accept()) {
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

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
