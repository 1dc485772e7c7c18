// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.zip.CRC32;

import org.eclipse.emf.ecore.EObject;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.storage.DiskImage;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.NetworkPlan;
import org.trapline.runtime.plan.StoragePlan;
import org.trapline.runtime.plan.SwapPlan;
import org.trapline.runtime.plan.VolumePlan;
import org.trapline.topology.Assignment;
import org.trapline.topology.Backing;
import org.trapline.topology.ByteSize;
import org.trapline.topology.DeviceModel;
import org.trapline.topology.Disk;
import org.trapline.topology.Host;
import org.trapline.topology.IoMode;
import org.trapline.topology.Nic;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Partition;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Peripheral;
import org.trapline.topology.Slice;
import org.trapline.topology.Topology;
import org.trapline.topology.Volume;
import org.trapline.topology.resolve.GuestSpec;
import org.trapline.topology.resolve.Resolver;

/** Plans the devices of hosts and guests, and finds room for minidisks. */
final class DevicePlanner {
    private static final int SECTOR = 512;
    private static final int PAGE = 4096;

    private final Function<String, Path> resolve;
    private final ToIntFunction<EObject> line;
    private final BiConsumer<EObject, String> refuse;
    private final Map<Disk, HostDisk> hostDisks = new LinkedHashMap<>();
    private final Map<Partition, List<HostDisk>> pieces = new HashMap<>();
    private final Map<String, VolumePlan> volumes = new LinkedHashMap<>();
    private final NetworkPlanner networks;
    private final Set<Path> persistentFiles = new HashSet<>();

    /** A disk of a host, or the piece of it from {@code start} to {@code end} that a partition has, and what of it is taken. */
    private record HostDisk(Disk disk, long start, long end, List<StoragePlan.Minidisk> taken) {
        long size() {
            return end - start;
        }

        /** Returns where a minidisk overlaps one that is there already, or null. */
        StoragePlan.Minidisk overlapped(long first, long length) {
            return taken.stream().filter(each -> first < each.first() + each.size() && each.first() < first + length).findFirst().orElse(null);
        }

        /** Returns the first place with so much room, or -1. */
        long room(long length) {
            long first = start;
            for (StoragePlan.Minidisk in = overlapped(first, length); in != null; in = overlapped(first, length)) {
                first = in.first() + in.size();
            }
            return first + length <= end ? first : -1;
        }
    }

    /**
     * Creates a planner.
     * @param model   the configuration
     * @param resolve finds a file that the configuration names
     * @param line    tells the line of an element
     * @param refuse  takes an element and what is wrong with it
     */
    DevicePlanner(Topology model, Function<String, Path> resolve, ToIntFunction<EObject> line, BiConsumer<EObject, String> refuse) {
        this.resolve = resolve;
        this.line = line;
        this.refuse = refuse;
        networks = new NetworkPlanner(model, resolve, line, refuse);
    }

    /** Returns the networks that are used. */
    List<NetworkPlan> networks() {
        return networks.plans();
    }

    /** Returns the volumes that are used. */
    List<VolumePlan> volumes() {
        return List.copyOf(volumes.values());
    }

    /** Plans the devices of a host; to be done before its guests'. */
    List<DevicePlan> plan(Host host) {
        String who = "host '" + host.getName() + "': ";
        List<DevicePlan> devices = new ArrayList<>();
        for (Disk disk : host.getDisks()) {
            checkBus(disk, who + "disk '" + disk.getName() + "': ", disk.getBus(), disk.isSetBus());
            StoragePlan storage = image(disk, who + "disk '" + disk.getName() + "': ", disk.getImage(), disk.isSetSize() ? disk.getSize() : -1, disk.isPersistent());
            if (storage != null) {
                hostDisks.put(disk, new HostDisk(disk, 0, storage.size(), new ArrayList<>()));
                devices.add(new DevicePlan.Disk(disk.getName(), storage, disk.isReadOnly(), line.applyAsInt(disk)));
            }
        }
        if (host.getFirmware() instanceof PartitionFirmware) {
            // The rest is for those partitions that it is assigned to.
            return devices;
        }
        addNics(host.getNics(), who, host.getName(), devices);
        addPeripherals(host.getDevices(), host.getName(), devices);
        host.getDevices().stream().filter(each -> each.getModel() == DeviceModel.ACLINT)
            .forEach(each -> devices.add(new DevicePlan.Aclint(each.getName(), line.applyAsInt(each))));
        return checkSlots(host, who, devices);
    }

    /** Plans the devices of a partition, which are its host's; to be done after the host's. */
    List<DevicePlan> plan(Partition partition) {
        String who = "partition '" + partition.getName() + "': ";
        List<DevicePlan> devices = new ArrayList<>();
        for (Assignment assignment : partition.getAssignments()) {
            switch (assignment.getDevice()) {
                case Disk disk -> addPiece(partition, assignment, disk, who, devices);
                case Nic nic -> addNics(List.of(nic), who, Resolver.host(partition).getName(), devices);
                case Peripheral each when each.getModel() == DeviceModel.ACLINT ->
                    refuse.accept(assignment, who + "device '" + each.getName() + "' (an ACLINT) is not executed yet; a host in one piece can have one");
                case Peripheral each -> addPeripherals(List.of(each), Resolver.qualifiedName(partition), devices);
                default -> throw new IllegalStateException("a device of " + assignment.getDevice().eClass().getName());
            }
        }
        return checkSlots(partition, who, devices);
    }

    private void addPiece(Partition partition, Assignment assignment, Disk disk, String who, List<DevicePlan> devices) {
        HostDisk from = hostDisks.get(disk);
        if (from == null) {
            return;
        }
        long start = assignment.getRange() == null ? 0 : assignment.getRange().start();
        long end = assignment.getRange() == null ? from.end() : assignment.getRange().end();
        if (end > from.end() || start >= end || (start | end) % SECTOR != 0) {
            refuse.accept(assignment, who + "bytes " + start + " to " + end + " are not whole sectors of disk '" + disk.getName() + "', which holds "
                + ByteSize.format(from.end()));
            return;
        }
        long others = devices.stream().filter(each -> each.name().startsWith(disk.getName())).count();
        String name = others == 0 ? disk.getName() : disk.getName() + "." + others;
        StoragePlan.Minidisk piece = new StoragePlan.Minidisk(disk.getName(), start, end - start, null);
        from.taken().add(piece);
        pieces.computeIfAbsent(partition, _ -> new ArrayList<>()).add(new HostDisk(disk, start, end, new ArrayList<>()));
        devices.add(new DevicePlan.Disk(name, piece, disk.isReadOnly(), line.applyAsInt(assignment)));
    }

    /** Plans the devices of a virtual machine. */
    List<DevicePlan> plan(GuestSpec guest) {
        String who = "domain '" + guest.name() + "': ";
        List<DevicePlan> devices = new ArrayList<>();
        for (Disk disk : guest.disks()) {
            checkBus(disk, who + "disk '" + disk.getName() + "': ", disk.getBus(), disk.isSetBus());
            List<HostDisk> candidates = disksFor(guest.domain());
            StoragePlan storage = storage(disk, who + "disk '" + disk.getName() + "': ", candidates);
            if (storage != null) {
                boolean isReadOnly = disk.isReadOnly() || isReadOnly(disk, storage, candidates);
                devices.add(new DevicePlan.Disk(disk.getName(), storage, isReadOnly, line.applyAsInt(disk)));
            }
        }
        addNics(guest.interfaces(), who, guest.qualifiedName(), devices);
        addPeripherals(guest.devices(), guest.qualifiedName(), devices);
        return checkSlots(guest.domain(), who, devices);
    }

    private static boolean isReadOnly(Disk disk, StoragePlan storage, List<HostDisk> candidates) {
        return switch (storage) {
            case StoragePlan.Shared _ -> disk.getVolume().isReadOnly();
            case StoragePlan.Minidisk part -> candidates.stream().anyMatch(each -> each.disk().getName().equals(part.disk()) && each.disk().isReadOnly());
            case StoragePlan.Image _, StoragePlan.Blank _ -> false;
        };
    }

    private List<DevicePlan> checkSlots(EObject owner, String who, List<DevicePlan> devices) {
        long slots = devices.stream().filter(each -> !(each instanceof DevicePlan.Aclint)).count();
        if (slots > Platform.VIRTIO_SLOTS) {
            refuse.accept(owner, who + slots + " devices, but a machine has " + Platform.VIRTIO_SLOTS + " slots for them");
        }
        return devices;
    }

    private void checkBus(EObject element, String who, IoMode bus, boolean isSet) {
        if (isSet && bus != IoMode.VIRTIO) {
            refuse.accept(element, who + "bus " + bus.getLiteral() + " is not executed yet; this version has bus virtio");
        }
    }

    private void addNics(Collection<Nic> nics, String who, String owner, List<DevicePlan> devices) {
        for (Nic nic : nics) {
            checkBus(nic, who + "nic '" + nic.getName() + "': ", nic.getBus(), nic.isSetBus());
            devices.add(networks.plan(nic, owner + "." + nic.getName()));
        }
    }

    private void addPeripherals(Collection<Peripheral> peripherals, String owner, List<DevicePlan> devices) {
        for (Peripheral each : peripherals) {
            int at = line.applyAsInt(each);
            if (each.getModel() == DeviceModel.CONSOLE) {
                devices.add(new DevicePlan.Console(each.getName(), at));
            } else if (each.getModel() == DeviceModel.ENTROPY) {
                devices.add(new DevicePlan.Entropy(each.getName(), seed(owner + "." + each.getName()), at));
            } else if (each.getModel() == DeviceModel.BALLOON) {
                devices.add(new DevicePlan.Balloon(each.getName(), at));
            }
        }
    }

    /** Returns a number that is the same for the same name. */
    static long seed(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return crc.getValue();
    }

    // ---- storage ----

    /** Returns the disks that a virtual machine's, or a swap area, can be cut from: the host's, or those of the partition that it is in. */
    private List<HostDisk> disksFor(EObject element) {
        Partition partition = Resolver.enclosing(element, Partition.class);
        if (partition != null) {
            return pieces.getOrDefault(partition, List.of());
        }
        return Resolver.host(element).getDisks().stream().map(hostDisks::get).filter(each -> each != null).toList();
    }

    private StoragePlan storage(Disk disk, String who, List<HostDisk> candidates) {
        if (disk.getVolume() != null) {
            return volume(disk, disk.getVolume());
        }
        boolean isPlain = !disk.isSetBacking() && disk.getSlice() == null;
        if (isPlain && disk.getImage() == null && !candidates.isEmpty() || !isPlain && disk.getBacking() == Backing.MINIDISK) {
            return minidisk(disk, who, candidates);
        }
        if (!isPlain && disk.getBacking() == Backing.FILE && disk.getImage() == null) {
            refuse.accept(disk, who + "which file? Add image \"FILE\"");
            return null;
        }
        return image(disk, who, disk.getImage(), disk.isSetSize() ? disk.getSize() : -1, disk.isPersistent());
    }

    private StoragePlan volume(Disk disk, Volume volume) {
        VolumePlan plan = volumes.get(volume.getName());
        if (plan == null) {
            StoragePlan storage = image(volume, "volume '" + volume.getName() + "': ", volume.getImage(), volume.isSetSize() ? volume.getSize() : -1, volume.isPersistent());
            if (storage == null) {
                return null;
            }
            plan = new VolumePlan(volume.getName(), storage, line.applyAsInt(volume));
            volumes.put(volume.getName(), plan);
        }
        return new StoragePlan.Shared(plan.name(), plan.storage().size());
    }

    private StoragePlan minidisk(Disk disk, String who, List<HostDisk> candidates) {
        if (candidates.isEmpty()) {
            refuse.accept(disk, who + "the host has no disk to cut a minidisk from");
            return null;
        }
        StoragePlan image = disk.getImage() == null ? null : image(disk, who, disk.getImage(), -1, false);
        if (disk.getImage() != null && image == null) {
            return null;
        }
        long size = disk.isSetSize() ? disk.getSize() : image != null ? image.size() : -1;
        Path contents = image instanceof StoragePlan.Image file ? file.file() : null;
        StoragePlan.Minidisk plan = disk.getSlice() != null ? slice(disk, who, candidates, size, contents) : find(disk, who, candidates, size, contents);
        if (plan != null && image != null && image.size() > plan.size()) {
            refuse.accept(disk, who + disk.getImage() + " has " + image.size() + " bytes, the disk " + plan.size());
            return null;
        }
        return plan;
    }

    private StoragePlan.Minidisk slice(Disk disk, String who, List<HostDisk> candidates, long size, Path contents) {
        long first = disk.getSlice().getRange().start();
        long length = size < 0 ? disk.getSlice().getRange().length() : size;
        List<HostDisk> same = candidates.stream().filter(each -> each.disk() == disk.getSlice().getDisk()).toList();
        if (same.isEmpty()) {
            refuse.accept(disk, who + "disk '" + disk.getSlice().getDisk().getName() + "' is not one of its host's");
            return null;
        }
        HostDisk from = same.stream().filter(each -> first >= each.start() && first + length <= each.end()).findFirst().orElse(same.getFirst());
        StoragePlan.Minidisk other = from.overlapped(first, length);
        if (first < from.start() || first + length > from.end()) {
            refuse.accept(disk, who + "it goes beyond disk '" + from.disk().getName() + "', which holds " + ByteSize.format(from.size()));
        } else if (other != null) {
            refuse.accept(disk, who + "its part of disk '" + from.disk().getName() + "' is taken already, from byte " + other.first() + " to "
                + (other.first() + other.size()));
        }
        return take(from, first, length, contents);
    }

    private StoragePlan.Minidisk find(Disk disk, String who, List<HostDisk> candidates, long size, Path contents) {
        for (HostDisk from : candidates) {
            long first = from.room(size);
            if (first >= 0) {
                return take(from, first, size, contents);
            }
        }
        refuse.accept(disk, who + "no disk of the host has " + ByteSize.format(size) + " left in one piece");
        return null;
    }

    /** Plans where an operating system swaps; nothing else has that part of the disk. */
    SwapPlan swap(OperatingSystem system) {
        Slice slice = system.getSwap();
        String who = "os '" + system.getName() + "': swap: ";
        List<HostDisk> parts = disksFor(system).stream().filter(each -> each.disk() == slice.getDisk()).toList();
        if (parts.isEmpty()) {
            return null;
        }
        // Without a range, all that there is: for a partition, the first part that it has.
        long first = slice.getRange() == null ? parts.getFirst().start() : slice.getRange().start();
        long size = slice.getRange() == null ? parts.getFirst().size() : slice.getRange().length();
        HostDisk from = parts.stream().filter(each -> first >= each.start() && first + size <= each.end()).findFirst().orElse(parts.getFirst());
        if (first < from.start() || first + size > from.end()) {
            refuse.accept(slice, who + "it goes beyond disk '" + from.disk().getName() + "', which holds " + ByteSize.format(from.size()));
        } else if (first % PAGE != 0) {
            refuse.accept(slice, who + "byte " + first + " of the disk is not where a page begins; pages have " + PAGE + " bytes");
        }
        StoragePlan.Minidisk part = take(from, first, size, null);
        return new SwapPlan(part.disk(), first, size, line.applyAsInt(slice));
    }

    private static StoragePlan.Minidisk take(HostDisk from, long first, long size, Path contents) {
        StoragePlan.Minidisk plan = new StoragePlan.Minidisk(from.disk().getName(), first, size, contents);
        from.taken().add(plan);
        return plan;
    }

    private StoragePlan image(EObject element, String who, String image, long size, boolean persistent) {
        if (size > DiskImage.MAX_SIZE) {
            refuse.accept(element, who + ByteSize.format(size) + " is more than a disk can have, which is " + ByteSize.format(DiskImage.MAX_SIZE));
            return null;
        }
        if (image == null) {
            return size < 0 ? null : new StoragePlan.Blank(Math.ceilDiv(size, SECTOR) * SECTOR);
        }
        Path file = resolve.apply(image);
        String complaint = fileComplaint(file);
        if (complaint != null) {
            refuse.accept(element, who + complaint);
            return null;
        }
        long found = file.toFile().length();
        if (size >= 0 && size < found) {
            refuse.accept(element, who + "'" + file + "' has " + found + " bytes, the disk " + size);
            return null;
        }
        if (persistent && !persistentFiles.add(file.toAbsolutePath())) {
            refuse.accept(element, who + "'" + file + "' is another disk's, too; what is written can stay for one only");
        }
        return new StoragePlan.Image(file, size < 0 ? found : size, persistent);
    }

    /** Returns why a file cannot be a disk's contents, or null. */
    static String fileComplaint(Path file) {
        if (!Files.isRegularFile(file)) {
            return Files.exists(file) ? "'" + file + "' is no file" : "there is no file '" + file + "'";
        }
        if (!Files.isReadable(file)) {
            return "'" + file + "' cannot be read";
        }
        return file.toFile().length() > DiskImage.MAX_SIZE
            ? "'" + file + "' has " + file.toFile().length() + " bytes, a disk " + ByteSize.format(DiskImage.MAX_SIZE) + " at most" : null;
    }
}
