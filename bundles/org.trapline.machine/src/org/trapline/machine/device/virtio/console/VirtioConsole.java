// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.console;

import java.util.Arrays;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.OutputGate;
import org.trapline.machine.device.virtio.Chain;
import org.trapline.machine.device.virtio.DeviceId;
import org.trapline.machine.device.virtio.QueueWorker;
import org.trapline.machine.device.virtio.VirtQueue;
import org.trapline.machine.device.virtio.RequestDevice;
import org.trapline.machine.state.StateExchange;

/**
 * A console with one port. Output takes {@link #ACCESS_TICKS} and a tick for each byte; input is handed over at once, as far as the driver has
 * posted buffers, and waits otherwise.
 *
 * @implSpec virtio 1.2, "Console Device"
 */
public final class VirtioConsole extends RequestDevice {
    /** Ticks from a request to its first byte: 10 microseconds. */
    public static final long ACCESS_TICKS = Clock.TIMEBASE_HZ / 100_000;

    private static final int RECEIVE = 0;
    private static final int TRANSMIT = 1;
    private static final int QUEUE_SIZE = 64;
    // Features.
    private static final long SIZE = 1 << 0;
    private static final long EMERG_WRITE = 1 << 2;
    private static final int COLUMNS = 80;
    private static final int LINES = 25;
    /** Bytes of input that wait for the driver. */
    private static final int ROOM = 256;
    private static final int PORTION = 4096;
    /** Bytes of a request; drivers send a page at most. */
    private static final long MAX_OUTPUT = 1 << 20;

    private final OutputGate output;
    private final QueueWorker transmitter = new QueueWorker(this, TRANSMIT, new Output());
    private final byte[] buffer = new byte[PORTION];
    private byte[] input = new byte[0];

    /** Creates a console that sends to {@code output}. */
    public VirtioConsole(ConsoleOutput output) {
        super(DeviceId.CONSOLE, SIZE | EMERG_WRITE, ConsoleRegister.rows(), QUEUE_SIZE, QUEUE_SIZE);
        this.output = new OutputGate(output);
        configure(ConsoleRegister.COLS, COLUMNS);
        configure(ConsoleRegister.ROWS, LINES);
        configure(ConsoleRegister.MAX_NR_PORTS, 1);
    }

    private final class Output implements QueueWorker.Work {
        @Override
        public String complaint(Chain chain) {
            return chain.readableBytes() > MAX_OUTPUT ? "a text of " + chain.readableBytes() + " bytes" : null;
        }

        @Override
        public long ticks(Chain chain) {
            return ACCESS_TICKS + chain.readableBytes();
        }

        @Override
        public long carryOut(Chain chain) {
            long length = chain.readableBytes();
            for (long done = 0; done < length; done += PORTION) {
                int part = (int) Math.min(PORTION, length - done);
                chain.read(transport().dma(), done, buffer, 0, part);
                for (int i = 0; i < part; i++) {
                    output.put(buffer[i] & 0xff);
                }
            }
            return 0;
        }
    }

    // ---- input ----

    /** Tells whether a driver listens. */
    public boolean isOpen() {
        return transport().isLive() && queue(RECEIVE).isReady();
    }

    /** Returns how many bytes of input the console takes now. */
    public int room() {
        return ROOM - input.length;
    }

    /** Takes a byte of input; lost if there is no {@link #room}. */
    public void receive(int value) {
        if (room() > 0) {
            input = Arrays.copyOf(input, input.length + 1);
            input[input.length - 1] = (byte) value;
            deliver();
        }
    }

    private void deliver() {
        while (input.length > 0) {
            Chain chain = queue(RECEIVE).take();
            if (chain == null) {
                return;
            }
            int length = (int) Math.min(input.length, chain.writableBytes());
            chain.write(transport().dma(), 0, input, 0, length);
            input = Arrays.copyOfRange(input, length, input.length);
            queue(RECEIVE).give(chain, length);
        }
    }

    @Override
    protected void notified(VirtQueue queue) {
        if (queue.index() == RECEIVE) {
            deliver();
        } else {
            transmitter.begin();
        }
    }

    @Override
    protected void configWritten(int offset, int bytes, long value) {
        if (offset == ConsoleRegister.EMERG_WR.place().offset()) {
            output.put((int) value & 0xff);
        }
    }

    // ---- time and state ----

    @Override
    protected QueueWorker worker() {
        return transmitter;
    }

    @Override
    protected void powerOn() {
        input = new byte[0];
    }

    @Override
    public void exchange(StateExchange state) {
        input = state.bytes("input", input, ROOM);
        state.part("transmitter", transmitter);
        state.part("output", output);
    }
}
