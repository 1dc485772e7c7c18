// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.clint;

import java.util.List;
import java.util.stream.Stream;
import org.trapline.machine.device.Device;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.device.mswi.Mswi;
import org.trapline.machine.device.mtimer.Mtimer;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/**
 * The core-local interruptor, which is older than the ACLINT: its MSWI and, from {@link #MTIMER} on, its MTIMER, as one device.
 */
public final class Clint implements TimedDevice {
    /** Where the timers begin. */
    public static final long MTIMER = 0x4000;

    private final Mswi mswi;
    private final Mtimer mtimer;
    private final List<DeviceRegister> registers;

    /** A register of a part, where it stands in the whole. */
    private record Moved(DeviceRegister row, long by) implements DeviceRegister {
        @Override
        public String name() {
            return row.name();
        }

        @Override
        public Place place() {
            Place place = row.place();
            return new Place(place.offset() + by, place.bytes(), place.count(), place.stride(), place.access());
        }

        @Override
        public String doc() {
            return row.doc();
        }
    }

    /** Puts the two together. */
    public Clint(Mswi mswi, Mtimer mtimer) {
        this.mswi = mswi;
        this.mtimer = mtimer;
        registers = Stream.<DeviceRegister>concat(mswi.registers().stream(), mtimer.registers().stream().map(row -> new Moved(row, MTIMER))).toList();
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
    public List<DeviceRegister> registers() {
        return registers;
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return (bytes == 4 || bytes == 8) && (offset & bytes - 1) == 0;
    }

    private Device part(long offset) {
        return offset < MTIMER ? mswi : mtimer;
    }

    private static long within(long offset) {
        return offset < MTIMER ? offset : offset - MTIMER;
    }

    @Override
    public long read(long offset, int bytes) {
        return part(offset).read(within(offset), bytes);
    }

    @Override
    public void write(long offset, int bytes, long value) {
        part(offset).write(within(offset), bytes, value);
    }

    @Override
    public long nextTick() {
        return mtimer.nextTick();
    }

    @Override
    public void advance() {
        mtimer.advance();
    }

    @Override
    public void reset() {
        mswi.reset();
        mtimer.reset();
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "sifive,clint0", "riscv,clint0");
    }

    @Override
    public void exchange(StateExchange state) {
        state.part("mswi", mswi);
        state.part("mtimer", mtimer);
    }
}
