// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.mswi;

import java.util.List;
import org.trapline.machine.device.Device;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/** Lets machine mode interrupt harts: for each of them a bit, which is the level of its line. */
public final class Mswi implements Device {
    private static final int WIDTH = 4;

    private final InterruptLine[] lines;
    private final boolean[] msip;

    /** @param lines one to each hart's {@code mip.MSIP} */
    public Mswi(List<InterruptLine> lines) {
        this.lines = lines.toArray(InterruptLine[]::new);
        msip = new boolean[lines.size()];
    }

    /** Sets or clears a hart's software interrupt, as a store to the register does. */
    public void setMsip(int hart, boolean on) {
        msip[hart] = on;
        lines[hart].set(on);
    }

    @Override
    public String name() {
        return "mswi";
    }

    @Override
    public long size() {
        return 0x4000;
    }

    @Override
    public List<MswiRegister> registers() {
        return MswiRegister.rows();
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return bytes == WIDTH && (offset & bytes - 1) == 0;
    }

    /** Returns the hart whose register is there, or -1. */
    private int hart(long offset) {
        MswiRegister row = DeviceRegister.find(MswiRegister.rows(), offset);
        int hart = row == null ? -1 : row.place().index(offset);
        return hart < msip.length ? hart : -1;
    }

    @Override
    public long read(long offset, int bytes) {
        int hart = hart(offset);
        return hart >= 0 && msip[hart] && (offset & WIDTH - 1) == 0 ? 1 : 0;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        int hart = hart(offset);
        if (hart >= 0) {
            setMsip(hart, (value & 1) != 0);
        }
    }

    @Override
    public void reset() {
        for (int hart = 0; hart < msip.length; hart++) {
            setMsip(hart, false);
        }
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "riscv,aclint-mswi").cells("#interrupt-cells", 0).cells("#address-cells", 0)
            .flag("interrupt-controller");
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("harts", msip.length);
        state.flags("msip", msip);
    }
}
