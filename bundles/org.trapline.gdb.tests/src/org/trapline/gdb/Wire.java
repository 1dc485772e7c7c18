// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The other end of a server's connection, byte by byte. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(GdbServer server) throws IOException {
        socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(PATIENCE_MS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    Wire raw(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    static String framed(String data) {
        return "$" + data + "#" + String.format("%02x", data.chars().sum() & 0xff);
    }

    /** Sends a packet and returns the data of the one that answers. */
    String ask(String data) throws IOException {
        raw(framed(data));
        return answer();
    }

    /** Returns the next byte that says whether a packet came well. */
    char acknowledgement() throws IOException {
        return (char) in.read();
    }

    /** Returns the data of the next packet, whatever comes before it; null if the connection ends. */
    String answer() throws IOException {
        int c;
        do {
            c = in.read();
            if (c < 0) {
                return null;
            }
        } while (c != '$');
        StringBuilder data = new StringBuilder();
        for (c = in.read(); c != '#'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            data.append((char) c);
        }
        in.read();
        in.read();
        return data.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
