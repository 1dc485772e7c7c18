// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.List;

import org.trapline.machine.Machine;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Bus;
import org.trapline.runtime.plan.GuestPlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.code.Lifecycle;
import org.trapline.vmm.LifeCycle;

/** A host that a program owns. */
final class BareHost extends RunningHost {
    private final Guest guest;
    private boolean booted;

    static BareHost create(HostPlan plan, HostPlan.Bare role, TraceBuffer trace, NameBook names) {
        Guest guest = new Guest(role.guest(), plan.id(), EventOrigin.NONE);
        return new BareHost(plan, guest, trace, names);
    }

    private BareHost(HostPlan plan, Guest guest, TraceBuffer trace, NameBook names) {
        super(plan, guest, trace);
        this.guest = guest;
        names.addHost(plan.id(), plan.name(), machine().platform().bus());
        names.addProgram(plan.id(), EventOrigin.NONE, guest.plan());
    }

    @Override
    void boot() {
        GuestPlan program = guest.plan();
        machine().boot(program.program().image().entry(), () -> {
            load(program.program(), machine().platform().bus());
            if (!program.commandLine().isEmpty()) {
                machine().platform().putDeviceTree(program.commandLine());
            }
        });
        booted = true;
        traceLife(Lifecycle.START, 0);
    }

    @Override
    void type(Guest to, byte[] bytes) {
        machine().type(bytes);
    }

    @Override
    boolean deliverInput() {
        // The machine takes it by itself.
        return false;
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
    Bus bus(Guest of) {
        return machine().platform().bus();
    }
}
