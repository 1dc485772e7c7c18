// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.platform;

import java.util.function.LongConsumer;

import org.trapline.machine.device.Dma;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * What stands between the device in a slot and the rest of the machine: an IOMMU, and a switch for its interrupt. As long as nobody assigns the device,
 * it reaches all memory and interrupts by the machine's PLIC. Assigned to a virtual machine it gives that one's addresses, of which those in its
 * memory are translated and all others refused, and its interrupt goes wherever it is sent.
 */
public final class SlotWiring implements Dma, InterruptLine, Stateful {
    private final Dma memory;
    private final InterruptLine plic;
    private boolean assigned;
    private long gpa;
    private long hpa;
    private long size;
    private InterruptLine line;
    private LongConsumer whenRefused;
    private long refusals;

    SlotWiring(Dma memory, InterruptLine plic) {
        this.memory = memory;
        this.plic = plic;
        line = plic;
    }

    /**
     * Assigns the device to a virtual machine.
     * @param newGpa   the first address of memory that it may give
     * @param newHpa   the machine's address of the same byte
     * @param newSize  bytes
     * @param newLine  takes its interrupt
     * @param listener is told addresses that are refused
     */
    public void assign(long newGpa, long newHpa, long newSize, InterruptLine newLine, LongConsumer listener) {
        plic.set(false);
        assigned = true;
        gpa = newGpa;
        hpa = newHpa;
        size = newSize;
        line = newLine;
        whenRefused = listener;
    }

    /** Gives the device back to the machine. */
    public void release() {
        line.set(false);
        assigned = false;
        line = plic;
    }

    /** Returns how often the device was kept from memory. */
    public long refusals() {
        return refusals;
    }

    private long translated(long pa, long length) {
        if (!assigned) {
            return pa;
        }
        if (!isWithin(pa, length)) {
            throw new IndexOutOfBoundsException("the device may not reach " + length + " bytes at 0x" + Long.toHexString(pa));
        }
        return pa - gpa + hpa;
    }

    private boolean isWithin(long pa, long length) {
        return pa >= gpa && length >= 0 && length <= size && pa - gpa <= size - length;
    }

    @Override
    public boolean covers(long pa, long length) {
        if (assigned && !isWithin(pa, length)) {
            refusals++;
            whenRefused.accept(pa);
            return false;
        }
        return memory.covers(translated(pa, length), length);
    }

    @Override
    public void read(long pa, byte[] into, int from, int length) {
        memory.read(translated(pa, length), into, from, length);
    }

    @Override
    public void write(long pa, byte[] bytes, int from, int length) {
        memory.write(translated(pa, length), bytes, from, length);
    }

    @Override
    public long read(long pa, int bytes) {
        return memory.read(translated(pa, bytes), bytes);
    }

    @Override
    public void write(long pa, int bytes, long value) {
        memory.write(translated(pa, bytes), bytes, value);
    }

    @Override
    public void set(boolean raised) {
        line.set(raised);
    }

    /** To whom the device is assigned is fixed by whoever did it. */
    @Override
    public void exchange(StateExchange state) {
        refusals = state.number("refusals", refusals);
    }
}
