// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.clint;

import java.util.Arrays;
import java.util.List;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/**
 * The core-local interruptor: for each hart a software-interrupt bit and a timer compare, for all of them {@code mtime}. It has the registers of
 * the ACLINT's MSWI, and from 0x4000 on those of its MTIMER.
 */
public final class Clint implements TimedDevice {
    private final Clock clock;
    private final InterruptLine[] software;
    private final InterruptLine[] timer;
    private final boolean[] msip;
    private final long[] mtimecmp;
    // Levels of the timer lines, which follow from the above once advance() has been called.
    private final boolean[] raised;
    private long mtimeOffset;

    /**
     * Creates the device at power-on.
     * @param clock    what {@code mtime} counts, until software writes it
     * @param software one line to each hart's {@code mip.MSIP}
     * @param timer    one line to each hart's {@code mip.MTIP}
     */
    public Clint(Clock clock, List<InterruptLine> software, List<InterruptLine> timer) {
        if (software.size() != timer.size()) {
            throw new IllegalArgumentException("each hart needs a software and a timer line");
        }
        this.clock = clock;
        this.software = software.toArray(InterruptLine[]::new);
        this.timer = timer.toArray(InterruptLine[]::new);
        msip = new boolean[software.size()];
        mtimecmp = new long[software.size()];
        raised = new boolean[software.size()];
        reset();
    }

    /** Returns {@code mtime}. */
    public long mtime() {
        return clock.ticks() + mtimeOffset;
    }

    /** Returns the tick of the clock at which {@code mtime} has a value; {@link #NEVER} if that is too far away. */
    public long tickOf(long mtime) {
        return mtime == NEVER || mtimeOffset < 0 && mtime > NEVER + mtimeOffset ? NEVER : mtime - mtimeOffset;
    }

    /** Returns a hart's timer compare. */
    public long mtimecmp(int hart) {
        return mtimecmp[hart];
    }

    /** Sets a hart's timer compare, as a store to the register does. */
    public void setMtimecmp(int hart, long value) {
        mtimecmp[hart] = value;
        advance();
    }

    /** Sets or clears a hart's software interrupt, as a store to the register does. */
    public void setMsip(int hart, boolean on) {
        msip[hart] = on;
        software[hart].set(on);
    }

    @Override
    public String name() {
        return "clint";
    }

    @Override
    public long size() {
        return 0x1_0000;
    }

    @Override
    public List<ClintRegister> registers() {
        return ClintRegister.rows();
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return (bytes == 4 || bytes == 8) && (offset & bytes - 1) == 0;
    }

    @Override
    public long read(long offset, int bytes) {
        ClintRegister row = DeviceRegister.find(ClintRegister.rows(), offset);
        if (row == null || row != ClintRegister.MTIME && row.place().index(offset) >= msip.length) {
            return 0;
        }
        int hart = row.place().index(offset);
        long value = switch (row) {
            case MSIP -> msip[hart] ? 1 : 0;
            case MTIMECMP -> mtimecmp[hart];
            case MTIME -> mtime();
        };
        value >>>= 8 * (offset - row.place().offset() & row.place().bytes() - 1);
        return bytes == 4 ? value & 0xffff_ffffL : value;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        ClintRegister row = DeviceRegister.find(ClintRegister.rows(), offset);
        if (row == null || row != ClintRegister.MTIME && row.place().index(offset) >= msip.length) {
            return;
        }
        int hart = row.place().index(offset);
        switch (row) {
            case MSIP -> setMsip(hart, (value & 1) != 0);
            case MTIMECMP -> setMtimecmp(hart, merge(mtimecmp[hart], offset, bytes, value));
            case MTIME -> {
                mtimeOffset = merge(mtime(), offset, bytes, value) - clock.ticks();
                advance();
            }
        }
    }

    private static long merge(long old, long offset, int bytes, long value) {
        if (bytes == 8) {
            return value;
        }
        return (offset & 4) == 0 ? old & 0xffff_ffff_0000_0000L | value & 0xffff_ffffL : value << 32 | old & 0xffff_ffffL;
    }

    @Override
    public long nextTick() {
        long now = mtime();
        long next = NEVER;
        for (int hart = 0; hart < timer.length; hart++) {
            if (Long.compareUnsigned(mtimecmp[hart], now) > 0) {
                long tick = mtimecmp[hart] - mtimeOffset;
                next = tick > 0 && tick < next ? tick : next;
            } else if (!raised[hart]) {
                return clock.ticks();
            }
        }
        return next;
    }

    @Override
    public void advance() {
        long now = mtime();
        for (int hart = 0; hart < timer.length; hart++) {
            raised[hart] = Long.compareUnsigned(now, mtimecmp[hart]) >= 0;
            timer[hart].set(raised[hart]);
        }
    }

    @Override
    public void reset() {
        mtimeOffset = -clock.ticks();
        Arrays.fill(mtimecmp, -1);
        for (int hart = 0; hart < msip.length; hart++) {
            setMsip(hart, false);
        }
        advance();
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "sifive,clint0", "riscv,clint0");
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("harts", msip.length);
        state.flags("msip", msip);
        state.numbers("mtimecmp", mtimecmp);
        mtimeOffset = state.number("mtimeOffset", mtimeOffset);
        state.flags("raised", raised);
    }
}
