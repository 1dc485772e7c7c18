// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.trapline.asm.Assembler;
import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.AssemblyResult;
import org.trapline.asm.SourceFile;
import org.trapline.asm.link.LinkResult;
import org.trapline.asm.link.Linker;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.object.Image;
import org.trapline.isa.Cause;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.engine.EngineKind;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateImage;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.Hypervisor;
import org.trapline.vmm.HypervisorConfig;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/** Something that keeps the machine busy in a bad way, for ever, a little at a time. */
interface Strain {
    /** Instructions of a little. */
    long PART = 5_000_000;
    long RAM = 16 << 20;

    /** Goes on for a little; returns how many instructions that took. */
    long goOn();

    /** What it is, in a word. */
    String name();

    /** Returns all, with engines of a kind. */
    static List<Strain> all(Path guests, EngineKind kind) throws IOException {
        Image changing = program(guests.resolve("changing.s"));
        Image blocks = program(guests.resolve("blocks.s"));
        Image brief = program(guests.resolve("brief.s"));
        List<Strain> all = new ArrayList<>(List.of(new Lasting("changing", changing, kind), new Lasting("changing-eager", changing, EngineKind.EAGER),
            new Lasting("blocks", blocks, kind), new Lasting("blocks-eager", blocks, EngineKind.EAGER), new Passing("machines", brief, kind)));
        for (CpuTechnique technique : List.of(CpuTechnique.TRAP_AND_EMULATE, CpuTechnique.BINARY_TRANSLATION, CpuTechnique.HARDWARE)) {
            all.add(new Guests(technique, technique.pagings().getFirst(), brief, kind));
        }
        return all;
    }

    private static Image program(Path source) throws IOException {
        AssemblyResult assembled = Assembler.assemble(new SourceFile(source.toString(), Files.readString(source)), AssemblerOptions.defaults());
        if (assembled.object() == null) {
            throw new IllegalArgumentException(assembled.diagnostics().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        LinkResult linked = Linker.link(List.of(assembled.object()), LinkerOptions.defaults());
        if (linked.hasErrors()) {
            throw new IllegalArgumentException(linked.diagnostics().stream().map(Object::toString).collect(Collectors.joining("\n")));
        }
        return linked.image();
    }

    private static Machine boot(Image image, EngineKind kind) {
        Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64gc"), RAM, value -> { }).withEngines(kind.engines()));
        machine.boot(image.entry(), () -> image.segments().forEach(segment -> machine.platform().bus().load(segment.address(), segment.bytes())));
        return machine;
    }

    /** Goes on for some instructions: the guest always finds something to do. */
    private static long run(Machine machine, long instructions) {
        long before = machine.instret();
        StopReason reason = machine.run(instructions);
        if (reason != StopReason.LIMIT) {
            throw new IllegalStateException("the guest ended with " + reason + " at " + Long.toHexString(machine.current().pc()));
        }
        return machine.instret() - before;
    }

    /** One machine that is never done; it goes back sometimes, and on again. */
    final class Lasting implements Strain {
        private static final int GOES_BACK = 20;

        private final String name;
        private final Machine machine;
        private StateImage kept;
        private int turns;

        Lasting(String name, Image image, EngineKind kind) {
            this.name = name;
            machine = boot(image, kind);
        }

        @Override
        public long goOn() {
            turns++;
            if (turns % GOES_BACK == 0) {
                kept.goBack(machine);
            } else if (turns % GOES_BACK == GOES_BACK - 1) {
                kept = StateImage.of(machine);
            }
            return run(machine, PART);
        }

        @Override
        public String name() {
            return name;
        }
    }

    /** A machine that is new each time. */
    record Passing(String name, Image image, EngineKind kind) implements Strain {
        @Override
        public long goOn() {
            return run(boot(image, kind), PART);
        }
    }

    /** A hypervisor whose guests come and go. */
    final class Guests implements Strain {
        private static final long GUEST_MEMORY = 4 << 20;

        private final String name;
        private final Machine machine;
        private final Hypervisor hypervisor;
        private final Image image;
        private int made;

        Guests(CpuTechnique technique, PagingScheme paging, Image image, EngineKind kind) {
            name = technique.literal();
            this.image = image;
            machine = new Machine(MachineConfig.of(Isa.parse("rv64gch"), 2 * RAM, value -> { }).withEngines(kind.engines()));
            SupervisorTimer timer = new SupervisorTimer(machine.platform().mtimer());
            for (Hart hart : machine.platform().harts()) {
                hart.setResident(Privilege.M, (trapped, cause) -> {
                    if (cause == Cause.MACHINE_TIMER_INTERRUPT) {
                        timer.fired(trapped);
                    }
                });
            }
            hypervisor = new Hypervisor(machine.platform(), timer::arm, HypervisorConfig.standard(0).with(technique, paging));
            machine.boot(Platform.RAM_BASE, hypervisor::boot);
        }

        @Override
        public long goOn() {
            Domain guest = hypervisor.create(new DomainConfig("guest" + made, made++, Isa.parse("rv64gc"), 1, GUEST_MEMORY, false, true, value -> { }));
            image.segments().forEach(segment -> guest.load(segment.address(), segment.bytes()));
            guest.setEntry(image.entry());
            guest.start();
            long before = machine.instret();
            machine.run(PART);
            if (guest.lifeCycle() != LifeCycle.RUNNING) {
                throw new IllegalStateException(name + ": the guest is " + guest.lifeCycle());
            }
            guest.stop();
            hypervisor.delete(guest);
            return machine.instret() - before;
        }

        @Override
        public String name() {
            return name;
        }
    }
}
