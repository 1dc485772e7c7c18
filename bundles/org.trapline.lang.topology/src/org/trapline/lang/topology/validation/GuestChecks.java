// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import com.google.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.xtext.validation.Check;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.ByteRange;
import org.trapline.topology.ByteSize;
import org.trapline.topology.Domain;
import org.trapline.topology.Emulator;
import org.trapline.topology.Container;
import org.trapline.topology.GuestSettings;
import org.trapline.topology.Host;
import org.trapline.topology.HostProcess;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Partition;
import org.trapline.topology.Platform;
import org.trapline.topology.Program;
import org.trapline.topology.SchedulerKind;
import org.trapline.topology.Slice;
import org.trapline.topology.Template;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.resolve.GuestSpec;
import org.trapline.topology.resolve.HypervisorSpec;
import org.trapline.topology.resolve.Resolver;

/** Whether guests have what they need, and no more than there is. */
final class GuestChecks extends Checks {

    @Inject
    private IsaReader isas;

    @Check
    void isa(Host host) {
        isas.problem(host.getIsa()).ifPresent(problem -> report(Rule.BAD_ISA, host, Literals.HOST__ISA, problem));
    }

    @Check
    void isa(Template template) {
        if (template.getIsa() != null) {
            isas.problem(template.getIsa()).ifPresent(problem -> report(Rule.BAD_ISA, template, Literals.GUEST_SETTINGS__ISA,
                    problem + ". For another instruction set, use an emulator"));
        }
    }

    @Check
    void isa(Domain domain) {
        Host host = Resolver.host(domain);
        String wanted = Resolver.ownIsa(domain);
        Optional<Isa> available = host == null ? Optional.empty() : isas.parse(host.getIsa());
        if (wanted == null || available.isEmpty()) {
            return;
        }
        var feature = domain.getIsa() != null ? Literals.GUEST_SETTINGS__ISA : Literals.NAMED__NAME;
        Optional<Isa> guest = isas.parse(wanted);
        if (guest.isEmpty() || guest.get().xlen() != available.get().xlen()) {
            report(Rule.FOREIGN_ISA, domain, feature, "%s is made for %s, but %s executes %s: a virtual machine runs on the host's own instruction set; for another one, use an emulator"
                    .formatted(Describe.element(domain), wanted, Describe.element(host), host.getIsa()), wanted);
            return;
        }
        List<Extension> missing = guest.get().extensions().stream().filter(e -> !available.get().has(e)).toList();
        if (!missing.isEmpty()) {
            report(Rule.FOREIGN_ISA, domain, feature, "%s needs %s (isa %s), which %s does not have (isa %s)".formatted(Describe.element(domain),
                    missing.stream().map(Extension::isaName).collect(Collectors.joining(", ")), wanted, Describe.element(host), host.getIsa()), wanted);
        }
    }

    @Check
    void emulator(Emulator emulator) {
        Host host = Resolver.host(emulator);
        if (emulator.getIsa() == null) {
            report(Rule.BAD_ISA, emulator, "%s needs an isa: which instruction set does it emulate?".formatted(Describe.element(emulator)));
        } else if (host != null && emulator.getIsa().equals(host.getIsa())) {
            report(Rule.NEEDLESS_EMULATOR, emulator, Literals.EMULATOR__ISA, "%s executes %s itself: a virtual machine would be faster than emulation"
                    .formatted(Describe.element(host), host.getIsa()));
        }
        if (emulator.getProgram() == null && emulator.getImage() == null) {
            report(Rule.NOTHING_TO_BOOT, emulator, "%s has nothing to run: add image \"FILE\" or program NAME".formatted(Describe.element(emulator)));
        }
    }

    @Check
    void container(Container container) {
        if (container.getCommand() == null && container.getImage() == null) {
            report(Rule.NOTHING_TO_BOOT, container, "%s has nothing to run: add image \"FOLDER\" and command \"PROGRAM\"".formatted(Describe.element(container)));
        }
    }

    @Check
    void process(HostProcess process) {
        if (process.getCommand() == null && process.getProgram() == null) {
            report(Rule.NOTHING_TO_BOOT, process, "%s has nothing to run: add program NAME or command \"PROGRAM\"".formatted(Describe.element(process)));
        }
    }

    @Check
    void program(Domain domain) {
        if (Resolver.chain(domain).stream().allMatch(settings -> settings.getProgram() == null)) {
            List<String> programs = Resolver.enclosing(domain, Topology.class).getPrograms().stream().map(Program::getName).filter(Objects::nonNull).toList();
            String name = programs.size() == 1 ? programs.getFirst() : "NAME";
            report(Rule.NOTHING_TO_BOOT, domain, "%s has nothing to boot: add kernel %s".formatted(Describe.element(domain), name),
                    programs.size() == 1 ? "kernel " + name : "");
        }
    }

    @Check
    void memory(Hypervisor hypervisor) {
        Platform platform = Resolver.platform(hypervisor);
        long available = memory(platform);
        HypervisorSpec spec = Resolver.hypervisor(hypervisor);
        if (canSwap(hypervisor)) {
            swap(spec, ((OperatingSystem) hypervisor.eContainer()).getSwap());
            return;
        }
        if (available == 0 || spec.memory() <= available) {
            return;
        }
        long left = available - spec.reserve();
        for (GuestSpec guest : spec.guests()) {
            if (guest.memory() > left) {
                reportMemory(guest, platform, available, Math.max(0, left));
                return;
            }
            left -= guest.memory();
        }
        report(Rule.MEMORY_OVERCOMMIT, hypervisor, Literals.HYPERVISOR__RESERVE, "%s keeps %s for itself, but %s has only %s".formatted(
                Describe.element(hypervisor), ByteSize.format(spec.reserve()), Describe.element(platform), ByteSize.format(available)));
    }

    /** Each page of a guest that may be swapped out has its place on the disk from the start. */
    private void swap(HypervisorSpec spec, Slice swap) {
        long left = room(swap);
        for (GuestSpec guest : spec.guests()) {
            if (guest.memory() > left) {
                report(Rule.MEMORY_OVERCOMMIT, guest.domain(), guest.domain().isSetMemory() ? Literals.GUEST_SETTINGS__MEMORY : Literals.NAMED__NAME,
                        "no swap left for %s: it needs %s, the others leave %s".formatted(guest.name(), ByteSize.format(guest.memory()), ByteSize.format(left)));
                return;
            }
            left -= guest.memory();
        }
    }

    private static long room(Slice swap) {
        Partition partition = Resolver.enclosing(swap, Partition.class);
        if (swap.getRange() != null || swap.getDisk() == null || swap.getDisk().eIsProxy()) {
            return swap.getRange() != null ? swap.getRange().length() : Long.MAX_VALUE;
        }
        if (partition != null) {
            return DiskChecks.parts(partition, swap).stream().mapToLong(ByteRange::length).findFirst().orElse(Long.MAX_VALUE);
        }
        return swap.getDisk().isSetSize() ? swap.getDisk().getSize() : Long.MAX_VALUE;
    }

    /** Tells whether the memory of a hypervisor's guests is that of a process which may be swapped out. */
    private static boolean canSwap(Hypervisor hypervisor) {
        return hypervisor.eContainer() instanceof OperatingSystem system && system.getSwap() != null && Resolver.type(hypervisor) == 2;
    }

    private void reportMemory(GuestSpec guest, Platform platform, long available, long left) {
        Domain domain = guest.domain();
        var feature = domain.isSetMemory() ? Literals.GUEST_SETTINGS__MEMORY : Literals.NAMED__NAME;
        String message = left == available
                ? "%s needs %s, but %s has only %s".formatted(guest.name(), ByteSize.format(guest.memory()), Describe.element(platform), ByteSize.format(available))
                : "no memory left for %s: it needs %s, but of the %s of %s the others leave %s".formatted(guest.name(), ByteSize.format(guest.memory()),
                        ByteSize.format(available), Describe.element(platform), ByteSize.format(left));
        report(Rule.MEMORY_OVERCOMMIT, domain, feature, message,
                domain.isSetMemory() && !domain.isSetCount() && left >= 4096 ? ByteSize.format(left) : "");
    }

    @Check
    void cores(Hypervisor hypervisor) {
        Platform platform = Resolver.platform(hypervisor);
        int cores = cores(platform);
        if (cores == 0) {
            return;
        }
        HypervisorSpec spec = Resolver.hypervisor(hypervisor);
        long vcpus = 0;
        for (Domain domain : hypervisor.getDomains()) {
            int each = Resolver.vcpus(domain);
            vcpus += (long) each * Math.max(0, domain.getCount());
            var feature = domain.isSetVcpus() ? Literals.GUEST_SETTINGS__VCPUS : Literals.NAMED__NAME;
            if (spec.scheduler() == SchedulerKind.DEDICATED && vcpus > cores) {
                report(Rule.CORES_DEDICATED, domain, feature, "scheduler dedicated gives each vCPU a core: %d vCPUs are needed up to here, %s has %d %s".formatted(
                        vcpus, Describe.element(platform), cores, cores == 1 ? "core" : "cores"));
                return;
            }
            if (each > cores) {
                report(Rule.CORES_OVERCOMMIT, domain, feature, "%s has %d vCPUs, but %s only %d %s: they take turns and never run at once".formatted(
                        Describe.element(domain), each, Describe.element(platform), cores, cores == 1 ? "core" : "cores"), Integer.toString(cores));
            }
        }
    }

    @Check
    void memoryLimit(GuestSettings guest) {
        if (guest instanceof Domain domain && domain.getLimits() != null && domain.getLimits().isSetMemory()
                && domain.getLimits().getMemory() < Resolver.memory(domain)
                && !(domain.eContainer() instanceof Hypervisor hypervisor && canSwap(hypervisor))) {
            report(Rule.LIMIT_USELESS, domain.getLimits(), Literals.LIMITS__MEMORY, "%s has %s of memory, of which it may use only %s".formatted(
                    Describe.element(domain), ByteSize.format(Resolver.memory(domain)), ByteSize.format(domain.getLimits().getMemory())));
        }
    }

    private static long memory(Platform platform) {
        return switch (platform) {
            case Host host -> host.getMemory();
            case Partition partition -> partition.getMemory();
            case null, default -> 0;
        };
    }

    private static int cores(Platform platform) {
        return switch (platform) {
            case Host host -> host.getCores();
            case Partition partition -> partition.getCpus().stream().mapToInt(range -> Math.max(0, range.size())).sum();
            case null, default -> 0;
        };
    }
}
