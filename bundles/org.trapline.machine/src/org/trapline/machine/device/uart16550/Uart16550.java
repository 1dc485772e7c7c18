// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.uart16550;

import java.util.List;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.Device;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/**
 * A 16550A UART with 16-byte FIFOs. Sending takes no time, so the transmitter is always empty.
 *
 * <p>DEVIATION: the character timeout of the receiver FIFO is immediate: bytes below the trigger level are reported at once, as a
 * timeout, instead of after four character times. Software sees its input sooner and in the same order.
 *
 * <p>The other end is patient: as a modem that is told so, it sends nothing before software listens, which real hardware would lose. Software
 * listens when it has enabled the interrupt for received data, or looks for data again and again, see {@link #looked}.
 */
public final class Uart16550 implements Device {
    private static final int FIFO_BYTES = 16;

    private static final int IER_RECEIVED = 1;
    private static final int IER_EMPTY = 2;
    private static final int IER_LINE_STATUS = 4;
    private static final int IER_MODEM_STATUS = 8;
    private static final int IIR_NONE = 1;
    private static final int IIR_MODEM_STATUS = 0;
    private static final int IIR_EMPTY = 2;
    private static final int IIR_RECEIVED = 4;
    private static final int IIR_LINE_STATUS = 6;
    private static final int IIR_TIMEOUT = 12;
    private static final int IIR_FIFOS_ON = 0xc0;
    private static final int FCR_ENABLE = 1;
    private static final int FCR_CLEAR_RECEIVER = 2;
    private static final int LCR_DIVISOR_LATCH = 0x80;
    private static final int MCR_LOOPBACK = 0x10;
    private static final int LSR_DATA_READY = 1;
    private static final int LSR_OVERRUN = 2;
    private static final int LSR_TRANSMITTER_EMPTY = 0x60;
    /** The other end is there: CTS, DSR and DCD are up. */
    private static final int MSR_CONNECTED = 0xb0;
    private static final int[] TRIGGER_LEVELS = {1, 4, 8, 14};
    private static final int LINE_STATUS = 5;
    private static final int NOTHING_READ = -1;
    /** Who looks at the line status so often, byte by byte, may well look for data in between. */
    private static final int MANY_LOOKS = 1 << 14;

    private final ConsoleOutput output;
    private final InterruptLine line;
    private final int[] received = new int[FIFO_BYTES];
    private int receivedFirst;
    private int receivedCount;
    private boolean overrun;
    private boolean emptyPending;
    private int ier;
    private int fcr;
    private int lcr;
    private int mcr;
    private int msrDeltas;
    private int msrLines;
    private int scr;
    private int divisor;
    // Who waits for software to listen. Whether software polls for data, and what that is told by: what it read last if it has written nothing since, how often it looked, and whether
    // the last byte was sent without a look, then whether two were in a row.
    private Runnable whenListening = () -> { };
    private boolean polled;
    private int readLast;
    private int looks;
    private boolean sentUnseen;
    private boolean sendsUnseen;

    /**
     * Creates a UART at power-on.
     * @param output gets every byte sent
     * @param line   is up while an enabled interrupt is pending, but only for an instant when it is that the transmitter has become empty
     */
    public Uart16550(ConsoleOutput output, InterruptLine line) {
        this.output = output;
        this.line = line;
        reset();
    }

    /** Returns how many bytes the other end may send now: none before software listens, then as many as can be received before one is lost. */
    public int room() {
        return polled || (ier & IER_RECEIVED) != 0 ? free() : 0;
    }

    private int free() {
        return ((fcr & FCR_ENABLE) != 0 ? FIFO_BYTES : 1) - receivedCount;
    }

    /** Tells somebody when software begins to poll for data. */
    public void setWhenListening(Runnable listener) {
        whenListening = listener;
    }

    /** Lets the other end send, because somebody is going to read what comes. */
    public void listen() {
        polled = true;
    }

    /** Receives a byte from the other end; without room the last one is lost and an overrun noted. */
    public void receive(int value) {
        if (free() <= 0) {
            overrun = true;
        } else {
            received[(receivedFirst + receivedCount++) % FIFO_BYTES] = value & 0xff;
        }
        update();
    }

    @Override
    public String name() {
        return "uart";
    }

    @Override
    public long size() {
        return 0x100;
    }

    @Override
    public List<UartRegister> registers() {
        return UartRegister.rows();
    }

    @Override
    public long read(long offset, int bytes) {
        boolean latch = (lcr & LCR_DIVISOR_LATCH) != 0;
        if (offset == LINE_STATUS || offset == 0 && !latch) {
            looked((int) offset);
        } else {
            readLast = NOTHING_READ;
        }
        return switch ((int) offset) {
            case 0 -> latch ? divisor & 0xff : receiverBuffer();
            case 1 -> latch ? divisor >>> 8 : ier;
            case 2 -> interruptIdentification();
            case 3 -> lcr;
            case 4 -> mcr;
            case 5 -> lineStatus();
            case 6 -> modemStatus();
            case 7 -> scr;
            default -> 0;
        };
    }

    @Override
    public void write(long offset, int bytes, long value) {
        int data = (int) value & 0xff;
        boolean latch = (lcr & LCR_DIVISOR_LATCH) != 0;
        boolean looked = readLast == LINE_STATUS;
        readLast = NOTHING_READ;
        switch ((int) offset) {
            case 0 -> {
                if (latch) {
                    divisor = divisor & 0xff00 | data;
                } else {
                    sendsUnseen |= sentUnseen && !looked;
                    sentUnseen = !looked;
                    send(data);
                }
            }
            case 1 -> {
                if (latch) {
                    divisor = data << 8 | divisor & 0xff;
                } else {
                    boolean enabled = (data & ~ier & IER_EMPTY) != 0;
                    ier = data & 0xf;
                    // Enabling the interrupt while the transmitter is empty raises it.
                    if (enabled) {
                        transmitterEmpty();
                    }
                }
            }
            case 2 -> controlFifos(data);
            case 3 -> {
                lcr = data;
                if ((data & LCR_DIVISOR_LATCH) != 0) {
                    setUpAnew();
                }
            }
            case 4 -> controlModem(data & 0x1f);
            case 7 -> scr = data;
            default -> { }
        }
        update();
    }

    /**
     * Takes notice that software reads the line status or the receiver buffer, and finds out whether it looks for data. Before each byte it sends, it
     * may look once whether there is room: whoever looks twice in a row waits for something to come, and whoever sends without a look has no other
     * reason for one. Data that is there it has been sent because it listens.
     */
    private void looked(int offset) {
        looks = Math.min(looks + 1, MANY_LOOKS);
        boolean polls = readLast == offset || looks == MANY_LOOKS || sendsUnseen && offset == LINE_STATUS;
        if (polls && !polled) {
            polled = true;
            whenListening.run();
        }
        readLast = offset;
        if (offset == LINE_STATUS) {
            sentUnseen = false;
        }
    }

    /** Forgets who has listened: somebody else sets the UART up. */
    private void setUpAnew() {
        polled = false;
        looks = 0;
        sentUnseen = false;
        sendsUnseen = false;
    }

    private int receiverBuffer() {
        if (receivedCount == 0) {
            return 0;
        }
        int value = received[receivedFirst];
        receivedFirst = (receivedFirst + 1) % FIFO_BYTES;
        receivedCount--;
        update();
        return value;
    }

    private int interruptIdentification() {
        int identification = pendingInterrupt();
        if (identification == IIR_EMPTY) {
            emptyPending = false;
            update();
        }
        return identification | ((fcr & FCR_ENABLE) != 0 ? IIR_FIFOS_ON : 0);
    }

    private int lineStatus() {
        int status = LSR_TRANSMITTER_EMPTY | (receivedCount > 0 ? LSR_DATA_READY : 0) | (overrun ? LSR_OVERRUN : 0);
        overrun = false;
        update();
        return status;
    }

    private int modemStatus() {
        int status = msrLines | msrDeltas;
        msrDeltas = 0;
        update();
        return status;
    }

    // DEVIATION 16550: the line falls before software has asked which interrupt it is. On QEMU's machine the PLIC forgets a level that it has
    // forwarded, and kernels that write for it, such as xv6, never ask; with a level they would be interrupted for ever.
    private void transmitterEmpty() {
        emptyPending = true;
        if ((ier & IER_EMPTY) != 0) {
            line.set(true);
        }
    }

    private void send(int data) {
        if ((mcr & MCR_LOOPBACK) != 0) {
            receive(data);
        } else {
            output.put(data);
        }
        transmitterEmpty();
    }

    private void controlFifos(int data) {
        boolean switched = ((data ^ fcr) & FCR_ENABLE) != 0;
        if (switched || (data & FCR_CLEAR_RECEIVER) != 0) {
            receivedCount = 0;
            setUpAnew();
        }
        fcr = data & (FCR_ENABLE | 0xc0);
    }

    private void controlModem(int data) {
        mcr = data;
        // Loopback wires RTS to CTS, DTR to DSR, OUT1 to RI and OUT2 to DCD.
        int lines = (mcr & MCR_LOOPBACK) == 0
            ? MSR_CONNECTED
            : (mcr & 2) << 3 | (mcr & 1) << 5 | (mcr & 4) << 4 | (mcr & 8) << 4;
        msrDeltas |= (lines ^ msrLines) >>> 4 & 0b1011 | (~lines & msrLines) >>> 4 & 0b0100;
        msrLines = lines;
    }

    private int pendingInterrupt() {
        if ((ier & IER_LINE_STATUS) != 0 && overrun) {
            return IIR_LINE_STATUS;
        }
        if ((ier & IER_RECEIVED) != 0 && receivedCount > 0) {
            boolean fifo = (fcr & FCR_ENABLE) != 0;
            return !fifo || receivedCount >= TRIGGER_LEVELS[fcr >>> 6] ? IIR_RECEIVED : IIR_TIMEOUT;
        }
        if ((ier & IER_EMPTY) != 0 && emptyPending) {
            return IIR_EMPTY;
        }
        return (ier & IER_MODEM_STATUS) != 0 && msrDeltas != 0 ? IIR_MODEM_STATUS : IIR_NONE;
    }

    private void update() {
        boolean received = (ier & IER_RECEIVED) != 0 && receivedCount > 0;
        boolean failed = (ier & IER_LINE_STATUS) != 0 && overrun;
        line.set(received || failed || (ier & IER_MODEM_STATUS) != 0 && msrDeltas != 0);
    }

    @Override
    public void reset() {
        receivedFirst = 0;
        receivedCount = 0;
        overrun = false;
        emptyPending = false;
        ier = 0;
        fcr = 0;
        lcr = 0;
        mcr = 0;
        msrDeltas = 0;
        msrLines = MSR_CONNECTED;
        scr = 0;
        divisor = 12;
        readLast = NOTHING_READ;
        setUpAnew();
        update();
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "ns16550a").cells("clock-frequency", 3_686_400);
    }

    @Override
    public void exchange(StateExchange state) {
        byte[] waiting = new byte[receivedCount];
        for (int i = 0; i < receivedCount; i++) {
            waiting[i] = (byte) received[(receivedFirst + i) % FIFO_BYTES];
        }
        waiting = state.bytes("received", waiting, FIFO_BYTES);
        if (state.isRestoring()) {
            receivedFirst = 0;
            receivedCount = waiting.length;
            for (int i = 0; i < waiting.length; i++) {
                received[i] = waiting[i] & 0xff;
            }
        }
        overrun = state.flag("overrun", overrun);
        emptyPending = state.flag("emptyPending", emptyPending);
        ier = state.number("ier", ier, 0, 0xf);
        fcr = state.number("fcr", fcr, 0, 0xff);
        lcr = state.number("lcr", lcr, 0, 0xff);
        mcr = state.number("mcr", mcr, 0, 0x1f);
        msrDeltas = state.number("msrDeltas", msrDeltas, 0, 0xf);
        msrLines = state.number("msrLines", msrLines, 0, 0xf0);
        scr = state.number("scr", scr, 0, 0xff);
        divisor = state.number("divisor", divisor, 0, 0xffff);
        polled = state.flag("polled", polled);
        readLast = state.number("readLast", readLast, NOTHING_READ, LINE_STATUS);
        looks = state.number("looks", looks, 0, MANY_LOOKS);
        sentUnseen = state.flag("sentUnseen", sentUnseen);
        sendsUnseen = state.flag("sendsUnseen", sendsUnseen);
    }
}
