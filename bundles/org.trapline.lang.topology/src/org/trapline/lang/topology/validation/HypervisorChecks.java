// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.validation.Check;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.Firmware;
import org.trapline.topology.Host;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.Named;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Paging;
import org.trapline.topology.Partition;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Platform;
import org.trapline.topology.Quirk;
import org.trapline.topology.SbiFirmware;
import org.trapline.topology.Technique;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.resolve.Resolver;

/** Which hypervisor can stand where, and do what it does with the hardware there is. */
final class HypervisorChecks extends Checks {

    @Inject
    private IsaReader isas;

    @Check
    void type(Hypervisor hypervisor) {
        if (!hypervisor.isSetType()) {
            return;
        }
        boolean underSystem = hypervisor.eContainer() instanceof OperatingSystem;
        switch (hypervisor.getType()) {
            case 0 -> report(Rule.TYPE_ZERO, hypervisor, Literals.HYPERVISOR__TYPE,
                    "a Type 0 hypervisor is firmware, not software: write firmware partitions { partition a { cpus 0  memory 64 MiB } } in the host");
            case 2 -> {
                if (!underSystem) {
                    report(Rule.TYPE_PLACE, hypervisor, Literals.HYPERVISOR__TYPE,
                            "a Type 2 hypervisor is a process and needs an operating system around it: os NAME { hypervisor … }; right on the hardware it is Type 1", "1");
                }
            }
            case 3 -> report(Rule.TYPE_THREE, hypervisor, Literals.HYPERVISOR__TYPE,
                    "there is no Type 3: Type 0 sits in firmware, Type 1 in the kernel, Type 2 in a process, and above processes there is nothing left that could carry a whole virtual machine",
                    underSystem ? "2" : "1");
            case 1 -> { }
            default -> report(Rule.TYPE_THREE, hypervisor, Literals.HYPERVISOR__TYPE,
                    "there is no Type %d: a hypervisor is of type 1 or 2".formatted(hypervisor.getType()), underSystem ? "2" : "1");
        }
    }

    @Check
    void technique(Hypervisor hypervisor) {
        Host host = Resolver.host(hypervisor);
        if (host == null) {
            return;
        }
        boolean process = Resolver.type(hypervisor) == 2;
        if (hypervisor.getTechnique() == Technique.HARDWARE && process) {
            report(Rule.HARDWARE_TYPE_TWO, hypervisor, Literals.HYPERVISOR__TECHNIQUE,
                    "a Type 2 hypervisor is a process: it runs in user mode and cannot switch the hart to guest mode; use binary_translation, trap_and_emulate or paravirt",
                    "binary_translation");
        } else if (hypervisor.getTechnique() == Technique.HARDWARE && lacksH(host)) {
            report(Rule.HARDWARE_WITHOUT_H, hypervisor, Literals.HYPERVISOR__TECHNIQUE,
                    "cpu hardware needs the H extension, which %s does not have (isa %s)".formatted(Describe.element(host), host.getIsa()), withH(host.getIsa()));
        }
        if (hypervisor.getTechnique() == Technique.TRAP_AND_EMULATE && host.getQuirks().contains(Quirk.SILENT_SENSITIVE_CSR)) {
            report(Rule.QUIRKY_TRAP_AND_EMULATE, hypervisor, Literals.HYPERVISOR__TECHNIQUE,
                    "trap_and_emulate breaks guests on %s: with the quirk silent_sensitive_csr, some privileged instructions of the guest's kernel do not trap, so the VMM never sees them (as popf on early x86); binary_translation, hardware and paravirt are not affected"
                            .formatted(Describe.element(host)), "binary_translation");
        }
    }

    @Check
    void paging(Hypervisor hypervisor) {
        Host host = Resolver.host(hypervisor);
        if (!hypervisor.isSetPaging() || host == null) {
            return;
        }
        Paging paging = hypervisor.getPaging();
        Technique technique = hypervisor.getTechnique();
        String usual = Resolver.usualPaging(technique).getLiteral();
        if (!possible(technique).contains(paging)) {
            report(Rule.PAGING_TECHNIQUE, hypervisor, Literals.HYPERVISOR__PAGING, "cpu %s cannot have paging %s: %s. It can have %s".formatted(
                    technique.getLiteral(), paging.getLiteral(), reason(technique, paging),
                    possible(technique).stream().map(Paging::getLiteral).collect(Collectors.joining(" or "))), usual);
        } else if (paging == Paging.NESTED && Resolver.type(hypervisor) == 2) {
            String other = technique == Technique.PARAVIRT ? "direct" : "shadow";
            report(Rule.HARDWARE_TYPE_TWO, hypervisor, Literals.HYPERVISOR__PAGING,
                    "a Type 2 hypervisor is a process: it cannot set the hardware's second stage of translation; use %s".formatted(other), other);
        } else if (paging == Paging.NESTED && technique != Technique.HARDWARE && lacksH(host)) {
            report(Rule.HARDWARE_WITHOUT_H, hypervisor, Literals.HYPERVISOR__PAGING,
                    "paging nested needs the H extension, which %s does not have (isa %s)".formatted(Describe.element(host), host.getIsa()), withH(host.getIsa()));
        }
    }

    /** Whoever owns kernel mode, or the firmware below it, owns the machine; a second owner would never get it. */
    @Check
    void owner(Platform platform) {
        List<EObject> owners = new ArrayList<>();
        if (platform.getFirmware() instanceof PartitionFirmware partitions) {
            owners.add(partitions);
        }
        if (platform.getProgram() != null && !platform.getProgram().eIsProxy()) {
            owners.add(platform.getProgram());
        }
        owners.addAll(platform.getHypervisors());
        owners.addAll(platform.getSystems());
        if (owners.size() < 2) {
            return;
        }
        EObject second = owners.get(1);
        String message = "%s belongs to %s already, so %s would never run: one piece of software owns kernel mode".formatted(Describe.element(platform),
                Describe.element(owners.get(0)), Describe.element(second));
        if (second == platform.getProgram()) {
            report(Rule.TWO_OWNERS, platform, Literals.BOOTABLE__PROGRAM, message);
        } else {
            report(Rule.TWO_OWNERS, second, message);
        }
    }

    @Check
    void somethingRuns(Platform platform) {
        boolean runs = platform.getProgram() != null || !platform.getHypervisors().isEmpty() || !platform.getSystems().isEmpty()
                || platform.getFirmware() instanceof PartitionFirmware;
        if (runs) {
            return;
        }
        Firmware firmware = platform.getFirmware();
        if (firmware instanceof SbiFirmware) {
            report(Rule.NOTHING_TO_BOOT, platform, Literals.BOOTABLE__FIRMWARE, "the firmware has nothing to start: add boot NAME to %s".formatted(Describe.element(platform)));
        } else if (firmware == null && platform instanceof Host) {
            report(Rule.IDLE_HOST, platform, "%s does nothing: give it a program (boot NAME), a hypervisor or an os".formatted(Describe.element(platform)));
        } else if (firmware == null) {
            report(Rule.NOTHING_TO_BOOT, platform, "%s has nothing to run: add boot NAME".formatted(Describe.element(platform)));
        }
    }

    @Check
    void partitionsAreCutOnce(PartitionFirmware firmware) {
        if (!(firmware.eContainer() instanceof Host)) {
            Named inside = Resolver.enclosing(firmware.eContainer(), Named.class);
            String message = firmware.eContainer() instanceof Partition ? "%s is a partition already and cannot be cut again: only a host's firmware can"
                    : "%s has no partitions to hand out: only a host's firmware can cut a machine up";
            report(Rule.NESTED_PARTITIONS, firmware.eContainer(), Literals.BOOTABLE__FIRMWARE, message.formatted(Describe.element(inside)));
        }
    }

    private boolean lacksH(Host host) {
        return isas.parse(host.getIsa()).map(isa -> !isa.has(org.trapline.isa.Extension.H)).orElse(false);
    }

    private static String withH(String isa) {
        return isa + "_h";
    }

    private static Set<Paging> possible(Technique technique) {
        return switch (technique) {
            case TRAP_AND_EMULATE, BINARY_TRANSLATION -> EnumSet.of(Paging.SHADOW);
            case HARDWARE -> EnumSet.of(Paging.NESTED, Paging.SHADOW);
            case PARAVIRT -> EnumSet.of(Paging.DIRECT, Paging.NESTED);
        };
    }

    private static String reason(Technique technique, Paging paging) {
        return switch (paging) {
            case DIRECT -> "direct paging relies on a guest that asks for changes by hypercall, so it is for paravirt";
            case SHADOW -> "shadow tables are for kernels that change their tables without asking, and %s would spare the guest what it was changed for"
                    .formatted(technique.getLiteral());
            case NESTED -> "nested paging is done by the hardware for guests in its guest modes, and %s runs them in user mode".formatted(technique.getLiteral());
        };
    }
}
