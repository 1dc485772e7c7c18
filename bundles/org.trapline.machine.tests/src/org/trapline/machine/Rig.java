// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.Set;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Platform;

/** A machine for tests, and what it printed. */
public final class Rig {
    public static final Isa ISA = Isa.parse("rv64ima_zicsr_zifencei");
    public static final long RAM = 4 << 20;

    public final Machine machine;
    public final StringBuilder printed = new StringBuilder();

    private Rig(Isa isa, int harts) {
        machine = new Machine(new MachineConfig(isa, harts, RAM, value -> printed.append((char) value), 0, true, Set.of()));
    }

    /** A machine that is about to execute the first program, which starts at its own base; the others are just there. */
    public static Rig of(Code... programs) {
        return withHarts(1, programs);
    }

    /** As {@link #of}, with a hart that has other extensions. */
    public static Rig withIsa(String isa, Code... programs) {
        Rig rig = new Rig(Isa.parse(isa), 1);
        rig.machine.boot(programs[0].base(), () -> rig.load(programs));
        return rig;
    }

    public static Rig withHarts(int harts, Code... programs) {
        Rig rig = new Rig(ISA, harts);
        rig.machine.boot(programs[0].base(), () -> rig.load(programs));
        return rig;
    }

    /** As {@link #withHarts}, started by firmware in supervisor mode. */
    public static Rig withFirmware(int harts, Code... programs) {
        Rig rig = new Rig(ISA, harts);
        rig.machine.bootFirmware(programs[0].base(), () -> rig.load(programs));
        return rig;
    }

    /** As {@link #withFirmware(int, Code...)}, with one hart that has other extensions. */
    public static Rig withFirmware(String isa, Code... programs) {
        Rig rig = new Rig(Isa.parse(isa), 1);
        rig.machine.bootFirmware(programs[0].base(), () -> rig.load(programs));
        return rig;
    }

    private void load(Code... programs) {
        for (Code program : programs) {
            program.load(machine.platform());
        }
    }

    public Hart hart() {
        return machine.platform().hart(0);
    }

    public Platform platform() {
        return machine.platform();
    }

    public long x(int register) {
        return hart().x()[register];
    }

    public long csr(Csr csr) {
        return hart().state().read(csr);
    }

    /** Runs one instruction, or takes one trap. */
    public Rig step() {
        hart().run(hart().cycle() + 1);
        return this;
    }

    public Rig step(int times) {
        for (int i = 0; i < times; i++) {
            step();
        }
        return this;
    }

    /** Runs to the end, which must come within a million instructions. */
    public StopReason run() {
        return machine.run(1_000_000);
    }
}
