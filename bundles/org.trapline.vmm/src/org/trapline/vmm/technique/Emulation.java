// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.trace.EventKind;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;

/**
 * Carries out on a vCPU what its guest may not do on the physical hart.
 *
 * <p>"Carried out" means that the vCPU's own hart executes the one instruction, in the guest's virtual mode, on the guest's virtual devices. If
 * that hart traps, in turn, the trap is the guest's: it is delivered to the guest's kernel by the very rules of a physical hart.
 */
public final class Emulation {
    private static final long NO_CSR = -1;

    private final VCpu vcpu;
    private final Meter meter;

    public Emulation(final VCpu vcpu, final Meter meter) {
        this.vcpu = vcpu;
        this.meter = meter;
    }

    /** Delivers all interrupts that are pending and enabled on the vCPU to the guest's kernel. */
    public void deliverInterrupts() {
        // Interrupts that arrive while their own handler's entry is carried out wait: it disables them.
        while (vcpu.state().isInterruptReady() && vcpu.isRunnable()) {
            deliverInterrupt();
        }
    }

    /** Delivers the interrupt that is next to the guest's kernel; there must be one. */
    public void deliverInterrupt() {
        if (meter.isTracing()) {
            meter.record(EventKind.IRQ_INJECT, vcpu.hart().pc(), vcpu.state().nextInterrupt().value(), -1, 0, 0);
        }
        meter.charge(Cost.INJECT, 1);
        meter.charge(Cost.REFLECT, 1);
        vcpu.carryOut();
    }

    /**
     * Executes the instruction at the vCPU's pc on the vCPU.
     * @param word the instruction if it is known, or 0
     */
    public void carryOut(final int word) {
        meter.charge(Cost.DECODE, 1);
        carryOutKnown(word);
    }

    /** As {@link #carryOut}, where the VMM knows what the instruction is without looking at it. */
    public void carryOutKnown(final int word) {
        final Hart hart = vcpu.hart();
        final PrivilegedState state = hart.state();
        final Csr csr = csrOf(state, word);
        // A counter goes on by itself, so only what an instruction writes is shown as a change.
        final long old = csr != null && !csr.isReadOnly() ? state.read(csr) : 0;
        final long pc = hart.pc();
        final int executed = word != 0 || !meter.isTracing() ? word : wordAt(hart, pc);
        final long before = hart.instret();
        hart.takeDeviceAccesses();
        vcpu.carryOut();
        final boolean retired = hart.instret() != before || hart.isWaiting();
        final int calls = vcpu.domain().takeFirmwareCalls();
        meter.charge(calls > 0 ? Cost.FIRMWARE : retired ? Cost.EMULATE : Cost.REFLECT, 1);
        meter.charge(Cost.DEVICE, hart.takeDeviceAccesses());
        if (retired) {
            vcpu.countEmulated(1);
            if (meter.isTracing()) {
                meter.record(EventKind.EMULATE, pc, executed, csr != null ? csr.number() : NO_CSR, old,
                    csr != null && !csr.isReadOnly() ? state.read(csr) : 0);
            }
        }
    }

    /** Returns the instruction at a guest virtual address for an onlooker, 0 if there is none. */
    public static int wordAt(final Hart hart, final long gva) {
        final int low = halfwordAt(hart, gva);
        return (low & 3) == 3 ? low | halfwordAt(hart, gva + 2) << 16 : low;
    }

    private static int halfwordAt(final Hart hart, final long gva) {
        final long gpa = hart.mmu().peek(gva);
        return gpa == -1 ? 0 : (int) hart.mmu().bus().peek(gpa, 2);
    }

    private static Csr csrOf(final PrivilegedState state, final int word) {
        final Instruction instruction = word == 0 ? null : Instruction.decode(word);
        if (instruction == null || instruction.extension() != Extension.ZICSR) {
            return null;
        }
        final Format format = instruction.format();
        return format.has(Operand.CSR) ? state.csr((int) Operand.CSR.extract(word)) : null;
    }
}
