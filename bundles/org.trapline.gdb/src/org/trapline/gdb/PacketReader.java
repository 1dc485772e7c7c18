// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.io.IOException;
import java.io.InputStream;

/** Finds packets in what gdb sends, whatever else there is. */
final class PacketReader {
    /** Bytes of a packet's data at most; gdb is told so. */
    static final int LONGEST = 0x4000;

    private static final int INTERRUPT = 3;
    private static final int ESCAPE = '}';
    private static final int ESCAPE_BIT = 0x20;

    private final InputStream in;

    PacketReader(InputStream in) {
        this.in = in;
    }

    /** Returns what comes next; a connection that breaks is one that is closed. */
    Event next() {
        try {
            for (;;) {
                switch (in.read()) {
                    case -1 -> {
                        return new Event.Closed();
                    }
                    case '$' -> {
                        return packet();
                    }
                    case '-' -> {
                        return new Event.Again();
                    }
                    case INTERRUPT -> {
                        return new Event.Interrupt();
                    }
                    default -> { }
                }
            }
        } catch (IOException e) {
            return new Event.Closed();
        }
    }

    private Event packet() throws IOException {
        StringBuilder text = new StringBuilder();
        int sum = 0;
        boolean escaped = false;
        boolean fits = true;
        for (;;) {
            int c = in.read();
            if (c == -1) {
                return new Event.Closed();
            }
            if (c == '#') {
                break;
            }
            if (c == '$') {
                // A packet begins where this one should go on: its end was lost.
                text.setLength(0);
                sum = 0;
                escaped = false;
                fits = true;
                continue;
            }
            sum += c;
            fits &= text.length() < LONGEST;
            if (c == ESCAPE && !escaped) {
                escaped = true;
            } else if (fits) {
                text.append((char) (escaped ? c ^ ESCAPE_BIT : c));
                escaped = false;
            }
        }
        int high = Character.digit(in.read(), 16);
        int low = Character.digit(in.read(), 16);
        boolean isWhole = high >= 0 && low >= 0 && (sum & 0xff) == (high << 4 | low);
        return isWhole && fits ? new Event.Packet(text.toString()) : new Event.Damaged();
    }
}
