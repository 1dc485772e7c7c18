// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.emf.ecore.EObject;
import org.trapline.asm.AssemblerOptions;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.topology.DeviceModel;
import org.trapline.topology.Host;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.IoMode;
import org.trapline.topology.Limits;
import org.trapline.topology.Named;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Peripheral;
import org.trapline.topology.Platform;
import org.trapline.topology.resolve.GuestSpec;
import org.trapline.topology.resolve.HypervisorSpec;
import org.trapline.topology.resolve.Resolver;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * Names everything in a configuration that is right but that the engine does not execute yet. This is the one list of it: what is removed
 * here must be built by {@link ConfigurationPlanner}.
 */
final class Refusals {
    private static final String NOT_YET = " is not executed yet";
    private static final String NONE_YET = " are not executed yet";

    private final BiConsumer<EObject, String> refuse;

    /** @param refuse takes the element and what to say about it */
    Refusals(BiConsumer<EObject, String> refuse) {
        this.refuse = refuse;
    }

    void check(Host host) {
        String who = "host '" + host.getName() + "': ";
        host.getDevices().forEach(device -> check(who, device));
        host.getDevices().stream().filter(device -> device.getModel() == DeviceModel.BALLOON).forEach(device -> refuse.accept(device,
            who + "device '" + device.getName() + "' (a balloon): a host has nobody to give its memory back to; a domain can have one"));
        check(who, host);
        if (host.getFirmware() instanceof PartitionFirmware firmware) {
            firmware.getPartitions().forEach(partition -> check("partition '" + partition.getName() + "': ", partition));
        }
    }

    private void check(String who, Platform platform) {
        platform.getSystems().forEach(this::check);
        platform.getHypervisors().stream().map(Resolver::hypervisor).forEach(this::check);
        platform.getHypervisors().stream().skip(1)
            .forEach(second -> refuse.accept(second, who + "a second hypervisor, '" + second.getName() + "'," + NOT_YET));
    }

    private void each(Collection<? extends Named> parts, String what) {
        parts.forEach(part -> refuse.accept(part, what + " '" + part.getName() + "'" + NOT_YET));
    }

    private void check(String who, Peripheral device) {
        if (device.getModel() == DeviceModel.UART16550) {
            refuse.accept(device, who + "device '" + device.getName() + "' (a second uart16550)" + NOT_YET + "; this version has console, entropy and aclint");
        }
    }

    private void check(OperatingSystem system) {
        String who = "os '" + system.getName() + "'";
        if (system.getProgram() != null || system.getFirmware() != null) {
            refuse.accept(system, who + ": a kernel of your own" + NOT_YET + " here; let the host boot it, or leave boot and firmware out");
        }
        system.getHypervisors().stream().map(Resolver::hypervisor).forEach(this::check);
        each(system.getHypervisors().stream().skip(1).toList(), who + ": a second hypervisor,");
        each(system.getContainers(), who + ": container");
        each(system.getEmulators(), who + ": emulator");
        each(system.getRuntimes(), who + ": runtime");
    }

    void check(HypervisorSpec spec) {
        Hypervisor hypervisor = spec.hypervisor();
        String who = "hypervisor '" + hypervisor.getName() + "': ";
        check(who, spec, CpuTechnique.valueOf(spec.technique().name()), PagingScheme.valueOf(spec.paging().name()));
        if (spec.io() == IoMode.PASSTHROUGH && spec.guests().stream().allMatch(guest -> guest.assignments().isEmpty())) {
            refuse.accept(hypervisor, who + "io passthrough: no domain has a device of the host; give it one with assign");
        }
        spec.guests().stream().filter(guest -> guest.index() == 0).forEach(this::check);
        if (CpuTechnique.valueOf(spec.technique().name()) != CpuTechnique.PARAVIRT) {
            spec.guests().stream().filter(guest -> guest.index() == 0 && guest.unmodified() != null).forEach(guest -> refuse.accept(guest.domain(),
                "domain '" + guest.domain().getName() + "': unmodified is for guests of cpu paravirt, which were changed; this one can be checked as it is"));
        }
        if (PagingScheme.valueOf(spec.paging().name()) == PagingScheme.DIRECT) {
            spec.guests().stream().filter(guest -> guest.index() == 0).forEach(this::checkDirect);
        }
    }

    private void checkDirect(GuestSpec guest) {
        String who = "domain '" + guest.domain().getName() + "': ";
        guest.assignments().forEach(assignment -> refuse.accept(assignment, who + "a device of the host cannot be given to a guest with paging direct: it could"
            + " store to the page tables that harts walk; use paging nested"));
    }

    private void check(String who, HypervisorSpec spec, CpuTechnique technique, PagingScheme paging) {
        List<PagingScheme> pagings = technique.pagings();
        if (pagings.isEmpty()) {
            refuse.accept(spec.hypervisor(), who + "cpu " + technique.literal() + NOT_YET + "; this version runs " + names(
                Stream.of(CpuTechnique.values()).filter(each -> !each.pagings().isEmpty()).map(CpuTechnique::literal)));
        } else if (!pagings.contains(paging)) {
            refuse.accept(spec.hypervisor(), who + "cpu " + technique.literal() + " with paging " + paging.literal() + NOT_YET + "; this version runs "
                + names(pagings.stream().map(PagingScheme::literal)));
        }
    }

    private static String names(Stream<String> names) {
        return names.collect(Collectors.joining(", "));
    }

    private void check(GuestSpec guest) {
        String who = "domain '" + guest.domain().getName() + "': ";
        guest.devices().forEach(device -> check(who, device));
        guest.devices().stream().filter(device -> device.getModel() == DeviceModel.ACLINT).forEach(device -> refuse.accept(device,
            who + "device '" + device.getName() + "' (an ACLINT)" + NOT_YET + "; a host can have one"));
        guest.devices().stream().filter(device -> device.getModel() == DeviceModel.BALLOON).skip(1).forEach(device -> refuse.accept(device,
            who + "device '" + device.getName() + "': a guest has one balloon"));
        guest.assignments().stream().filter(assignment -> assignment.getRange() != null).forEach(assignment -> refuse.accept(assignment,
            who + "a part of a disk cannot be passed through; write disk NAME { backing minidisk of ... }"));
        if (guest.limits() != null) {
            check(who, guest, guest.limits());
        }
    }

    private void check(String who, GuestSpec guest, Limits limits) {
        if (limits.isSetPids()) {
            refuse.accept(limits, who + "limits pids counts the processes of a container; those in a virtual machine are its own kernel's business");
        }
        if (limits.isSetMemory() && !(guest.hypervisor().eContainer() instanceof OperatingSystem system && system.getSwap() != null
                && Resolver.type(guest.hypervisor()) == 2)) {
            refuse.accept(limits, who + "limits memory keeps the rest of it on a swap disk; that is for guests of a hypervisor of type 2 under an os with swap");
        }
    }

    /** Refuses an instruction set that no hypervisor has vCPUs of; returns whether it is fine. */
    boolean checkGuest(EObject owner, String who, Isa isa) {
        if (isa.xlen() != Long.SIZE) {
            refuse.accept(owner, who + narrowGuest(isa));
            return false;
        }
        return true;
    }

    static String narrowGuest(Isa isa) {
        return "isa " + isa + ": a guest of rv32" + NOT_YET + "; hypervisors of this version have hosts and guests of rv64";
    }

    /** Refuses an instruction set of which the engine lacks a part; returns whether it is fine. */
    boolean check(EObject owner, String who, Isa isa) {
        if (!isa.notImplemented().isEmpty()) {
            String missing = isa.notImplemented().stream().map(Extension::isaName).collect(Collectors.joining(", "));
            String notYet = isa.notImplemented().size() == 1 ? NOT_YET : NONE_YET;
            refuse.accept(owner, who + "isa " + isa + ": " + missing + notYet + "; leave isa out, or write " + AssemblerOptions.DEFAULT_ISA);
            return false;
        }
        return true;
    }
}
