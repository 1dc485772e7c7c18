// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.rtc;

import java.util.List;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/** The Goldfish real-time clock. Its time is a given start plus virtual time, so that two runs read the same. */
public final class GoldfishRtc implements TimedDevice {
    private final Clock clock;
    private final InterruptLine line;
    private final long startNanos;
    private long timeOffset;
    private int timeHigh;
    private int alarmHigh;
    private long alarm;
    private boolean alarmSet;
    private boolean pending;
    private boolean enabled;

    /**
     * Creates the clock at power-on.
     * @param startNanos nanoseconds since 1970-01-01 that the clock shows at power-on
     */
    public GoldfishRtc(Clock clock, InterruptLine line, long startNanos) {
        this.clock = clock;
        this.line = line;
        this.startNanos = startNanos;
        reset();
    }

    private long nanos() {
        return timeOffset + clock.ticks() * Clock.NANOS_PER_TICK;
    }

    @Override
    public String name() {
        return "rtc";
    }

    @Override
    public long size() {
        return 0x1000;
    }

    @Override
    public List<RtcRegister> registers() {
        return RtcRegister.rows();
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return bytes == 4 && (offset & 3) == 0;
    }

    @Override
    public long read(long offset, int bytes) {
        RtcRegister row = DeviceRegister.find(RtcRegister.rows(), offset);
        if (row == null) {
            return 0;
        }
        int value = switch (row) {
            case TIME_LOW -> {
                timeHigh = (int) (nanos() >>> 32);
                yield (int) nanos();
            }
            case TIME_HIGH -> timeHigh;
            case ALARM_LOW -> (int) alarm;
            case ALARM_HIGH -> (int) (alarm >>> 32);
            case IRQ_ENABLED -> enabled ? 1 : 0;
            case ALARM_STATUS -> alarmSet ? 1 : 0;
            case CLEAR_ALARM, CLEAR_INTERRUPT -> 0;
        };
        return value & 0xffff_ffffL;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        RtcRegister row = DeviceRegister.find(RtcRegister.rows(), offset);
        if (row == null) {
            return;
        }
        long data = value & 0xffff_ffffL;
        switch (row) {
            case TIME_LOW -> setNanos(nanos() & 0xffff_ffff_0000_0000L | data);
            case TIME_HIGH -> setNanos(nanos() & 0xffff_ffffL | data << 32);
            case ALARM_LOW -> {
                alarm = (long) alarmHigh << 32 | data;
                alarmSet = true;
            }
            case ALARM_HIGH -> alarmHigh = (int) data;
            case IRQ_ENABLED -> enabled = (data & 1) != 0;
            case CLEAR_ALARM -> alarmSet = false;
            case CLEAR_INTERRUPT -> pending = false;
            case ALARM_STATUS -> { }
        }
        advance();
    }

    private void setNanos(long nanos) {
        timeOffset = nanos - clock.ticks() * Clock.NANOS_PER_TICK;
    }

    @Override
    public long nextTick() {
        return alarmSet ? clock.ticks() + Math.ceilDiv(Math.max(0, alarm - nanos()), Clock.NANOS_PER_TICK) : NEVER;
    }

    @Override
    public void advance() {
        if (alarmSet && nanos() >= alarm) {
            alarmSet = false;
            pending = true;
        }
        line.set(pending && enabled);
    }

    @Override
    public void reset() {
        timeOffset = startNanos - clock.ticks() * Clock.NANOS_PER_TICK;
        timeHigh = 0;
        alarmHigh = 0;
        alarm = 0;
        alarmSet = false;
        pending = false;
        enabled = false;
        advance();
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "google,goldfish-rtc");
    }

    @Override
    public void exchange(StateExchange state) {
        timeOffset = state.number("timeOffset", timeOffset);
        timeHigh = state.number("timeHigh", timeHigh);
        alarmHigh = state.number("alarmHigh", alarmHigh);
        alarm = state.number("alarm", alarm);
        alarmSet = state.flag("alarmSet", alarmSet);
        pending = state.flag("pending", pending);
        enabled = state.flag("enabled", enabled);
    }
}
