// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.mtimer;

import java.util.Arrays;
import java.util.List;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/** Keeps {@code mtime} for all harts, and for each of them what it is compared with. */
public final class Mtimer implements TimedDevice {
    /** Where {@code mtime} stands, behind the compares. */
    public static final long MTIME = 0x7ff8;

    private final Clock clock;
    private final InterruptLine[] lines;
    private final long[] mtimecmp;
    // Levels of the lines, which follow from the above once advance() has been called.
    private final boolean[] raised;
    private long mtimeOffset;

    /**
     * Creates the device at power-on.
     * @param clock what {@code mtime} counts, until software writes it
     * @param lines one to each hart's {@code mip.MTIP}
     */
    public Mtimer(Clock clock, List<InterruptLine> lines) {
        this.clock = clock;
        this.lines = lines.toArray(InterruptLine[]::new);
        mtimecmp = new long[lines.size()];
        raised = new boolean[lines.size()];
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

    @Override
    public String name() {
        return "mtimer";
    }

    @Override
    public long size() {
        return 0x8000;
    }

    @Override
    public List<MtimerRegister> registers() {
        return MtimerRegister.rows();
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return (bytes == 4 || bytes == 8) && (offset & bytes - 1) == 0;
    }

    /** Returns the register at an offset; null if there is none, or of no hart that there is. */
    private MtimerRegister find(long offset) {
        MtimerRegister row = DeviceRegister.find(MtimerRegister.rows(), offset);
        return row == MtimerRegister.MTIMECMP && row.place().index(offset) >= mtimecmp.length ? null : row;
    }

    @Override
    public long read(long offset, int bytes) {
        MtimerRegister row = find(offset);
        if (row == null) {
            return 0;
        }
        long value = switch (row) {
            case MTIMECMP -> mtimecmp[row.place().index(offset)];
            case MTIME -> mtime();
        };
        value >>>= 8 * (offset - row.place().offset() & row.place().bytes() - 1);
        return bytes == 4 ? value & 0xffff_ffffL : value;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        MtimerRegister row = find(offset);
        if (row == null) {
            return;
        }
        switch (row) {
            case MTIMECMP -> {
                int hart = row.place().index(offset);
                setMtimecmp(hart, merge(mtimecmp[hart], offset, bytes, value));
            }
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
        for (int hart = 0; hart < lines.length; hart++) {
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
        for (int hart = 0; hart < lines.length; hart++) {
            raised[hart] = Long.compareUnsigned(now, mtimecmp[hart]) >= 0;
            lines[hart].set(raised[hart]);
        }
    }

    @Override
    public void reset() {
        mtimeOffset = -clock.ticks();
        Arrays.fill(mtimecmp, -1);
        advance();
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "riscv,aclint-mtimer");
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("harts", mtimecmp.length);
        state.numbers("mtimecmp", mtimecmp);
        mtimeOffset = state.number("mtimeOffset", mtimeOffset);
        state.flags("raised", raised);
    }
}
