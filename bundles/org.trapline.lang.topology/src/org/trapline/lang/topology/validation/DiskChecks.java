// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.util.List;
import org.eclipse.emf.ecore.EAttribute;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.validation.Check;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.Assignment;
import org.trapline.topology.Backing;
import org.trapline.topology.ByteRange;
import org.trapline.topology.ByteSize;
import org.trapline.topology.Disk;
import org.trapline.topology.Host;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Partition;
import org.trapline.topology.Slice;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.Volume;
import org.trapline.topology.resolve.Resolver;

/** Disks, what stands behind them, and which part of them is handed out. */
final class DiskChecks extends Checks {

    @Check
    void hostDisk(Disk disk) {
        if (disk.eContainer() instanceof Host && !disk.isSetSize() && disk.getImage() == null) {
            report(Rule.DISK_INCOMPLETE, disk, "%s needs a size, or an image to take it from".formatted(Describe.element(disk)));
        }
    }

    @Check
    void virtualDisk(Disk disk) {
        if (disk.eContainer() instanceof Host) {
            return;
        }
        boolean volume = disk.isSetBacking() && disk.getBacking() == Backing.VOLUME;
        if (volume && disk.getVolume() == null) {
            report(Rule.DISK_INCOMPLETE, disk, Literals.DISK__BACKING, "which volume? Add volume NAME to %s".formatted(Describe.element(disk)));
        }
        if (disk.isSetBacking() && !volume && disk.getVolume() != null) {
            report(Rule.DISK_INCOMPLETE, disk, Literals.DISK__BACKING, "%s stands on a volume, so its backing cannot be %s"
                    .formatted(Describe.element(disk), disk.getBacking().getLiteral()));
        }
        if (!disk.isSetSize() && disk.getImage() == null && disk.getVolume() == null && disk.getSlice() == null) {
            report(Rule.DISK_INCOMPLETE, disk, "%s needs a size".formatted(Describe.element(disk)));
        }
        sliceHoldsDisk(disk);
    }

    @Check
    void persistence(Disk disk) {
        if (disk.isPersistent()) {
            persistence(disk, disk.getImage(), disk.isReadOnly());
            if (disk.isSetBacking() && disk.getBacking() == Backing.MINIDISK || disk.getSlice() != null) {
                report(Rule.DISK_INCOMPLETE, disk, Literals.DISK__PERSISTENT, "%s is a part of a host disk: its image is only what it begins with"
                        .formatted(Describe.element(disk)));
            }
        }
    }

    @Check
    void persistence(Volume volume) {
        if (volume.isPersistent()) {
            persistence(volume, volume.getImage(), volume.isReadOnly());
        }
    }

    private void persistence(EObject storage, String image, boolean readOnly) {
        EAttribute feature = storage instanceof Disk ? Literals.DISK__PERSISTENT : Literals.VOLUME__PERSISTENT;
        if (image == null) {
            report(Rule.DISK_INCOMPLETE, storage, feature, "%s has no image in which anything could stay".formatted(Describe.element(storage)));
        } else if (readOnly) {
            report(Rule.DISK_INCOMPLETE, storage, feature, "nothing is written to %s, so nothing can stay".formatted(Describe.element(storage)));
        }
    }

    @Check
    void slice(Slice slice) {
        if (slice.getRange() != null) {
            range(slice, Literals.SLICE__RANGE, slice.getRange(), slice.getDisk());
        }
        if (slice.eContainer() instanceof Disk disk && disk.getBacking() != Backing.MINIDISK) {
            report(Rule.DISK_INCOMPLETE, disk, Literals.DISK__BACKING, "only a minidisk is a part of a host disk: write backing minidisk of …");
        }
    }

    @Check
    void swap(OperatingSystem system) {
        Slice swap = system.getSwap();
        if (swap != null && swap.getDisk() != null && !swap.getDisk().eIsProxy() && swap.getDisk().isReadOnly()) {
            report(Rule.DISK_INCOMPLETE, swap, Literals.SLICE__DISK, "nothing can be swapped to %s, which is read_only".formatted(
                    Describe.element(swap.getDisk())));
        }
        Partition partition = Resolver.enclosing(system, Partition.class);
        if (swap != null && swap.getDisk() != null && !swap.getDisk().eIsProxy() && partition != null && parts(partition, swap).isEmpty()) {
            boolean all = swap.getRange() == null;
            report(Rule.DISK_BOUNDS, swap, all ? Literals.SLICE__DISK : Literals.SLICE__RANGE, "%s does not have %s%s: add assign %s%s to it".formatted(
                    Describe.element(partition), all ? "" : "the range " + swap.getRange() + " of ", Describe.element(swap.getDisk()), swap.getDisk().getName(),
                    all ? "" : "[" + swap.getRange() + "]"));
        }
    }

    /** Returns what a partition has of a disk, as far as a slice can be in it. */
    static List<ByteRange> parts(Partition partition, Slice slice) {
        ByteRange wanted = slice.getRange();
        ByteRange whole = new ByteRange(0, slice.getDisk().isSetSize() ? slice.getDisk().getSize() : Long.MAX_VALUE);
        return partition.getAssignments().stream().filter(each -> each.getDevice() == slice.getDisk())
                .map(each -> each.getRange() == null ? whole : each.getRange())
                .filter(each -> wanted == null || each.start() <= wanted.start() && wanted.end() <= each.end()).toList();
    }

    @Check
    void assignment(Assignment assignment) {
        ByteRange range = assignment.getRange();
        if (range == null || assignment.getDevice() == null || assignment.getDevice().eIsProxy()) {
            return;
        }
        if (assignment.getDevice() instanceof Disk disk) {
            range(assignment, Literals.ASSIGNMENT__RANGE, range, disk);
        } else {
            report(Rule.DISK_BOUNDS, assignment, Literals.ASSIGNMENT__RANGE,
                    "only a disk can be handed out in parts, %s cannot".formatted(Describe.element(assignment.getDevice())));
        }
    }

    private void sliceHoldsDisk(Disk disk) {
        Slice slice = disk.getSlice();
        if (slice != null && slice.getRange() != null && disk.isSetSize() && slice.getRange().length() > 0 && slice.getRange().length() < disk.getSize()) {
            report(Rule.DISK_INCOMPLETE, disk, Literals.DISK__SIZE, "%s of %s do not fit into %s, which holds %s".formatted(ByteSize.format(disk.getSize()),
                    Describe.element(disk), slice.getRange(), ByteSize.format(slice.getRange().length())));
        }
    }

    private void range(EObject element, EAttribute feature, ByteRange range, Disk disk) {
        if (range.length() <= 0) {
            report(Rule.BAD_RANGE, element, feature, "the range %s is empty: its end has to be larger than its start".formatted(range));
        } else if (disk != null && !disk.eIsProxy() && disk.isSetSize() && range.end() > disk.getSize()) {
            report(Rule.DISK_BOUNDS, element, feature, "the range %s goes beyond %s, which holds %s".formatted(range, Describe.element(disk),
                    ByteSize.format(disk.getSize())));
        }
    }
}
