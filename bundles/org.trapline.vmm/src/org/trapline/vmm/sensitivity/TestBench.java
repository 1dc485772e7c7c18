// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.hart.FenceListener;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Quirk;
import org.trapline.machine.state.StateImage;

/** A machine on which one instruction at a time is executed, always from the same state. */
final class TestBench {
    private static final long RAM = 1 << 20;
    private static final long CODE = Platform.RAM_BASE;
    private static final long DATA = Platform.RAM_BASE + 0x8000;
    private static final int DATA_WORDS = 16;
    private static final long CONTENT = 0x0123_4567_89ab_cdefL;
    private static final int STACK_POINTER = 2;
    private static final int OPEN = 0x1f;
    private static final long LATER = 1_000_000;
    /** An even number with bits in every field. */
    private static final long OTHER = 0x00a5_5a3c_96e1_0f5cL;
    private static final long SUPERVISOR_INTERRUPTS = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit() | Cause.SUPERVISOR_TIMER_INTERRUPT.bit()
        | Cause.SUPERVISOR_EXTERNAL_INTERRUPT.bit();
    private static final long OTHER_STATUS = Mstatus.SPP | Mstatus.SPIE | Mstatus.MPIE | Mstatus.SUM | Mstatus.MXR;

    /** What decides about traps, translation and protection: it stays as it is, so that the modes remain comparable. */
    private static final Set<Csr> KEPT = EnumSet.of(Csr.MSTATUS, Csr.MEDELEG, Csr.MIDELEG, Csr.MIE, Csr.MIP, Csr.MCOUNTEREN, Csr.SCOUNTEREN,
        Csr.MENVCFG, Csr.SENVCFG, Csr.SATP, Csr.HSTATUS, Csr.HEDELEG, Csr.HIDELEG, Csr.HCOUNTEREN, Csr.HENVCFG, Csr.HGATP, Csr.VSATP, Csr.VSSTATUS,
        Csr.STIMECMP, Csr.VSTIMECMP, Csr.HTIMEDELTA, Csr.MCOUNTINHIBIT);
    /** The program's own, and time, which passes. */
    private static final Set<String> OWN = Set.of("x", "f", "pc", "cycle", "overhead", "barrenTraps", "barrenAt", "mmu", "progress", "csr.float",
        "csr.cycle", "csr.instret");

    private final Machine machine;
    private final Bus bus;
    private final Isa isa;
    private Cause trap;
    private boolean fenced;

    TestBench(final Isa isa, final Set<Quirk> quirks) {
        this.isa = isa;
        machine = new Machine(new MachineConfig(isa, 2, RAM, value -> { }, 0, true, quirks));
        bus = machine.platform().bus();
        machine.harts().forEach(this::watch);
    }

    private void watch(final Hart hart) {
        hart.setResident(Privilege.M, (trapped, cause) -> {
            trap = cause;
            trapped.pause();
        });
        hart.setFenceListener(new FenceListener() {
            @Override
            public void fenced(final long va, final int asid) {
                fenced = true;
            }

            @Override
            public void guestFenced() {
                fenced = true;
            }

            @Override
            public void protectionChanged() {
                // The registers that say so have changed, which is noticed by itself.
            }
        });
    }

    /** A state of a hart to start from. */
    record Setting(Hart hart, StateImage state, Map<String, String> resources) {
    }

    /**
     * What an instruction did.
     *
     * @param trapped whether it raised an exception, in place of anything else
     * @param result  the program's registers, pc and memory after it
     * @param changed what else is different from before, by name
     */
    record Outcome(boolean trapped, long[] result, Set<String> changed) {
        boolean sameResult(final Outcome other) {
            return Arrays.equals(result, other.result);
        }
    }

    /** Prepares a state: in a mode, on one or another hart, with one or another content of what is not the program's own. */
    Setting setting(final Privilege mode, final boolean other) {
        final Hart hart = machine.harts().get(other ? 1 : 0);
        hart.reset(CODE);
        final PrivilegedState state = hart.state();
        state.write(Csr.PMPADDR0, -1);
        state.write(Csr.PMPCFG0, OPEN);
        state.write(Csr.MCOUNTEREN, -1);
        state.write(Csr.SCOUNTEREN, 0);
        // None is pending, so none is taken; but their registers are not all zero.
        state.write(Csr.MIDELEG, SUPERVISOR_INTERRUPTS);
        state.write(Csr.MIE, other ? SUPERVISOR_INTERRUPTS : 0);
        state.write(Csr.MSTATUS, state.read(Csr.MSTATUS) | Mstatus.FS | (other ? OTHER_STATUS : 0));
        if (other) {
            varied(isa).forEach(csr -> state.write(csr, OTHER));
        }
        hart.setCycle(other ? LATER : 0);
        for (int register = 1; register < Integer.SIZE; register++) {
            hart.x()[register] = isa.signExtend(DATA);
            hart.setF(register, Double.doubleToRawLongBits(register));
        }
        state.setPrivilege(mode);
        final StateImage image = StateImage.of(hart);
        return new Setting(hart, image, resources(image));
    }

    static List<Csr> varied(final Isa isa) {
        final List<Csr> varied = new ArrayList<>();
        for (final Csr csr : Csr.values()) {
            if (csr.isIn(isa) && csr.privilege() != Privilege.U && !csr.isReadOnly() && csr.viewOf() == null && !KEPT.contains(csr)
                    && !csr.csrName().startsWith("pmp")) {
                varied.add(csr);
            }
        }
        return varied;
    }

    /**
     * Executes one instruction.
     * @param word   the instruction
     * @param source what its first source register has; null for the address of some memory
     */
    Outcome execute(final int word, final Long source, final Setting from) {
        final Hart hart = from.hart;
        from.state.restore(hart);
        // Time is that of the hart whose turn it is.
        machine.current().setCycle(hart.cycle());
        for (int index = 0; index < DATA_WORDS; index++) {
            bus.write(DATA + index * Long.BYTES, Long.BYTES, CONTENT * (index + 1));
        }
        bus.write(CODE, Integer.BYTES, word);
        hart.fenceInstructions();
        if (source != null) {
            hart.x()[Specimen.SOURCE_1] = source;
        } else {
            hart.x()[STACK_POINTER] = isa.signExtend(DATA);
        }
        trap = null;
        fenced = false;
        hart.run(hart.cycle() + 1);
        if (trap != null) {
            return new Outcome(true, null, Set.of());
        }
        return new Outcome(false, result(hart), changed(from));
    }

    private long[] result(final Hart hart) {
        final long[] result = new long[Hart.REGISTERS + Hart.FLOATS + DATA_WORDS + 2];
        System.arraycopy(hart.x(), 0, result, 0, Integer.SIZE);
        int at = Hart.REGISTERS;
        for (int register = 0; register < Hart.FLOATS; register++) {
            result[at++] = hart.f(register);
        }
        for (int index = 0; index < DATA_WORDS; index++) {
            result[at++] = bus.read(DATA + index * Long.BYTES, Long.BYTES);
        }
        result[at++] = hart.pc();
        result[at] = isa.has(Extension.F) ? hart.state().read(Csr.FCSR) : 0;
        return result;
    }

    private Set<String> changed(final Setting from) {
        final StateImage now = StateImage.of(from.hart);
        final Map<String, String> resources = resources(now);
        final Set<String> changed = new TreeSet<>();
        for (final Map.Entry<String, String> entry : resources.entrySet()) {
            if (!entry.getValue().equals(from.resources.get(entry.getKey()))) {
                changed.add(shown(entry.getKey()));
            }
        }
        from.resources.keySet().stream().filter(name -> !resources.containsKey(name)).map(TestBench::shown).forEach(changed::add);
        if (fenced) {
            changed.add("translations kept by the hart");
        }
        return changed;
    }

    private static Map<String, String> resources(final StateImage image) {
        final Map<String, String> resources = new HashMap<>(image.fields());
        resources.keySet().removeIf(TestBench::isOwn);
        return resources;
    }

    private static boolean isOwn(final String field) {
        return OWN.stream().anyMatch(own -> field.equals(own) || field.startsWith(own + ".") || field.startsWith(own + "["));
    }

    private static String shown(final String field) {
        return field.startsWith("csr.") ? field.substring("csr.".length()) : field;
    }
}
