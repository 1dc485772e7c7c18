// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.object.Image;
import org.trapline.isa.Cause;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.engine.EngineKind;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Platform;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.Hypervisor;
import org.trapline.vmm.HypervisorConfig;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * Runs one program, which does not come to an end, on the bare machine and as the guest of hypervisors, on several machines each, a little at a time by turns:
 * so what slows the host down slows all. Which regions are compiled depends on where the program is when it is looked at, and decides more about the speed than
 * any technique; so each machine starts in another phase, and there are several of a kind. Prints a line for each kind.
 */
final class RunGuestsByTurns {
    /** The kind that is no guest. */
    static final String BARE = "bare";
    /** Between technique and paging. */
    static final String BY = ":";
    private static final long GUEST_MEMORY = 64L << 20;
    private static final long TURN_NANOS = 20_000_000;
    private static final long INSTRUCTIONS = 100_000;
    /** A machine's phase is so many runs of at most so many instructions. */
    private static final int PHASE_RUNS = 50;
    private static final int PHASE_INSTRUCTIONS = 3_000;

    private final Machine machine;
    /** Null for the bare machine. */
    private final VCpu vcpu;
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> exits = new ArrayList<>();

    private RunGuestsByTurns(Machine machine, VCpu vcpu, Random random) {
        this.machine = machine;
        this.vcpu = vcpu;
        for (int i = random.nextInt(PHASE_RUNS); i >= 0; i--) {
            machine.run(1 + random.nextInt(PHASE_INSTRUCTIONS));
        }
    }

    /**
     * Arguments: an ELF file, extensions besides {@code rv64gc} or nothing, an {@link EngineKind}, how many machines of each kind, seconds for each, and
     * the kinds: {@value #BARE}, or a {@link CpuTechnique} and a {@link PagingScheme}.
     */
    public static void main(String[] args) throws IOException, ElfException {
        Image image = ElfReader.image(Files.readAllBytes(Path.of(args[0])));
        EngineKind kind = EngineKind.valueOf(args[2].toUpperCase(Locale.ROOT));
        int count = Integer.parseInt(args[3]);
        List<String> kinds = List.of(args).subList(5, args.length);
        List<RunGuestsByTurns> all = new ArrayList<>();
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            for (String each : kinds) {
                all.add(each.equals(BARE) ? bare(image, args[1], kind.engines(), random) : guest(image, args[1], kind.engines(), each.split(BY), random));
            }
        }
        long end = System.nanoTime() + (long) (Double.parseDouble(args[4]) * all.size() * 1e9);
        while (System.nanoTime() < end) {
            all.forEach(RunGuestsByTurns::turn);
        }
        for (int i = 0; i < kinds.size(); i++) {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s %.0f", kinds.get(i), all.get(i).late(all.get(i).exits)));
            for (int j = i; j < all.size(); j += kinds.size()) {
                line.append(String.format(Locale.ROOT, " %.4f", all.get(j).late(all.get(j).nanos)));
            }
            System.out.println(line);
        }
    }

    private static RunGuestsByTurns bare(Image image, String extensions, Engines engines, Random random) {
        Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64gc" + extensions), GUEST_MEMORY, c -> { }).withEngines(engines));
        machine.boot(image.entry(), () -> image.segments().forEach(s -> machine.platform().bus().load(s.address(), s.bytes())));
        return new RunGuestsByTurns(machine, null, random);
    }

    private static RunGuestsByTurns guest(Image image, String extensions, Engines engines, String[] way, Random random) {
        Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64gch" + extensions), 2 * GUEST_MEMORY, c -> { }).withEngines(engines));
        SupervisorTimer timer = new SupervisorTimer(machine.platform().mtimer());
        for (Hart hart : machine.platform().harts()) {
            hart.setResident(Privilege.M, (trapped, cause) -> {
                if (cause == Cause.MACHINE_TIMER_INTERRUPT) {
                    timer.fired(trapped);
                }
            });
        }
        Hypervisor hypervisor = new Hypervisor(machine.platform(), timer::arm,
            HypervisorConfig.standard(0).with(CpuTechnique.valueOf(way[0]), PagingScheme.valueOf(way[1])));
        machine.boot(Platform.RAM_BASE, hypervisor::boot);
        Domain guest = hypervisor.create(new DomainConfig("guest", 0, Isa.parse("rv64gc" + extensions), 1, GUEST_MEMORY, false, true, c -> { }));
        image.segments().forEach(segment -> guest.load(segment.address(), segment.bytes()));
        guest.setEntry(image.entry());
        guest.start();
        return new RunGuestsByTurns(machine, guest.vcpus().getFirst(), random);
    }

    private long instructions() {
        return vcpu == null ? machine.instret() : vcpu.nativeInstructions() + vcpu.emulatedInstructions();
    }

    private void turn() {
        long before = instructions();
        long exitsBefore = vcpu == null ? 0 : vcpu.exits();
        long start = System.nanoTime();
        long took = 0;
        while (took < TURN_NANOS) {
            machine.run(INSTRUCTIONS);
            took = System.nanoTime() - start;
        }
        if (vcpu != null && vcpu.domain().lifeCycle() != LifeCycle.RUNNING || instructions() == before) {
            throw new IllegalStateException("the program has come to an end");
        }
        nanos.add(took / (double) (instructions() - before));
        exits.add(vcpu == null ? 0 : (vcpu.exits() - exitsBefore) * 1e9 / took);
    }

    /** Returns the median of the second half, when all is compiled that will be; of exits, which are few, the average. */
    private double late(List<Double> values) {
        double[] late = values.subList(values.size() / 2, values.size()).stream().mapToDouble(each -> each).toArray();
        if (values == exits) {
            return Arrays.stream(late).average().orElse(0);
        }
        Arrays.sort(late);
        return late[late.length / 2];
    }
}
