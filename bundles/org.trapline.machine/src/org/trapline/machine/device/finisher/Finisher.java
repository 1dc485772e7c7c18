// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.finisher;

import java.util.List;
import org.trapline.machine.device.Device;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/** The test finisher: a store of a magic number ends the run. It keeps no state. */
public final class Finisher implements Device {
    public static final int PASS = 0x5555;
    public static final int FAIL = 0x3333;
    public static final int RESET = 0x7777;

    /** Carries out what software asked for. */
    public interface Outcome {
        /**
         * The run is over.
         * @param code 0 if it passed, else the failure's 16-bit code, or 1 if that is 0
         */
        void finished(int code);

        /** The machine is to be reset. */
        void resetRequested();
    }

    private final Outcome outcome;

    public Finisher(Outcome outcome) {
        this.outcome = outcome;
    }

    @Override
    public String name() {
        return "finisher";
    }

    @Override
    public long size() {
        return 0x1000;
    }

    @Override
    public List<FinisherRegister> registers() {
        return FinisherRegister.rows();
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return (bytes == 2 || bytes == 4) && (offset & bytes - 1) == 0;
    }

    @Override
    public long read(long offset, int bytes) {
        return 0;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        if (offset != 0) {
            return;
        }
        switch ((int) value & 0xffff) {
            case PASS -> outcome.finished(0);
            case FAIL -> outcome.finished(Math.max(1, (int) value >>> 16));
            case RESET -> outcome.resetRequested();
            default -> { }
        }
    }

    @Override
    public void reset() {
        // There is nothing to reset.
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "sifive,test1", "sifive,test0", "syscon");
    }

    @Override
    public void exchange(StateExchange state) {
        // There is no state.
    }
}
