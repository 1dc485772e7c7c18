// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.trapline.trace.ArgType;
import org.trapline.trace.EventArg;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;
import org.trapline.trace.text.EventText;

/**
 * Writes the Common Trace Format, version 1.8, that Babeltrace and Trace Compass read: a folder with a description of the trace and
 * one stream of packets.
 */
public final class CtfExporter {
    private static final int MAGIC = 0xc1fc1fc1;
    private static final int PACKET_BYTES = 1 << 18;
    private static final int PACKET_HEAD_BYTES = 2 * Integer.BYTES + 4 * Long.BYTES;
    /** Events are not split; none is larger, because texts are cut at {@link #MAX_TEXT_BYTES}. */
    private static final int MAX_EVENT_BYTES = 1 << 13;
    private static final int MAX_TEXT_BYTES = 1000;

    private final TraceSource source;
    private final EventText text;
    private final OutputStream out;
    private final ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long firstCycle = -1;
    private long lastCycle;

    private CtfExporter(TraceSource source, OutputStream out) {
        this.source = source;
        this.text = new EventText(source.names());
        this.out = out;
        packet.position(PACKET_HEAD_BYTES);
    }

    /**
     * Writes all events a source holds now.
     * @param folder gets the files {@code metadata} and {@code stream}; made if it is missing
     * @param hz cycles a second
     */
    public static void write(TraceSource source, Path folder, long hz) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("metadata"), new CtfMetadata(source.names().content()).render(hz));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve("stream")))) {
            new CtfExporter(source, out).run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void run() {
        source.forEach(event -> {
            if (packet.remaining() < MAX_EVENT_BYTES) {
                endPacket();
            }
            add(event);
        });
        if (packet.position() > PACKET_HEAD_BYTES) {
            endPacket();
        }
    }

    private void add(TraceEvent event) {
        // The clock of a stream never runs backwards; those of several harts may, by less than a turn.
        lastCycle = Math.max(lastCycle, event.cycle());
        firstCycle = firstCycle < 0 ? lastCycle : firstCycle;
        packet.put((byte) event.kind().ordinal()).putLong(lastCycle);
        packet.putLong(event.instret()).putLong(event.pc());
        packet.putInt(event.host()).putInt(event.vm()).putInt(event.vcpu()).putInt(event.hart());
        SymbolRef symbol = text.symbol(event);
        putText(symbol == null ? "" : symbol.toString());
        SourceLine line = text.line(event);
        putText(line == null ? "" : line.toString());
        for (int i = 0; i < event.kind().args().size(); i++) {
            EventArg arg = event.kind().args().get(i);
            if (arg.type() == ArgType.INSTRUCTION) {
                packet.putInt((int) event.arg(i));
                putText(text.value(event, i));
            } else {
                packet.putLong(event.arg(i));
            }
        }
    }

    private void putText(String string) {
        byte[] utf8 = string.replace('\0', '?').getBytes(StandardCharsets.UTF_8);
        packet.put(utf8, 0, Math.min(utf8.length, MAX_TEXT_BYTES)).put((byte) 0);
    }

    private void endPacket() {
        long bits = (long) packet.position() * Byte.SIZE;
        packet.putInt(0, MAGIC).putInt(Integer.BYTES, 0);
        int context = 2 * Integer.BYTES;
        packet.putLong(context, firstCycle).putLong(context + Long.BYTES, lastCycle);
        packet.putLong(context + 2 * Long.BYTES, bits).putLong(context + 3 * Long.BYTES, bits);
        try {
            out.write(packet.array(), 0, packet.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        packet.clear().position(PACKET_HEAD_BYTES);
        firstCycle = -1;
    }
}
