// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.machine.platform.Platform;
import org.trapline.runtime.Problem;
import org.trapline.runtime.load.ProgramLoader.Raw;
import org.trapline.runtime.plan.BootPlan;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.GuestPlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.NetworkPlan;
import org.trapline.runtime.plan.ProgramPlan;
import org.trapline.runtime.plan.StoragePlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.vmm.HypervisorConfig;
import org.trapline.vmm.IoScheme;
import org.trapline.vmm.paging.FramePool;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.schedule.SchedulerScheme;
import org.trapline.vmm.technique.CpuTechnique;

/** Plans a host around a single program. */
final class ProgramPlanner {
    private static final String HOST = "machine";
    private static final String DOMAIN = "guest";
    private static final String NETWORK = "net";
    private static final long MAC = 0x5254_0012_3456L;
    /** What a host with a hypervisor has beyond its guest's memory: enough for the hypervisor and its tables. */
    private static final long HYPERVISOR_MEMORY = 32L << 20;

    private ProgramPlanner() {
    }

    static PlanResult plan(Path file, ProgramHost host) {
        List<Problem> problems = new ArrayList<>();
        ProgramLoader loader = new ProgramLoader(problems);
        ProgramLoader.Request request = new ProgramLoader.Request(file.toString(), 0);
        ProgramHost.Beside beside = host.beside();
        boolean supervised = beside.firmware() != null || host.owner() == ProgramHost.Owner.FIRMWARE;
        ProgramPlan program = loader.load(name(file), List.of(file), host.isa(), supervised ? Raw.KERNEL : Raw.PROGRAM, request);
        BootPlan boot = new BootPlanner(loader).plan(beside.firmware(), beside.initrd(), beside.commandLine(), beside.deviceTree(), host.isa(), request);
        GuestPlan guest = program == null || boot == null ? null
            : new GuestPlan(host.owner() == ProgramHost.Owner.HYPERVISOR ? DOMAIN : HOST, program, boot, 0);
        String complaint = guest == null ? null : MemoryFit.complaint(HOST, guest, host.memory(), host.isa());
        if (complaint != null) {
            problems.add(Problem.error(file.toString(), 0, complaint));
        }
        if (host.owner() == ProgramHost.Owner.HYPERVISOR && host.isa().xlen() != Long.SIZE) {
            problems.add(Problem.error(file.toString(), 0, Refusals.narrowGuest(host.isa())));
        }
        List<DevicePlan> devices = devices(host.parts(), problems);
        boolean failed = problems.stream().anyMatch(Problem::isError);
        return new PlanResult(failed ? null : new SystemPlan(file, List.of(host(guest, host, devices)), List.of(), networks(host.parts())), problems);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static List<DevicePlan> devices(ProgramHost.Parts parts, List<Problem> problems) {
        List<DevicePlan> devices = new ArrayList<>();
        for (ProgramHost.Drive drive : parts.drives()) {
            String complaint = DevicePlanner.fileComplaint(drive.file());
            if (complaint != null) {
                problems.add(Problem.error(drive.file().toString(), 0, complaint));
            } else {
                StoragePlan storage = new StoragePlan.Image(drive.file(), drive.file().toFile().length(), drive.persistent());
                devices.add(new DevicePlan.Disk(name(drive.file()), storage, drive.readOnly(), 0));
            }
        }
        if (parts.network()) {
            devices.add(new DevicePlan.Nic("nic", NETWORK, MAC, 0, "", 0));
        }
        if (parts.entropy()) {
            devices.add(new DevicePlan.Entropy("rng", DevicePlanner.seed(HOST), 0));
        }
        if (devices.size() > Platform.VIRTIO_SLOTS) {
            problems.add(Problem.error(parts.drives().getLast().file().toString(), 0,
                devices.size() + " devices, but a machine has " + Platform.VIRTIO_SLOTS + " slots for them"));
        }
        return devices;
    }

    private static List<NetworkPlan> networks(ProgramHost.Parts parts) {
        return parts.network() ? List.of(new NetworkPlan(NETWORK, NetworkPlanner.DEFAULT_LATENCY, parts.capture(), 0)) : List.of();
    }

    private static HostPlan host(GuestPlan guest, ProgramHost host, List<DevicePlan> devices) {
        return switch (host.owner()) {
            case PROGRAM -> host(host.memory(), host, new HostPlan.Bare(guest, false), devices);
            case FIRMWARE -> host(host.memory(), host, new HostPlan.Bare(guest, true), devices);
            case HYPERVISOR -> hypervisor(guest, host, devices);
        };
    }

    private static HostPlan hypervisor(GuestPlan guest, ProgramHost host, List<DevicePlan> devices) {
        boolean sbi = host.beside().firmware() == null && LinuxKernels.isKernel(guest.program().files().getFirst());
        DomainPlan domain = new DomainPlan(0, guest, host.isa(), host.cores(), host.memory(), sbi, devices);
        PagingScheme paging = host.paging();
        HypervisorPlan role = new HypervisorPlan("vmm", host.technique(), paging, IoScheme.EMULATED, SchedulerScheme.ROUND_ROBIN,
            HypervisorConfig.DEFAULT_QUANTUM, List.of(domain));
        long tables = (long) host.cores() * paging.frames(host.memory()) * FramePool.FRAME_SIZE;
        Isa isa = host.technique() == CpuTechnique.HARDWARE ? withH(host.isa()) : host.isa();
        return new HostPlan(0, HOST, isa, host.cores(), host.memory() + tables + HYPERVISOR_MEMORY, Set.of(), role, 0, List.of());
    }

    private static Isa withH(Isa isa) {
        Set<Extension> extensions = EnumSet.copyOf(isa.extensions());
        extensions.add(Extension.H);
        return new Isa(isa.xlen(), extensions);
    }

    private static HostPlan host(long memory, ProgramHost host, HostPlan.Role role, List<DevicePlan> devices) {
        return new HostPlan(0, HOST, host.isa(), host.cores(), memory, Set.of(), role, 0, devices);
    }
}
