// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.sswi;

import java.util.List;
import org.trapline.machine.device.Device;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/**
 * Lets supervisor mode interrupt other harts without asking machine mode: the third part of the ACLINT, of which the CLINT is the first two. An
 * interrupt is an edge; the hart it goes to clears it in its {@code sip}.
 */
public final class Sswi implements Device {
    private static final int WIDTH = 4;

    private final InterruptLine[] lines;

    /** @param lines one to each hart; only raised, never lowered */
    public Sswi(List<InterruptLine> lines) {
        this.lines = lines.toArray(InterruptLine[]::new);
    }

    @Override
    public String name() {
        return "sswi";
    }

    @Override
    public long size() {
        return 0x4000;
    }

    @Override
    public List<SswiRegister> registers() {
        return SswiRegister.rows();
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return bytes == WIDTH && (offset & bytes - 1) == 0;
    }

    @Override
    public long read(long offset, int bytes) {
        return 0;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        SswiRegister row = DeviceRegister.find(SswiRegister.rows(), offset);
        if (row != null && row.place().index(offset) < lines.length && (value & 1) != 0) {
            lines[row.place().index(offset)].set(true);
        }
    }

    @Override
    public void reset() {
        // What is pending is pending in the harts.
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "riscv,aclint-sswi").cells("#interrupt-cells", 0).cells("#address-cells", 0)
            .flag("interrupt-controller");
    }

    @Override
    public void exchange(StateExchange state) {
        // There is no state.
    }
}
