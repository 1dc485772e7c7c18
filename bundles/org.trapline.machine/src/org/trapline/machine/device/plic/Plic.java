// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.plic;

import java.util.Arrays;
import java.util.List;
import org.trapline.machine.device.Device;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/**
 * The platform-level interrupt controller: level-triggered sources 1..{@link #SOURCES}, and a context for each mode of each hart.
 *
 * @implSpec RISC-V Platform-Level Interrupt Controller Specification 1.0.0
 */
public final class Plic implements Device {
    /** Interrupt sources of the virt platform; source 0 means none. */
    public static final int SOURCES = 95;
    static final int MAX_SOURCES = 1024;
    static final int MAX_CONTEXTS = 0x1f0;
    private static final int MAX_PRIORITY = 7;
    private static final int WORDS = (SOURCES + 32) / 32;

    private final InterruptLine[] contexts;
    private final int[] priority = new int[SOURCES + 1];
    private final int[] level = new int[WORDS];
    private final int[] pending = new int[WORDS];
    private final int[] claimed = new int[WORDS];
    private final int[][] enable;
    private final int[] threshold;

    /**
     * Creates the controller at power-on.
     * @param contexts one line for each context, in the order of the device tree: hart 0 M, hart 0 S, hart 1 M ...
     */
    public Plic(List<InterruptLine> contexts) {
        this.contexts = contexts.toArray(InterruptLine[]::new);
        enable = new int[contexts.size()][WORDS];
        threshold = new int[contexts.size()];
    }

    /** Returns the wire of a source, 1..{@link #SOURCES}. */
    public InterruptLine source(int source) {
        if (source < 1 || source > SOURCES) {
            throw new IllegalArgumentException("PLIC source " + source + " is not in 1.." + SOURCES);
        }
        return raised -> drive(source, raised);
    }

    private void drive(int source, boolean raised) {
        int word = source >>> 5;
        int bit = 1 << source;
        if (raised == ((level[word] & bit) != 0)) {
            return;
        }
        level[word] ^= bit;
        // A request that was forwarded stays, though the source may think better of it; one that comes while another is served comes after it.
        if (raised) {
            pending[word] |= bit;
            update();
        }
    }

    @Override
    public String name() {
        return "plic";
    }

    @Override
    public long size() {
        return 0x60_0000;
    }

    @Override
    public List<PlicRegister> registers() {
        return PlicRegister.rows();
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return bytes == 4 && (offset & 3) == 0;
    }

    @Override
    public long read(long offset, int bytes) {
        PlicRegister row = DeviceRegister.find(PlicRegister.rows(), offset);
        if (row == null) {
            return 0;
        }
        int index = row.place().index(offset);
        int value = switch (row) {
            case PRIORITY -> index <= SOURCES ? priority[index] : 0;
            case PENDING -> index < WORDS ? pending[index] : 0;
            case ENABLE -> hasEnable(index) ? enable[index >>> 5][index & 31] : 0;
            case THRESHOLD -> index < threshold.length ? threshold[index] : 0;
            case CLAIM_COMPLETE -> index < contexts.length ? claim(index) : 0;
        };
        return value & 0xffff_ffffL;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        PlicRegister row = DeviceRegister.find(PlicRegister.rows(), offset);
        if (row == null) {
            return;
        }
        int index = row.place().index(offset);
        int data = (int) value;
        switch (row) {
            case PRIORITY -> {
                if (index > 0 && index <= SOURCES) {
                    priority[index] = data & MAX_PRIORITY;
                }
            }
            case PENDING -> { }
            case ENABLE -> {
                if (hasEnable(index)) {
                    enable[index >>> 5][index & 31] = (index & 31) == 0 ? data & ~1 : data;
                }
            }
            case THRESHOLD -> {
                if (index < threshold.length) {
                    threshold[index] = data & MAX_PRIORITY;
                }
            }
            case CLAIM_COMPLETE -> complete(index, data);
        }
        update();
    }

    private boolean hasEnable(int index) {
        return index >>> 5 < enable.length && (index & 31) < WORDS;
    }

    /** Returns the pending source of highest priority that the context enables, the lowest number among equals; 0 if none. */
    private int best(int context, int above) {
        int best = 0;
        int bestPriority = above;
        for (int word = 0; word < WORDS; word++) {
            for (int bits = pending[word] & ~claimed[word] & enable[context][word]; bits != 0; bits &= bits - 1) {
                int source = (word << 5) + Integer.numberOfTrailingZeros(bits);
                if (source <= SOURCES && priority[source] > bestPriority) {
                    best = source;
                    bestPriority = priority[source];
                }
            }
        }
        return best;
    }

    // A claim is served whatever the threshold.
    private int claim(int context) {
        int source = best(context, 0);
        if (source != 0) {
            pending[source >>> 5] &= ~(1 << source);
            claimed[source >>> 5] |= 1 << source;
            update();
        }
        return source;
    }

    private void complete(int context, int source) {
        boolean known = context < contexts.length && source > 0 && source <= SOURCES;
        if (!known || (enable[context][source >>> 5] >>> source & 1) == 0) {
            return;
        }
        claimed[source >>> 5] &= ~(1 << source);
        pending[source >>> 5] |= level[source >>> 5] & 1 << source;
    }

    private void update() {
        for (int context = 0; context < contexts.length; context++) {
            contexts[context].set(best(context, threshold[context]) != 0);
        }
    }

    @Override
    public void reset() {
        Arrays.fill(priority, 0);
        Arrays.fill(pending, 0);
        Arrays.fill(claimed, 0);
        Arrays.fill(threshold, 0);
        for (int[] words : enable) {
            Arrays.fill(words, 0);
        }
        System.arraycopy(level, 0, pending, 0, WORDS);
        update();
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "sifive,plic-1.0.0", "riscv,plic0").cells("riscv,ndev", SOURCES)
            .cells("#interrupt-cells", 1).cells("#address-cells", 0).flag("interrupt-controller");
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("contexts", contexts.length);
        state.numbers("priority", priority);
        state.numbers("level", level);
        state.numbers("pending", pending);
        state.numbers("claimed", claimed);
        state.numbers("threshold", threshold);
        for (int context = 0; context < enable.length; context++) {
            state.numbers("enable" + context, enable[context]);
        }
    }
}
