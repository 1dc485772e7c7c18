// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Sends packets to gdb. What cannot be sent is lost: that the connection is broken, the reader will notice. */
final class PacketWriter {
    private final OutputStream out;
    private byte[] last = {};

    PacketWriter(OutputStream out) {
        this.out = out;
    }

    /** Sends a packet; each character of the text is a byte, and none has a meaning for the protocol. */
    void send(String text) {
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        int sum = 0;
        for (byte each : data) {
            sum += each;
        }
        last = ("$" + text + "#" + String.format("%02x", sum & 0xff)).getBytes(StandardCharsets.ISO_8859_1);
        again();
    }

    /** Sends the last packet again. */
    void again() {
        raw(last);
    }

    /** Says whether a packet came well. */
    void acknowledge(boolean good) {
        raw(new byte[] {(byte) (good ? '+' : '-')});
    }

    private void raw(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // The reader is told of the same.
            last = new byte[0];
        }
    }

    /** Hides the characters that have a meaning for the protocol. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '#' || c == '$' || c == '}' || c == '*') {
                escaped.append('}').append((char) (c ^ 0x20));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
