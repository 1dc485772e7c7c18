// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The other end of a guest's serial line. Safe for use by several threads, but for what the session calls. */
public final class Console {
    private static final int KEPT_BYTES = 1 << 20;
    /** So much longer than for a pause in a line its reader waits for its end. */
    private static final int MORE_PATIENCE = 10;

    private final Guest guest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private byte[] kept = new byte[1 << 10];
    private int keptCount;
    private long dropped;
    private Consumer<byte[]> reader = bytes -> { };
    private final Queue<Byte> input = new ConcurrentLinkedQueue<>();
    private Runnable onInput = () -> { };
    private int quietSlices;
    private int slicesOfLine;

    Console(Guest guest) {
        this.guest = guest;
    }

    public Guest guest() {
        return guest;
    }

    /** Returns what the guest has printed: all of it, or of very much the last part; see {@link #dropped}. */
    public synchronized byte[] output() {
        return Arrays.copyOf(kept, keptCount);
    }

    /** Returns {@link #output} as text. */
    public String text() {
        return new String(output(), StandardCharsets.UTF_8);
    }

    /** Returns how many bytes at the beginning are no longer kept. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Types something. It arrives when the guest listens and its console has room, at an instant that the trace tells. */
    public void send(byte[] bytes) {
        for (byte value : bytes) {
            input.add(value);
        }
        onInput.run();
    }

    /** Types a text, in UTF-8. */
    public void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- for the session ----

    void connect(Consumer<byte[]> newReader, Runnable newOnInput) {
        reader = newReader;
        onInput = newOnInput;
    }

    void put(int value) {
        line.write(value);
        quietSlices = 0;
        keep((byte) value);
        if (value == '\n') {
            flush();
        }
    }

    /** Hands on what was printed, although it is no whole line, if nothing was added to it in so many slices, or it has no end after many more. */
    void flushAfter(int slices) {
        if (quietSlices++ >= slices || slicesOfLine++ >= MORE_PATIENCE * slices) {
            flush();
        }
    }

    private void flush() {
        slicesOfLine = 0;
        if (line.size() > 0) {
            byte[] bytes = line.toByteArray();
            line.reset();
            reader.accept(bytes);
        }
    }

    boolean hasInput() {
        return !input.isEmpty();
    }

    /** Returns the next byte typed, 0 to 255, without taking it; there must be one. */
    int peek() {
        return input.element() & 0xff;
    }

    void take() {
        input.remove();
    }

    private synchronized void keep(byte value) {
        if (keptCount == KEPT_BYTES) {
            int half = KEPT_BYTES / 2;
            System.arraycopy(kept, half, kept, 0, half);
            keptCount = half;
            dropped += half;
        } else if (keptCount == kept.length) {
            kept = Arrays.copyOf(kept, 2 * kept.length);
        }
        kept[keptCount++] = value;
    }
}
