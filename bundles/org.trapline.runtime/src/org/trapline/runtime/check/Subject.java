// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.GuestPlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.LimitsPlan;
import org.trapline.runtime.plan.PartitionPlan;
import org.trapline.runtime.plan.PartitionsPlan;
import org.trapline.runtime.plan.StoragePlan;
import org.trapline.runtime.plan.SwapPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.vmm.CrashPolicy;
import org.trapline.vmm.IoScheme;
import org.trapline.vmm.os.Standing;
import org.trapline.vmm.schedule.SchedulerScheme;
import org.trapline.vmm.schedule.Share;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * A program to check, with the machine that it believes to have and the host that it is a guest of.
 *
 * @param system   what it is a part of
 * @param host     whose guest it is, or on which it runs alone
 * @param guest    the program
 * @param isa      the extensions it is promised
 * @param harts    how many harts or vCPUs it has
 * @param memory   bytes of memory
 * @param firmware whether it starts in supervisor mode, above built-in firmware
 * @param devices  what it has beside what every machine has
 * @param knowing  what is special if it makes hypercalls; null if it does not know of a VMM
 */
public record Subject(SystemPlan system, HostPlan host, GuestPlan guest, Isa isa, int harts, long memory, boolean firmware,
        List<DevicePlan> devices, Knowing knowing) {
    private static final int HOST = 0;
    private static final int GUEST = 0;
    private static final int NEIGHBOUR = 1;
    private static final int PART = 2;
    /** What the VMM and a neighbour need beside the guest. */
    private static final long ROOM = 64L << 20;
    private static final String SWAP = "swap";
    private static final long LEAST_FRAMES = 128L << 10;
    private static final long FEW = 64;

    /** Returns the guests of a system, in its order. */
    static List<Subject> of(SystemPlan system) {
        List<Subject> all = new ArrayList<>();
        for (HostPlan host : system.hosts()) {
            collect(system, host, host.role(), host.cores(), host.memory(), host.devices(), all);
        }
        return all;
    }

    private static void collect(SystemPlan system, HostPlan host, HostPlan.Role role, int harts, long memory, List<DevicePlan> devices,
            List<Subject> into) {
        switch (role) {
            case HostPlan.Bare bare -> into.add(new Subject(system, host, bare.guest(), host.isa(), harts, memory, bare.firmware(), devices, null));
            case HypervisorPlan vmm -> {
                for (DomainPlan domain : vmm.domains()) {
                    Knowing knowing = vmm.technique() == CpuTechnique.PARAVIRT ? new Knowing(vmm.paging(), domain.unmodified()) : null;
                    into.add(new Subject(system, host, domain.guest(), domain.isa(), domain.vcpus(), domain.memory(), domain.firmware(),
                        domain.devices(), knowing));
                }
            }
            case PartitionsPlan firmware -> {
                for (PartitionPlan part : firmware.partitions()) {
                    collect(system, host, part.role(), part.harts().size(), part.memory(), part.devices(), into);
                }
            }
        }
    }

    /** Experiments leave files as they are; and where the host's disk is, the part of it that a guest has will do. */
    private static DevicePlan harmless(DevicePlan device) {
        if (!(device instanceof DevicePlan.Disk disk)) {
            return device;
        }
        StoragePlan storage = switch (disk.storage()) {
            case StoragePlan.Image image -> new StoragePlan.Image(image.file(), image.size(), false);
            case StoragePlan.Minidisk part when part.image() != null -> new StoragePlan.Image(part.image(), part.size(), false);
            case StoragePlan.Minidisk part -> new StoragePlan.Blank(part.size());
            case StoragePlan.Blank blank -> blank;
            case StoragePlan.Shared shared -> shared;
        };
        return new DevicePlan.Disk(disk.name(), storage, disk.readOnly(), disk.line());
    }

    /** Makes its devices such as experiments may use. */
    public Subject {
        devices = devices.stream().map(Subject::harmless).toList();
    }

    /** Returns the arrangement with which others are compared: on a machine of its own, or that of its other version, unless there is none. */
    Arrangement usual() {
        return knowing == null || knowing.unmodified() != null ? Arrangement.BARE : knowing.arrangement();
    }

    /** Returns the same program, on a host like its own that has modes for guests. */
    Subject onHostWithH() {
        Set<Extension> extensions = EnumSet.copyOf(host.isa().extensions());
        extensions.add(Extension.H);
        HostPlan other = new HostPlan(host.id(), host.name(), new Isa(host.isa().xlen(), extensions), host.cores(), host.memory(), host.quirks(),
            host.role(), host.line(), host.devices(), host.costs());
        return new Subject(system, other, guest, isa, harts, memory, firmware, devices, knowing);
    }

    /** Tells whether two guests are the same experiment, as the instances of one template are. */
    boolean isLike(Subject other) {
        return host.isa().equals(other.host.isa()) && host.quirks().equals(other.host.quirks())
            && host.costs().equals(other.host.costs()) && host.cores() == other.host.cores()
            && guest.program().equals(other.guest.program()) && guest.boot().equals(other.guest.boot()) && isa.equals(other.isa)
            && Knowing.isLike(knowing, other.knowing) && harts == other.harts && memory == other.memory && firmware == other.firmware && devices.isEmpty() && other.devices.isEmpty();
    }

    /** A system in which the program, or its other version, has a machine of its own, without its host's flaws. */
    SystemPlan bare() {
        GuestPlan alone = knowing == null ? guest : knowing.unmodified();
        return system(new HostPlan(HOST, guest.name(), isa, harts, memory, Set.of(), new HostPlan.Bare(alone, firmware), guest.line(), devices));
    }

    /** A system in which the program is the only guest of its host; where there are to be processes, there is one. */
    SystemPlan alone(Arrangement arrangement, long quantumCycles) {
        return with(arrangement, quantumCycles, arrangement.placement() == Placement.SYSTEM ? List.of(new Witness().process(NEIGHBOUR, isa)) : List.of());
    }

    /** A system in which the program shares its host with another. */
    SystemPlan beside(Witness witness, Arrangement arrangement, long quantumCycles) {
        return with(arrangement, quantumCycles,
            List.of(arrangement.placement() == Placement.SYSTEM ? witness.process(NEIGHBOUR, isa) : witness.domain(NEIGHBOUR, isa)));
    }

    private SystemPlan with(Arrangement arrangement, long quantumCycles, List<DomainPlan> others) {
        if (!arrangement.hasVmm()) {
            return partitioned(others);
        }
        boolean passes = arrangement.io() == IoScheme.PASSTHROUGH;
        boolean isSwapped = arrangement.placement() == Placement.SWAPPED;
        List<DomainPlan> domains = new ArrayList<>(List.of(new DomainPlan(GUEST, guest, isa, harts, memory, firmware, passes ? List.of() : devices,
            Share.EVEN, CrashPolicy.PRESERVE, arrangement.placement().isProcess() ? Standing.HOSTED : Standing.GUEST,
            passes ? devices.stream().map(DevicePlan::name).toList() : List.of(), isSwapped ? new LimitsPlan(frames(), 0) : LimitsPlan.NONE, null)));
        domains.addAll(others);
        HostPlan.Role vmm = new HypervisorPlan("check", arrangement.technique(), arrangement.paging(), arrangement.io(), SchedulerScheme.ROUND_ROBIN, quantumCycles, domains,
            isSwapped ? new SwapPlan(SWAP, 0, memory, 0) : null);
        long room = memory + ROOM;
        // With more, nobody would ever have to make room for another.
        int cores = Math.min(host.cores(), harts);
        if (arrangement.placement() == Placement.PARTITION) {
            vmm = new PartitionsPlan(List.of(new PartitionPlan(PART, "part", IntStream.range(0, cores).boxed().toList(), 0, room, vmm, List.of(), 0)));
        }
        return system(new HostPlan(HOST, host.name(), host.isa(), cores, room, host.quirks(), vmm, guest.line(),
            passes ? devices : isSwapped ? List.of(new DevicePlan.Disk(SWAP, new StoragePlan.Blank(memory), false, 0)) : List.of(), host.costs()));
    }

    /** Returns how many bytes of a guest that is swapped are in memory at once: little, but not so little that large guests do nothing else. */
    private long frames() {
        return Math.max(LEAST_FRAMES, memory / FEW & -LEAST_FRAMES);
    }

    /** A machine that firmware has cut: a part with the program, and one for each neighbour. */
    private SystemPlan partitioned(List<DomainPlan> others) {
        List<PartitionPlan> parts = new ArrayList<>();
        parts.add(new PartitionPlan(GUEST, guest.name(), IntStream.range(0, harts).boxed().toList(), 0, memory, new HostPlan.Bare(guest, firmware), devices,
            0));
        long first = memory;
        for (DomainPlan other : others) {
            parts.add(new PartitionPlan(other.id(), other.guest().name(), List.of(harts + parts.size() - 1), first, other.memory(),
                new HostPlan.Bare(other.guest(), false), List.of(), 0));
            first += other.memory();
        }
        return system(new HostPlan(HOST, guest.name(), isa, harts + others.size(), first, Set.of(), new PartitionsPlan(parts), guest.line(), List.of()));
    }

    private SystemPlan system(HostPlan only) {
        return new SystemPlan(system.file(), List.of(only), system.volumes(), system.networks());
    }
}
