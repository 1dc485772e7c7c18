// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.List;

import org.trapline.asm.object.Symbol;
import org.trapline.machine.Machine;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.loading.BootLoader;
import org.trapline.machine.memory.Bus;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.code.Lifecycle;
import org.trapline.vmm.LifeCycle;

/** A host that a program owns. */
final class BareHost extends RunningHost {
    private static final String TOHOST = "tohost";

    private final Guest guest;
    private final boolean firmware;
    private final BootLoader loader;
    private boolean booted;

    static BareHost create(HostPlan plan, HostPlan.Bare role, TraceBuffer trace, NameBook names, Devices devices, String file)
            throws StartException {
        return new BareHost(plan, new Guest(role.guest(), plan.id(), EventOrigin.NONE), role.firmware(), trace, names, devices, file);
    }

    private BareHost(HostPlan plan, Guest guest, boolean firmware, TraceBuffer trace, NameBook names, Devices devices, String file)
            throws StartException {
        super(plan, guest, trace, devices);
        this.guest = guest;
        this.firmware = firmware;
        loader = loader(guest, plan.memory(), file);
        names.addHost(plan.id(), plan.name(), machine().platform().bus());
        names.addProgram(plan.id(), EventOrigin.NONE, guest.plan());
        // Conformance programs have neither UART nor finisher; this is how they say how they ended.
        Symbol tohost = guest.plan().program().image().symbol(TOHOST);
        if (tohost != null && machine().platform().bus().answers(tohost.value(), Long.BYTES)) {
            machine().attachHtif(tohost.value());
        }
    }

    @Override
    void boot() {
        loader.describe(machine().platform());
        if (firmware) {
            machine().bootFirmware(loader.entry(), this::load);
        } else {
            machine().boot(loader.entry(), this::load);
        }
        booted = true;
        traceLife(Lifecycle.START, 0);
    }

    private void load() {
        loader.load(machine().platform());
    }

    @Override
    boolean input(Guest to, int value) {
        // The machine keeps it until the UART has room, and traces it then.
        machine().type(new byte[] {(byte) value});
        return true;
    }

    @Override
    void updateLives(SessionListener listener) {
        LifeCycle now = switch (ending()) {
            case NOT_YET -> booted ? LifeCycle.RUNNING : LifeCycle.DEFINED;
            case POWERED_OFF -> machine().exitCode() == 0 ? LifeCycle.OFF : LifeCycle.CRASHED;
            case TRAPPING -> LifeCycle.CRASHED;
            default -> LifeCycle.OFF;
        };
        if (guest.setLifeCycle(now)) {
            listener.guestChanged(guest, now);
        }
    }

    @Override
    GuestResult result(Guest of) {
        Machine machine = machine();
        Ending ending = ending() == Ending.POWERED_OFF && machine.exitCode() != 0 ? Ending.FAILED : ending();
        return new GuestResult(of, ending, machine.exitCode(), machine.instret(), 0, 0, machine.now(), machine.platform().hart(0).pc());
    }

    @Override
    HostSnapshot snapshot() {
        List<HartSnapshot> harts = machine().platform().harts().stream().map((Hart hart) -> snapshot(hart, hart)).toList();
        return new HostSnapshot(plan().name(), machine().now(), machine().instret(), harts, List.of());
    }

    @Override
    void addTo(Processors processors) {
        machine().platform().harts().forEach(hart -> processors.add(plan().id(), plan().name(), guest, Processor.Kind.HART, hart, () -> { }));
    }

    @Override
    Bus bus(Guest of) {
        return machine().platform().bus();
    }
}
