// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.EcoreUtil2;
import org.eclipse.xtext.validation.Check;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.Assignment;
import org.trapline.topology.ByteRange;
import org.trapline.topology.ByteSize;
import org.trapline.topology.CpuRange;
import org.trapline.topology.Device;
import org.trapline.topology.Disk;
import org.trapline.topology.Domain;
import org.trapline.topology.Host;
import org.trapline.topology.Named;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Partition;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Slice;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.resolve.Resolver;

/** What is dedicated to one guest and therefore cannot be another's: cores and memory of partitions, devices, parts of disks. */
final class PartitionChecks extends Checks {

    @Check
    void completeness(Partition partition) {
        if (partition.getCpus().isEmpty()) {
            report(Rule.PARTITION_INCOMPLETE, partition, "%s has no cores: a partition shares nothing, so it needs its own; add cpus 0"
                    .formatted(Describe.element(partition)), "cpus 0");
        }
        if (!partition.isSetMemory()) {
            report(Rule.PARTITION_INCOMPLETE, partition, "%s has no memory: a partition shares nothing, so it needs its own; add memory 64 MiB"
                    .formatted(Describe.element(partition)), "memory 64 MiB");
        }
    }

    @Check
    void coresAreNotShared(PartitionFirmware firmware) {
        List<Partition> partitions = firmware.getPartitions();
        for (int i = 0; i < partitions.size(); i++) {
            Partition later = partitions.get(i);
            for (int r = 0; r < later.getCpus().size(); r++) {
                CpuRange range = later.getCpus().get(r);
                partitions.stream().limit(i).filter(p -> p.getCpus().stream().anyMatch(range::overlaps)).findFirst()
                        .ifPresent(reportCores(later, r, range));
            }
        }
    }

    private java.util.function.Consumer<Partition> reportCores(Partition later, int index, CpuRange range) {
        return other -> {
            CpuRange taken = other.getCpus().stream().filter(range::overlaps).findFirst().orElseThrow();
            CpuRange common = new CpuRange(Math.max(range.first(), taken.first()), Math.min(range.last(), taken.last()));
            report(Rule.PARTITION_OVERLAP, later, Literals.PARTITION__CPUS, index, "core %s belongs to %s already: partitions share no cores"
                    .formatted(common, Describe.element(other)));
        };
    }

    @Check
    void memoryIsNotOvercommitted(PartitionFirmware firmware) {
        Host host = Resolver.host(firmware);
        if (host == null) {
            return;
        }
        long left = host.getMemory();
        for (Partition partition : firmware.getPartitions()) {
            if (partition.getMemory() > left) {
                report(Rule.MEMORY_OVERCOMMIT, partition, Literals.PARTITION__MEMORY, "%s asks for %s, but of the %s of %s only %s are left".formatted(
                        Describe.element(partition), ByteSize.format(partition.getMemory()), ByteSize.format(host.getMemory()),
                        Describe.element(host), ByteSize.format(left)), ByteSize.format(left));
            }
            left = Math.max(0, left - partition.getMemory());
        }
    }

    /** One thing handed to one guest: a device, or a part of a disk. */
    private record Use(EObject element, Device device, ByteRange range) {

        boolean clashesWith(Use other) {
            return device == other.device && !isWithinPartitionOf(other) && !other.isWithinPartitionOf(this) && (range == null || other.range == null || range.overlaps(other.range));
        }

        /** What a partition has, the guests of its own hypervisor can have parts of. */
        private boolean isWithinPartitionOf(Use other) {
            return other.element.eContainer() instanceof Partition partition && element.eContainer() != partition
                    && Resolver.enclosing(element, Partition.class) == partition;
        }

        /** Returns the partition that has it, or who has it within the partition that both are in. */
        Named guest(Use other) {
            Partition partition = Resolver.enclosing(element, Partition.class);
            if (partition != null && partition != Resolver.enclosing(other.element, Partition.class)) {
                return partition;
            }
            Domain domain = Resolver.enclosing(element, Domain.class);
            OperatingSystem system = Resolver.enclosing(element, OperatingSystem.class);
            return domain != null ? domain : system != null ? system : partition;
        }
    }

    @Check
    void devicesAreNotShared(Host host) {
        List<Use> uses = new ArrayList<>();
        for (Assignment assignment : EcoreUtil2.getAllContentsOfType(host, Assignment.class)) {
            add(uses, new Use(assignment, assignment.getDevice(), assignment.getRange()), Literals.ASSIGNMENT__DEVICE);
        }
        for (Slice slice : EcoreUtil2.getAllContentsOfType(host, Slice.class)) {
            add(uses, new Use(slice, slice.getDisk(), range(slice)), Literals.SLICE__DISK);
        }
    }

    /** Returns what a slice has of its disk: without a range all, which for a swap area in a partition is the first part that the partition has. */
    private static ByteRange range(Slice slice) {
        Partition partition = Resolver.enclosing(slice, Partition.class);
        if (slice.getRange() != null || partition == null || slice.getDisk() == null || slice.getDisk().eIsProxy()) {
            return slice.getRange();
        }
        return DiskChecks.parts(partition, slice).stream().findFirst().orElse(new ByteRange(0, 0));
    }

    private void add(List<Use> uses, Use use, org.eclipse.emf.ecore.EReference feature) {
        if (use.device == null || use.device.eIsProxy()) {
            return;
        }
        Domain domain = Resolver.enclosing(use.element, Domain.class);
        if (domain != null && domain.getCount() > 1) {
            report(Rule.DEVICE_SHARED, use.element, feature, "%s makes %d virtual machines, but %s can be handed to one only"
                    .formatted(Describe.element(domain), domain.getCount(), Describe.element(use.device)));
        }
        uses.stream().filter(use::clashesWith).findFirst().ifPresent(other -> {
            Rule rule = use.guest(other) instanceof Partition ? Rule.PARTITION_OVERLAP : Rule.DEVICE_SHARED;
            String part = use.device instanceof Disk && use.range != null && other.range != null ? "a part of %s overlaps what belongs" : "%s belongs";
            report(rule, use.element, feature, (part + " to %s already").formatted(Describe.element(use.device), Describe.element(other.guest(use))));
        });
        uses.add(use);
    }
}
