// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.List;
import java.util.Optional;

import org.trapline.asm.object.Symbol;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.loading.BootLoader;
import org.trapline.machine.memory.Bus;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.vmm.LifeCycle;

/** A program that owns a host, or a partition of one. */
final class BareHost extends Tenant {
    private static final String TOHOST = "tohost";

    private final Guest guest;
    private final ConsoleOutput console;
    private final boolean firmware;
    private BootLoader loader;

    BareHost(RunningHost host, Place place, HostPlan.Bare role) {
        super(host, place);
        guest = new Guest(role.guest(), plan().id(), place.vm());
        console = host.output(guest);
        firmware = role.firmware();
        add(guest);
    }

    @Override
    Executing executing(Hart hart) {
        return new Executing(guest, hart.id(), hart.pc());
    }

    @Override
    Guest owner(long address) {
        return guest;
    }

    @Override
    ConsoleOutput console() {
        return console;
    }

    @Override
    void install(NameBook names, Devices devices, String file) throws StartException {
        loader = RunningHost.loader(guest, place().memory(), file);
        names.addProgram(plan().id(), place().vm(), guest.plan());
        // Conformance programs have neither UART nor finisher; this is how they say how they ended.
        Symbol tohost = guest.plan().program().image().symbol(TOHOST);
        if (tohost != null && platform().bus().answers(tohost.value(), Long.BYTES)) {
            partition().attachHtif(tohost.value());
        }
    }

    @Override
    void boot() {
        loader.describe(platform());
        if (firmware) {
            partition().bootFirmware(loader.entry(), this::load);
        } else {
            partition().boot(loader.entry(), this::load);
        }
    }

    private void load() {
        loader.load(platform());
    }

    @Override
    boolean input(Guest to, int value) {
        // The machine keeps it until the UART has room, and traces it then.
        machine().type(partition().inputPort(), new byte[] {(byte) value});
        return true;
    }

    @Override
    void updateLives(SessionListener listener) {
        LifeCycle now = switch (ending()) {
            case NOT_YET -> partition().isBooted() ? LifeCycle.RUNNING : LifeCycle.DEFINED;
            case POWERED_OFF -> partition().exitCode() == 0 ? LifeCycle.OFF : LifeCycle.CRASHED;
            case TRAPPING -> LifeCycle.CRASHED;
            default -> LifeCycle.OFF;
        };
        if (guest.setLifeCycle(now)) {
            listener.guestChanged(guest, now);
        }
    }

    @Override
    GuestResult result(Guest of) {
        int code = partition().exitCode();
        Ending ending = ending() == Ending.POWERED_OFF && code != 0 ? Ending.FAILED : ending();
        long instructions = platform().harts().stream().mapToLong(Hart::instret).sum();
        return new GuestResult(of, ending, code, instructions, 0, 0, machine().now(), platform().hart(0).pc(), Optional.empty(), Optional.empty());
    }

    @Override
    List<DomainSnapshot> domains() {
        return List.of();
    }

    @Override
    void addTo(Processors processors) {
        platform().harts().forEach(hart -> processors.add(plan().id(), place().name(), guest, Processor.Kind.HART, hart, () -> { }));
    }

    @Override
    Bus bus(Guest of) {
        return platform().bus();
    }
}
