// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.eclipse.emf.ecore.EObject;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.IsaException;
import org.trapline.lang.topology.LoadResult;
import org.trapline.lang.topology.TopologyLoader;
import org.trapline.lang.topology.words.Similar;
import org.trapline.runtime.Problem;
import org.trapline.runtime.load.ProgramLoader.Raw;
import org.trapline.runtime.plan.AccessPattern;
import org.trapline.runtime.plan.BootPlan;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.GuestPlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.LimitsPlan;
import org.trapline.runtime.plan.PartitionPlan;
import org.trapline.runtime.plan.PartitionsPlan;
import org.trapline.runtime.plan.ProgramPlan;
import org.trapline.runtime.plan.ScenarioPlan;
import org.trapline.runtime.plan.SwapPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.topology.CostSetting;
import org.trapline.topology.CpuRange;
import org.trapline.topology.Firmware;
import org.trapline.topology.Host;
import org.trapline.topology.HostProcess;
import org.trapline.topology.Limits;
import org.trapline.topology.Named;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Partition;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Platform;
import org.trapline.topology.Program;
import org.trapline.topology.ProgramFirmware;
import org.trapline.topology.Quirk;
import org.trapline.topology.SbiFirmware;
import org.trapline.topology.Scheduler;
import org.trapline.topology.Technique;
import org.trapline.topology.VirtualTime;
import org.trapline.topology.resolve.GuestSpec;
import org.trapline.topology.resolve.HypervisorSpec;
import org.trapline.topology.resolve.Resolver;
import org.trapline.vmm.Cost;
import org.trapline.vmm.CrashPolicy;
import org.trapline.vmm.HypervisorConfig;
import org.trapline.vmm.IoScheme;
import org.trapline.vmm.os.Standing;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.schedule.SchedulerScheme;
import org.trapline.vmm.schedule.Share;
import org.trapline.vmm.technique.CpuTechnique;

/** Plans the hosts of a machine configuration. */
final class ConfigurationPlanner {
    private static final long NANOS_PER_CYCLE = 10;
    /** What a process has for program, data and stack. */
    private static final long PROCESS_MEMORY = 4L << 20;

    private final Path file;
    private final Set<String> chosen;
    private final List<Problem> problems = new ArrayList<>();
    private final ProgramLoader programs = new ProgramLoader(problems);
    private final Map<Wanted, ProgramPlan> loaded = new HashMap<>();
    private final Refusals refusals = new Refusals(this::refuse);
    private final List<HostPlan> hosts = new ArrayList<>();
    private LoadResult read;
    private DevicePlanner devices;
    private int domains;

    /** A program for an instruction set: two machines may have the same source assembled differently. */
    private record Wanted(Program program, Isa isa, Raw raw) {
    }

    /** What a host or a domain says about how it boots; firmware, RAM disk, command line and device tree may be null. */
    private record Booted(String name, Program program, Firmware firmware, String initrd, String append, String deviceTree, long memory) {
    }

    ConfigurationPlanner(Path file, Set<String> chosen) {
        this.file = file;
        this.chosen = chosen;
    }

    PlanResult plan(TopologyLoader loader) {
        read = loader.load(file);
        read.diagnostics().stream().map(Problem::of).forEach(problems::add);
        devices = new DevicePlanner(read.model(), this::resolve, read::line, this::refuse);
        if (!hasErrors()) {
            planHosts();
        }
        List<ScenarioPlan> scenarios = hasErrors() ? List.of() : planScenarios();
        return new PlanResult(hasErrors() ? null : new SystemPlan(file, hosts, devices.volumes(), devices.networks(), scenarios), problems);
    }

    /** Scenarios are about the whole configuration: who names hosts runs these and nothing else. */
    private List<ScenarioPlan> planScenarios() {
        Set<String> guests = hosts.stream().flatMap(HostPlan::guests).map(GuestPlan::name).collect(Collectors.toSet());
        AccessPlanner accesses = new AccessPlanner(this::refuse, name -> guests.stream().anyMatch(guest -> AccessPattern.isMeant(name, guest)),
            () -> hosts.stream().anyMatch(HostPlan::hasVmm));
        ScenarioPlanner planner = new ScenarioPlanner(file.toAbsolutePath().getParent(), read::line, this::refuse, guests::contains, accesses);
        return chosen.isEmpty() ? read.model().getScenarios().stream().map(planner::plan).toList() : List.of();
    }

    private boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    private void refuse(EObject element, String message) {
        problems.add(Problem.error(file.toString(), read.line(element), message));
    }

    private void planHosts() {
        List<Host> all = read.model().getHosts();
        for (String name : chosen) {
            if (all.stream().noneMatch(host -> host.getName().equals(name))) {
                String known = all.stream().map(Named::getName).collect(Collectors.joining(", "));
                problems.add(Problem.error(file.toString(), 0, "there is no host '" + name + "'; there " + (all.size() == 1 ? "is " : "are ") + known));
            }
        }
        if (all.isEmpty()) {
            problems.add(Problem.error(file.toString(), 0, "nothing to run: no host is declared"));
        }
        for (Host host : all) {
            if (chosen.isEmpty() || chosen.contains(host.getName())) {
                plan(host);
            }
        }
    }

    private void plan(Host host) {
        int before = problems.size();
        String who = "host '" + host.getName() + "': ";
        refusals.check(host);
        Isa isa = isa(host, who, host.getIsa());
        Map<Cost, Integer> costs = costs(host);
        if (isa == null || problems.subList(before, problems.size()).stream().anyMatch(Problem::isError)) {
            return;
        }
        List<DevicePlan> parts = devices.plan(host);
        HostPlan.Role role = host.getFirmware() instanceof PartitionFirmware firmware ? partitions(host, firmware, isa)
            : owner(host, host.getMemory(), who, isa);
        if (role != null) {
            hosts.add(new HostPlan(hosts.size(), host.getName(), isa, host.getCores(), host.getMemory(), quirks(host), role, read.line(host),
                parts, costs));
        }
    }

    private Map<Cost, Integer> costs(Host host) {
        List<String> known = Stream.of(Cost.values()).map(Cost::literal).toList();
        Map<Cost, Integer> costs = new EnumMap<>(Cost.class);
        for (CostSetting setting : host.getCosts() == null ? List.<CostSetting>of() : host.getCosts().getSettings()) {
            int row = known.indexOf(setting.getWork());
            if (row < 0) {
                refuse(setting, "'" + setting.getWork() + "' is no work that a VMM does" + Similar.didYouMean(setting.getWork(), known)
                    + "; 'trapline check --costs' lists what is charged");
            } else if (costs.put(Cost.values()[row], setting.getCycles()) != null) {
                refuse(setting, "the cost of '" + setting.getWork() + "' is set twice");
            }
        }
        return costs;
    }

    private static Set<org.trapline.machine.privileged.Quirk> quirks(Host host) {
        return host.getQuirks().stream().map(Quirk::name).map(org.trapline.machine.privileged.Quirk::valueOf).collect(Collectors.toSet());
    }

    private Isa isa(EObject owner, String who, String text) {
        try {
            Isa isa = Isa.parse(text);
            return refusals.check(owner, who, isa) ? isa : null;
        } catch (IsaException e) {
            refuse(owner, who + e.getMessage());
            return null;
        }
    }

    /** Plans what owns a host or a partition. */
    private HostPlan.Role owner(Platform platform, long memory, String who, Isa isa) {
        if (!platform.getSystems().isEmpty()) {
            return system(platform.getSystems().getFirst(), isa);
        }
        return platform.getHypervisors().isEmpty() ? program(platform, memory, who, isa)
            : hypervisor(Resolver.hypervisor(platform.getHypervisors().getFirst()));
    }

    /** Plans an operating system: what its hypervisor runs, and its processes, all scheduled by one kernel. */
    private HostPlan.Role system(OperatingSystem system, Isa isa) {
        // First, so that no minidisk takes its place.
        SwapPlan swap = system.getSwap() == null ? null : devices.swap(system);
        HypervisorSpec spec = system.getHypervisors().isEmpty() ? null : Resolver.hypervisor(system.getHypervisors().getFirst());
        List<DomainPlan> plans = new ArrayList<>();
        int wanted = system.getProcesses().size();
        if (spec != null) {
            wanted += spec.guests().size();
            spec.guests().forEach(guest -> plan(guest, plans));
        }
        system.getProcesses().forEach(process -> plan(process, isa, plans));
        if (wanted == 0) {
            refuse(system, "os '" + system.getName() + "': it has nothing to run; give it a process, or a hypervisor with domains");
        }
        if (wanted == 0 || plans.size() < wanted) {
            return null;
        }
        Scheduler own = system.getScheduler();
        SchedulerScheme scheduler = SchedulerScheme.valueOf(own != null ? own.getKind().name() : spec != null ? spec.scheduler().name() : "ROUND_ROBIN");
        VirtualTime quantum = own != null ? own.getQuantum() : spec != null ? spec.quantum() : null;
        return new HypervisorPlan(system.getName(), spec == null ? CpuTechnique.TRAP_AND_EMULATE : CpuTechnique.valueOf(spec.technique().name()),
            spec == null ? PagingScheme.SHADOW : PagingScheme.valueOf(spec.paging().name()),
            spec == null ? IoScheme.EMULATED : IoScheme.valueOf(spec.io().name()), scheduler,
            quantum == null ? HypervisorConfig.DEFAULT_QUANTUM : cycles(quantum), plans, swap);
    }

    private void plan(HostProcess process, Isa isa, List<DomainPlan> plans) {
        String command = process.getCommand() == null ? process.getName() : process.getCommand().strip();
        List<String> words = List.of(command.split("\\s+"));
        Program program = process.getProgram() != null ? process.getProgram()
            : read.model().getPrograms().stream().filter(each -> each.getName().equals(words.getFirst())).findFirst().orElse(null);
        if (program == null) {
            refuse(process, "process '" + process.getName() + "': there is no program '" + words.getFirst() + "'; import it, or give it program NAME");
            return;
        }
        String name = Resolver.host(process).getName() + "." + process.getName();
        GuestPlan guest = guest(process, new Booted(name, program, null, null, null, null, PROCESS_MEMORY), isa);
        if (guest != null) {
            plans.add(new DomainPlan(domains++, guest, isa, 1, PROCESS_MEMORY, false, List.of(), Share.EVEN, CrashPolicy.PRESERVE,
                Standing.process(words), List.of()));
        }
    }

    private HostPlan.Role partitions(Host host, PartitionFirmware firmware, Isa isa) {
        List<PartitionPlan> plans = new ArrayList<>();
        long first = 0;
        for (Partition partition : firmware.getPartitions()) {
            String who = "partition '" + partition.getName() + "': ";
            List<DevicePlan> parts = devices.plan(partition);
            HostPlan.Role role = owner(partition, partition.getMemory(), who, isa);
            if (role != null) {
                List<Integer> cores = cores(partition.getCpus()).toList();
                plans.add(new PartitionPlan(domains++, Resolver.qualifiedName(partition), cores, first, partition.getMemory(), role, parts,
                    read.line(partition)));
            }
            first += partition.getMemory();
        }
        if (firmware.getPartitions().isEmpty()) {
            refuse(host, "host '" + host.getName() + "': its firmware cuts no partition; add partition a { cpus 0  memory 64 MiB  boot NAME }");
        }
        return plans.isEmpty() ? null : new PartitionsPlan(plans);
    }

    private HostPlan.Role program(Platform owned, long memory, String who, Isa isa) {
        if (owned.getProgram() == null) {
            refuse(owned, who + "it has nothing to run; give it a program to boot, or a hypervisor with domains");
            return null;
        }
        GuestPlan guest = guest(owned, new Booted(Resolver.qualifiedName(owned), owned.getProgram(), owned.getFirmware(), owned.getInitrd(),
            owned.getAppend(), owned.getDeviceTree(), memory), isa);
        return guest == null ? null : new HostPlan.Bare(guest, owned.getFirmware() instanceof SbiFirmware);
    }

    private HostPlan.Role hypervisor(HypervisorSpec spec) {
        if (spec.guests().isEmpty()) {
            refuse(spec.hypervisor(), "hypervisor '" + spec.hypervisor().getName() + "': it has nothing to run; give it a domain");
            return null;
        }
        List<DomainPlan> plans = new ArrayList<>();
        spec.guests().forEach(guest -> plan(guest, plans));
        return plans.size() == spec.guests().size() ? plan(spec, plans) : null;
    }

    private static HypervisorPlan plan(HypervisorSpec spec, List<DomainPlan> plans) {
        return new HypervisorPlan(spec.hypervisor().getName(), CpuTechnique.valueOf(spec.technique().name()),
            PagingScheme.valueOf(spec.paging().name()), IoScheme.valueOf(spec.io().name()),
            SchedulerScheme.valueOf(spec.scheduler().name()), cycles(spec.quantum()), plans);
    }

    /** Says what a guest's programs can use although its harts are to have no such, since no technique can make it trap. */
    private void warnOfWhatShows(GuestSpec spec, Isa isa) {
        Isa host = isa(spec.domain(), "", Resolver.host(spec.domain()).getIsa());
        Set<Extension> shows = host == null || spec.index() > 0 ? Set.of() : CpuTechnique.showsThrough(host, isa);
        if (!shows.isEmpty()) {
            String names = shows.stream().map(Extension::isaName).collect(Collectors.joining(", "));
            boolean isTranslated = spec.hypervisor().getTechnique() == Technique.BINARY_TRANSLATION;
            problems.add(Problem.warning(file.toString(), read.line(spec.domain()), "domain '" + spec.name() + "' is to have no " + names + ", but its "
                + (isTranslated ? "user programs run" : "code runs") + " natively on harts that do, and these instructions do not trap: they work there, where a machine of its own"
                + " would refuse them" + (isTranslated ? ", as the translator does in its kernel" : "; cpu binary_translation refuses them at least in its kernel")));
        }
    }

    private void plan(GuestSpec spec, List<DomainPlan> plans) {
        String who = "domain '" + spec.name() + "': ";
        Isa isa = isa(spec.domain(), who, spec.isa());
        if (isa == null || !refusals.checkGuest(spec.domain(), who, isa)) {
            return;
        }
        if (spec.program() == null) {
            refuse(spec.domain(), who + "it has nothing to run; give it a program with kernel");
            return;
        }
        warnOfWhatShows(spec, isa);
        List<DevicePlan> parts = devices.plan(spec);
        GuestPlan guest = guest(spec.domain(), new Booted(spec.qualifiedName(), spec.program(), spec.firmware(), spec.initrd(), spec.append(),
            spec.deviceTree(), spec.memory()), isa);
        GuestPlan unmodified = spec.unmodified() == null ? null
            : guest(spec.domain(), new Booted(spec.qualifiedName(), spec.unmodified(), null, null, null, null, spec.memory()), isa);
        if (guest != null) {
            plans.add(new DomainPlan(domains++, guest, isa, spec.vcpus(), spec.memory(), spec.firmware() instanceof SbiFirmware, parts,
                share(spec), CrashPolicy.valueOf(spec.onCrash().name()), standing(spec),
                spec.assignments().stream().map(assignment -> assignment.getDevice().getName()).toList(), limits(spec), unmodified));
        }
    }

    private static Standing standing(GuestSpec spec) {
        return Resolver.type(spec.hypervisor()) == 2 ? Standing.HOSTED : Standing.GUEST;
    }

    private static Share share(GuestSpec spec) {
        double cpus = spec.limits() != null && spec.limits().isSetCpus() ? spec.limits().getCpus() : 0;
        return new Share(spec.weight(), cpus, cores(spec.pin()).collect(Collectors.toSet()));
    }

    private static LimitsPlan limits(GuestSpec spec) {
        Limits limits = spec.limits();
        return limits == null ? LimitsPlan.NONE : new LimitsPlan(limits.isSetMemory() ? limits.getMemory() : Long.MAX_VALUE,
            limits.isSetBandwidth() ? limits.getBandwidth() : 0);
    }

    private static Stream<Integer> cores(List<CpuRange> ranges) {
        return ranges.stream().flatMap(range -> IntStream.rangeClosed(range.first(), range.last()).boxed());
    }

    private GuestPlan guest(EObject owner, Booted what, Isa isa) {
        ProgramLoader.Request request = new ProgramLoader.Request(file.toString(), read.line(owner));
        ProgramFirmware first = what.firmware instanceof ProgramFirmware program ? program : null;
        Raw raw = what.firmware == null ? Raw.PROGRAM : Raw.KERNEL;
        ProgramPlan program = loaded.computeIfAbsent(new Wanted(what.program, isa, raw), this::load);
        ProgramPlan firmware = first == null ? null : loaded.computeIfAbsent(new Wanted(first.getProgram(), isa, Raw.FIRMWARE), this::load);
        BootPlan boot = new BootPlanner(programs).plan(firmware, first != null, path(what.initrd), what.append == null ? "" : what.append,
            path(what.deviceTree), request);
        if (program == null || boot == null) {
            return null;
        }
        GuestPlan plan = new GuestPlan(what.name, program, boot, request.line());
        String complaint = MemoryFit.complaint("'" + what.name + "'", plan, what.memory, isa);
        if (complaint != null) {
            refuse(owner, complaint);
            return null;
        }
        return plan;
    }

    private Path path(String text) {
        return text == null ? null : resolve(text);
    }

    private ProgramPlan load(Wanted wanted) {
        List<Path> files = wanted.program().getUris().stream().map(this::resolve).toList();
        return programs.load(wanted.program().getName(), files, wanted.isa(), wanted.raw(),
            new ProgramLoader.Request(file.toString(), read.line(wanted.program())));
    }

    /** Resolves against the configuration as the user named it, so that messages and traces name files in the same way. */
    private Path resolve(String path) {
        return file.resolveSibling(path).normalize();
    }

    // One instruction takes a cycle unless it traps, so a quantum in instructions is one in cycles.
    private static long cycles(VirtualTime quantum) {
        return switch (quantum.unit()) {
            case INSTRUCTIONS, CYCLES -> quantum.amount();
            default -> Math.multiplyExact(quantum.amount(), quantum.unit().nanoseconds()) / NANOS_PER_CYCLE;
        };
    }
}
