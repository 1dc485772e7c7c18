// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;

import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MessageCodec;

/** A connection that carries the messages of a migration to another process. */
final class RemoteLink implements Closeable {
    /** A side that says nothing for so long although it should is taken for lost. */
    static final int PATIENCE_MS = 10_000;
    private static final int PROBES = 3;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RemoteLink(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        noticeSilence();
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    }

    /** A peer that has vanished without a word breaks the connection after a while. */
    private void noticeSilence() throws IOException {
        socket.setKeepAlive(true);
        for (SocketOption<?> option : socket.supportedOptions()) {
            switch (option.name()) {
                case "TCP_KEEPIDLE" -> set(option, PATIENCE_MS / 1_000);
                case "TCP_KEEPINTERVAL" -> set(option, PATIENCE_MS / 1_000 / PROBES);
                case "TCP_KEEPCOUNT" -> set(option, PROBES);
                default -> { }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void set(SocketOption<?> option, int value) throws IOException {
        socket.setOption((SocketOption<Integer>) option, value);
    }

    /**
     * Connects to a process that listens.
     * @throws RefusedException if nobody listens there
     */
    static RemoteLink open(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(to, PATIENCE_MS);
            return new RemoteLink(socket);
        } catch (ConnectException e) {
            socket.close();
            throw isRefusal(e) ? new RefusedException(e) : e;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Who listened there is dead: the system there has said that nobody does. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(ConnectException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** A network that is away looks alike but for the words, which are those of the system's language: they are compared with what is a refusal for certain. */
    private static boolean isRefusal(ConnectException e) {
        try {
            InetSocketAddress nobody;
            try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                nobody = new InetSocketAddress(closed.getInetAddress(), closed.getLocalPort());
            }
            try (Socket socket = new Socket()) {
                socket.connect(nobody, PATIENCE_MS);
                return false;
            }
        } catch (ConnectException refusal) {
            return refusal.getMessage().equals(e.getMessage());
        } catch (IOException unknown) {
            return false;
        }
    }

    Socket socket() {
        return socket;
    }

    /** Breaks the connection if nothing comes for {@link #PATIENCE_MS}, or lets it be silent again. */
    void expectAnswers(boolean soon) throws IOException {
        socket.setSoTimeout(soon ? PATIENCE_MS : 0);
    }

    synchronized void send(Message message) throws IOException {
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
