// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MessageCodec;

/** A connection that carries the messages of a migration to another process. */
final class RemoteLink implements Closeable {
    /** A side that says nothing for so long is taken for lost. */
    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RemoteLink(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    /** Connects to a process that listens, which has to answer before long. */
    static RemoteLink open(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(to, PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            return new RemoteLink(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Socket socket() {
        return socket;
    }

    void send(Message message) throws IOException {
        MessageCodec.write(out, message);
        out.flush();
    }

    /**
     * Waits for a message.
     * @return null if the other side has closed the connection
     */
    Message receive() throws IOException {
        return MessageCodec.read(in);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that cannot even be closed is a fault of the system.
            throw new UncheckedIOException(e);
        }
    }
}
