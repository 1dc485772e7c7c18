// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.trapline.machine.device.Clock;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * Writes frames to a pcap file, by virtual time, with nanoseconds. What machines send at about the same time comes in any order, so a frame is kept
 * for a while before it is written. When a run goes back, the file does.
 * <pre>
 *  file:   magic a1b23c4d | major 2, minor 4 | zone 0 | accuracy 0 | longest frame | link type 1
 *  record: seconds | nanoseconds | bytes here | bytes of the frame | frame ...
 * </pre>
 */
public final class PacketCapture implements Stateful, AutoCloseable {
    private static final int NANOSECONDS = 0xa1b2_3c4d;
    private static final int HEADER = 24;
    private static final int RECORD = 16;
    private static final int ETHERNET = 1;
    private static final int KEPT = 4096;
    private static final long NANOS = 1_000_000_000;

    private final FileChannel file;
    private final long patience;
    private final FrameQueue kept = new FrameQueue(KEPT);
    private long position;
    private IOException failure;

    /**
     * Creates the file, or empties it.
     * @param patience ticks by which a frame may come later than one that was sent after it
     */
    public PacketCapture(Path path, long patience) throws IOException {
        this.patience = patience;
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(NANOSECONDS).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(EthernetSwitch.MAX_FRAME).putInt(ETHERNET);
        write(header);
        if (failure != null) {
            file.close();
            throw failure;
        }
    }

    void add(long tick, byte[] frame) {
        while (kept.firstTick() < tick - patience || kept.isFull()) {
            writeFirst();
        }
        kept.add(tick, frame);
    }

    private void writeFirst() {
        byte[] frame = kept.first();
        long nanos = kept.firstTick() * Clock.NANOS_PER_TICK;
        kept.removeFirst();
        ByteBuffer record = ByteBuffer.allocate(RECORD + frame.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt((int) (nanos / NANOS)).putInt((int) (nanos % NANOS)).putInt(frame.length).putInt(frame.length).put(frame);
        write(record);
    }

    // A run goes on without its capture; whoever closes it hears of the failure.
    private void write(ByteBuffer bytes) {
        bytes.flip();
        try {
            while (failure == null && bytes.hasRemaining()) {
                position += file.write(bytes, position);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void exchange(StateExchange state) {
        position = state.number("position", position);
        state.part("kept", kept);
        if (state.isRestoring() && failure == null) {
            try {
                position = Math.clamp(position, HEADER, file.size());
                file.truncate(position);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    /**
     * Writes what is kept, and closes the file.
     * @throws IOException if anything could not be written
     */
    @Override
    public void close() throws IOException {
        while (kept.first() != null) {
            writeFirst();
        }
        file.close();
        if (failure != null) {
            throw failure;
        }
    }
}
