// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.debug;

import java.util.Arrays;

import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.debug.DebugUnit;
import org.trapline.machine.debug.Registers;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;

/**
 * A processor's registers and memory, to read and to change. For the session's thread: see {@link org.trapline.runtime.Debugger#ask}.
 *
 * <p>Reading changes nothing: no A bits, no translation caches, no devices. A vCPU's registers are those that its guest sees, wherever they are kept.
 */
public final class ProcessorState {
    private final Processor processor;
    private final Hart hart;
    private final Registers registers;
    private final Runnable changed;
    private Runnable written = () -> { };

    /**
     * Creates the view of a hart.
     * @param hart    the hart itself; of a vCPU, its own one
     * @param changed is run when its privileged state was changed
     */
    public ProcessorState(Processor processor, Hart hart, Runnable changed) {
        this.processor = processor;
        this.hart = hart;
        registers = new Registers(hart);
        this.changed = changed;
    }

    /** Tells somebody, for one, of every change that is made here. */
    public void onWrite(Runnable listener) {
        written = listener;
    }

    public Processor processor() {
        return processor;
    }

    /** Returns where it stops. */
    public DebugUnit unit() {
        return hart.debug();
    }

    public Isa isa() {
        return hart.state().isa();
    }

    // ---- registers ----

    /** Returns a register by its number, 0 to 31. */
    public long x(int register) {
        return isa().zeroExtend(hart.debug().x(register));
    }

    /** Changes a register; x0 stays 0. */
    public void setX(int register, long value) {
        if (register != 0) {
            hart.debug().setX(register, isa().signExtend(value));
            written.run();
        }
    }

    /** Returns the bits of a floating-point register, whether or not it has them. */
    public long f(int register) {
        return hart.debug().floats(register).f(register);
    }

    /** Changes the bits of a floating-point register; {@code mstatus.FS} does not notice. */
    public void setF(int register, long bits) {
        hart.debug().floats(register).setF(register, bits);
        written.run();
    }

    public long pc() {
        return hart.debug().pc();
    }

    /** Lets it go on elsewhere. */
    public void setPc(long va) {
        if (hart.debug().setPc(va)) {
            changed.run();
        }
        written.run();
    }

    /** Returns the mode that its program is in. */
    public Privilege privilege() {
        return registers.privilege();
    }

    public void setPrivilege(Privilege privilege) {
        registers.setPrivilege(privilege);
        changed.run();
        written.run();
    }

    /** Tells whether it has that register. */
    public boolean has(Csr csr) {
        return hart.state().csr(csr.number()) == csr;
    }

    /** Returns a register that it has, whatever its mode may read. */
    public long csr(Csr csr) {
        return registers.csr(csr);
    }

    /** Writes a register that it has, as machine mode would; read-only ones do not change. */
    public void setCsr(Csr csr, long value) {
        if (!csr.isReadOnly()) {
            registers.setCsr(csr, value);
            changed.run();
            written.run();
        }
    }

    /** Tells whether it waits for an interrupt, or has not been started. */
    public boolean isWaiting() {
        return hart.isWaiting();
    }

    // ---- memory ----

    /**
     * Returns bytes at a virtual address, as far as there is memory: fewer where it ends. What its mode may not read, but supervisor mode may, is
     * read as well.
     */
    public byte[] read(long va, int length) {
        byte[] bytes = new byte[length];
        int done = transfer(va, length, (bus, pa, at, part) -> System.arraycopy(bus.look(pa, part), 0, bytes, at, part));
        return done == length ? bytes : Arrays.copyOf(bytes, done);
    }

    /** Writes bytes at a virtual address, whatever protects it; returns how many there was memory for. */
    public int write(long va, byte[] bytes) {
        int count = transfer(va, bytes.length, (bus, pa, at, part) -> bus.load(pa, Arrays.copyOfRange(bytes, at, at + part)));
        written.run();
        return count;
    }

    /** Something done with a part of a page. */
    private interface Transfer {
        void run(Bus bus, long pa, int at, int part);
    }

    private int transfer(long va, int length, Transfer transfer) {
        int done = 0;
        while (done < length) {
            long from = va + done;
            int part = Math.min(length - done, Ram.PAGE_SIZE - (int) (from & Ram.PAGE_SIZE - 1));
            long pa = physical(from);
            Bus.Region region = pa == -1 ? null : hart.mmu().bus().find(pa, part);
            if (region == null || region.ram() == null) {
                return done;
            }
            transfer.run(hart.mmu().bus(), pa, done, part);
            done += part;
        }
        return done;
    }

    /** Returns the physical address, of a vCPU the guest's, or -1. */
    public long physical(long va) {
        return registers.physical(va);
    }
}
