// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.htif;

import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.finisher.Finisher;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.StoreWatcher;

/**
 * The host's end of HTIF: it watches the two words {@code tohost} and {@code fromhost} that a test program has in its memory. It keeps no
 * state of its own.
 * <pre>
 *  tohost  63..56  55..48   47..0
 *          device  command  payload
 * </pre>
 * Device 0 with an odd payload ends the program, and the payload's upper bits are its exit code; device 1 is the console.
 */
public final class Htif implements StoreWatcher {
    /** Bytes of {@code tohost}. */
    public static final int WORD = 8;
    private static final long PAYLOAD = (1L << 48) - 1;
    private static final int SYSTEM = 0;
    private static final int CONSOLE = 1;
    private static final int CONSOLE_WRITE = 1;

    private final long tohost;
    private final Finisher.Outcome outcome;
    private final ConsoleOutput console;

    /**
     * Creates the interface.
     * @param tohost offset of {@code tohost} in RAM
     */
    public Htif(long tohost, Finisher.Outcome outcome, ConsoleOutput console) {
        this.tohost = tohost;
        this.outcome = outcome;
        this.console = console;
    }

    @Override
    public void stored(Ram ram, long offset, int length) {
        if (offset + length <= tohost || offset >= tohost + WORD) {
            return;
        }
        long request = ram.read(tohost, WORD);
        int device = (int) (request >>> 56);
        int command = (int) (request >>> 48) & 0xff;
        if (device == SYSTEM && command == 0 && (request & 1) != 0) {
            outcome.finished((int) Math.min(request >>> 1, Integer.MAX_VALUE));
        } else if (device == CONSOLE && command == CONSOLE_WRITE) {
            console.put((int) (request & PAYLOAD) & 0xff);
            ram.write(tohost, WORD, 0);
        }
    }
}
