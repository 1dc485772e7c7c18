// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.firmware;

import java.util.Arrays;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * What SBI's steal-time accounting keeps for each hart in supervisor's memory, 64 bytes:
 * <pre>
 *  0  sequence   4 bytes, odd while the rest changes
 *  4  flags      4 bytes, 0
 *  8  steal      8 bytes, nanoseconds for which the hart was kept waiting
 * 16  preempted  1 byte, not 0 while it is kept waiting
 * </pre>
 */
final class StealTime implements Stateful {
    private static final int BYTES = 64;
    private static final long NOWHERE = -1;
    private static final int STEAL = 8;
    private static final int PREEMPTED = 16;

    private final Platform platform;
    private final long[] addresses;

    StealTime(Platform platform) {
        this.platform = platform;
        addresses = new long[platform.harts().size()];
        forget();
    }

    void forget() {
        Arrays.fill(addresses, NOWHERE);
    }

    /** Carries out the call; returns its error code. */
    long share(int hart, long low, long high, long flags) {
        if (flags != 0) {
            return SbiServices.INVALID_PARAM;
        }
        if (low == NOWHERE && high == NOWHERE) {
            addresses[hart] = NOWHERE;
            return SbiServices.SUCCESS;
        }
        if (low % BYTES != 0) {
            return SbiServices.INVALID_PARAM;
        }
        Bus.Region region = high == 0 ? platform.bus().find(low, BYTES) : null;
        if (region == null || region.ram() == null) {
            return SbiServices.INVALID_ADDRESS;
        }
        platform.bus().load(low, new byte[BYTES]);
        addresses[hart] = low;
        return SbiServices.SUCCESS;
    }

    boolean tell(int hart, long nanos, boolean waits) {
        long at = addresses[hart];
        if (at == NOWHERE) {
            return false;
        }
        Bus bus = platform.bus();
        long sequence = bus.read(at, 4);
        bus.write(at, 4, sequence + 1);
        bus.write(at + STEAL, 8, bus.read(at + STEAL, 8) + nanos);
        bus.write(at + PREEMPTED, 1, waits ? 1 : 0);
        bus.write(at, 4, sequence + 2);
        return true;
    }

    @Override
    public void exchange(StateExchange state) {
        for (int hart = 0; hart < addresses.length; hart++) {
            long at = state.number("address" + hart, addresses[hart]);
            Bus.Region region = platform.bus().find(at, BYTES);
            addresses[hart] = region != null && region.ram() != null ? at : NOWHERE;
        }
    }
}
