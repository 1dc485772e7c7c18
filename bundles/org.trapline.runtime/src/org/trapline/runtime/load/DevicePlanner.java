// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
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
import org.trapline.runtime.plan.VolumePlan;
import org.trapline.topology.Backing;
import org.trapline.topology.ByteSize;
import org.trapline.topology.DeviceModel;
import org.trapline.topology.Disk;
import org.trapline.topology.Host;
import org.trapline.topology.IoMode;
import org.trapline.topology.Nic;
import org.trapline.topology.Peripheral;
import org.trapline.topology.Topology;
import org.trapline.topology.Volume;
import org.trapline.topology.resolve.GuestSpec;
import org.trapline.topology.resolve.Resolver;

/** Plans the devices of hosts and guests, and finds room for minidisks. */
final class DevicePlanner {
    private static final int SECTOR = 512;

    private final Function<String, Path> resolve;
    private final ToIntFunction<EObject> line;
    private final BiConsumer<EObject, String> refuse;
    private final Map<Disk, HostDisk> hostDisks = new LinkedHashMap<>();
    private final Map<String, VolumePlan> volumes = new LinkedHashMap<>();
    private final NetworkPlanner networks;
    private final Set<Path> persistentFiles = new HashSet<>();

    /** A disk of a host, and what of it is taken. */
    private record HostDisk(Disk disk, long size, List<StoragePlan.Minidisk> taken) {
        /** Returns where a minidisk overlaps one that is there already, or null. */
        StoragePlan.Minidisk overlapped(long first, long length) {
            return taken.stream().filter(each -> first < each.first() + each.size() && each.first() < first + length).findFirst().orElse(null);
        }

        /** Returns the first place with so much room, or -1. */
        long room(long length) {
            long first = 0;
            for (StoragePlan.Minidisk in = overlapped(first, length); in != null; in = overlapped(first, length)) {
                first = in.first() + in.size();
            }
            return first + length <= size ? first : -1;
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
                hostDisks.put(disk, new HostDisk(disk, storage.size(), new ArrayList<>()));
                devices.add(new DevicePlan.Disk(disk.getName(), storage, disk.isReadOnly(), line.applyAsInt(disk)));
            }
        }
        addNics(host.getNics(), who, host.getName(), devices);
        addPeripherals(host.getDevices(), host.getName(), devices);
        return checkSlots(host, who, devices);
    }

    /** Plans the devices of a virtual machine. */
    List<DevicePlan> plan(GuestSpec guest) {
        String who = "domain '" + guest.name() + "': ";
        List<DevicePlan> devices = new ArrayList<>();
        for (Disk disk : guest.disks()) {
            checkBus(disk, who + "disk '" + disk.getName() + "': ", disk.getBus(), disk.isSetBus());
            StoragePlan storage = storage(disk, who + "disk '" + disk.getName() + "': ", Resolver.enclosing(guest.domain(), Host.class));
            if (storage != null) {
                devices.add(new DevicePlan.Disk(disk.getName(), storage, disk.isReadOnly() || isReadOnly(disk, storage), line.applyAsInt(disk)));
            }
        }
        addNics(guest.interfaces(), who, guest.qualifiedName(), devices);
        addPeripherals(guest.devices(), guest.qualifiedName(), devices);
        return checkSlots(guest.domain(), who, devices);
    }

    private boolean isReadOnly(Disk disk, StoragePlan storage) {
        return switch (storage) {
            case StoragePlan.Shared _ -> disk.getVolume().isReadOnly();
            case StoragePlan.Minidisk part -> hostDisks.values().stream().anyMatch(each -> each.taken().contains(part) && each.disk().isReadOnly());
            case StoragePlan.Image _, StoragePlan.Blank _ -> false;
        };
    }

    private List<DevicePlan> checkSlots(EObject owner, String who, List<DevicePlan> devices) {
        if (devices.size() > Platform.VIRTIO_SLOTS) {
            refuse.accept(owner, who + devices.size() + " devices, but a machine has " + Platform.VIRTIO_SLOTS + " slots for them");
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

    private StoragePlan storage(Disk disk, String who, Host host) {
        if (disk.getVolume() != null) {
            return volume(disk, disk.getVolume());
        }
        List<HostDisk> candidates = host.getDisks().stream().map(hostDisks::get).filter(each -> each != null).toList();
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
        StoragePlan.Minidisk plan = disk.getSlice() != null ? slice(disk, who, size, contents) : find(disk, who, candidates, size, contents);
        if (plan != null && image != null && image.size() > plan.size()) {
            refuse.accept(disk, who + disk.getImage() + " has " + image.size() + " bytes, the disk " + plan.size());
            return null;
        }
        return plan;
    }

    private StoragePlan.Minidisk slice(Disk disk, String who, long size, Path contents) {
        HostDisk from = hostDisks.get(disk.getSlice().getDisk());
        if (from == null) {
            refuse.accept(disk, who + "disk '" + disk.getSlice().getDisk().getName() + "' is not one of its host's");
            return null;
        }
        long first = disk.getSlice().getRange().start();
        long length = size < 0 ? disk.getSlice().getRange().length() : size;
        StoragePlan.Minidisk other = from.overlapped(first, length);
        if (first + length > from.size()) {
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
