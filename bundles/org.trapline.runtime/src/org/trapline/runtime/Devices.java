// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.trapline.machine.device.Clock;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.RateLimit;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.device.virtio.balloon.VirtioBalloon;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.device.virtio.console.VirtioConsole;
import org.trapline.machine.device.virtio.entropy.VirtioEntropy;
import org.trapline.machine.device.virtio.network.VirtioNetwork;
import org.trapline.machine.network.SwitchPort;
import org.trapline.machine.storage.BlockStore;
import org.trapline.machine.storage.DiskSlice;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.PartitionPlan;

/** Makes the virtio devices of a host and of its virtual machines. */
final class Devices {
    private final Storage storage;
    private final Networks networks;
    private final SortedMap<String, BlockStore> hostDisks = new TreeMap<>();

    /**
     * What devices have in their owner.
     *
     * @param console    where consoles print
     * @param clock      the time of the host
     * @param whenComing is run when a frame has set out for a card
     */
    record Owner(ConsoleOutput console, Clock clock, Runnable whenComing) {
    }

    Devices(Storage storage, Networks networks) {
        this.storage = storage;
        this.networks = networks;
    }

    /** Makes the devices of the host itself, whose disks its virtual machines then can have parts of. */
    List<Supplier<VirtioDevice>> ofHost(HostPlan host, Owner owner) throws StartException {
        List<Supplier<VirtioDevice>> made = new ArrayList<>();
        String who = "host '" + host.name() + "'";
        for (DevicePlan plan : host.devices()) {
            if (plan instanceof DevicePlan.Disk disk) {
                BlockStore store = store(disk, who);
                hostDisks.put(disk.name(), store);
                made.add(disk(disk, store));
            } else if (!(plan instanceof DevicePlan.Aclint)) {
                made.add(device(plan, who, owner));
            }
        }
        return made;
    }

    /** Opens the disks of a host that has none of them itself, because firmware hands them on. */
    void openDisks(HostPlan host) throws StartException {
        for (DevicePlan plan : host.devices()) {
            if (plan instanceof DevicePlan.Disk disk) {
                hostDisks.put(disk.name(), store(disk, "host '" + host.name() + "'"));
            }
        }
    }

    /** Returns the disks of the host by their names. */
    SortedMap<String, BlockStore> hostDisks() {
        return Collections.unmodifiableSortedMap(hostDisks);
    }

    /** Makes the devices of a partition. */
    List<Supplier<VirtioDevice>> ofPartition(PartitionPlan partition, Owner owner) throws StartException {
        List<Supplier<VirtioDevice>> made = new ArrayList<>();
        for (DevicePlan plan : partition.devices()) {
            made.add(device(plan, "partition '" + partition.name() + "'", owner));
        }
        return made;
    }

    /**
     * Makes the devices of a virtual machine.
     * @param minidisks takes what is a part of a disk of the host, by the disk's name
     */
    List<Supplier<VirtioDevice>> ofDomain(DomainPlan domain, Owner owner, BiConsumer<String, DiskSlice> minidisks) throws StartException {
        List<Supplier<VirtioDevice>> made = new ArrayList<>();
        RateLimit limit = new RateLimit(domain.limits().bitsPerSecond());
        String who = "domain '" + domain.guest().name() + "'";
        for (DevicePlan plan : domain.devices()) {
            if (plan instanceof DevicePlan.Disk disk) {
                BlockStore store = store(disk, who);
                if (store instanceof DiskSlice slice) {
                    minidisks.accept(disk.name(), slice);
                }
                made.add(() -> new VirtioBlock(store, disk.readOnly(), disk.name(), limit));
            } else if (plan instanceof DevicePlan.Nic nic) {
                made.add(nic(nic, owner, limit));
            } else {
                made.add(device(plan, who, owner));
            }
        }
        return made;
    }

    private Supplier<VirtioDevice> device(DevicePlan plan, String who, Owner owner) throws StartException {
        return switch (plan) {
            case DevicePlan.Disk disk -> disk(disk, store(disk, who));
            case DevicePlan.Nic nic -> nic(nic, owner, RateLimit.none());
            case DevicePlan.Console _ -> () -> new VirtioConsole(owner.console());
            case DevicePlan.Entropy entropy -> () -> new VirtioEntropy(entropy.seed());
            case DevicePlan.Balloon _ -> VirtioBalloon::new;
            case DevicePlan.Aclint _ -> throw new IllegalStateException("an ACLINT takes no slot");
        };
    }

    private Supplier<VirtioDevice> nic(DevicePlan.Nic plan, Owner owner, RateLimit limit) {
        SwitchPort port = networks.connect(plan.network(), owner.clock());
        if (port != null) {
            port.setWhenComing(owner.whenComing());
        }
        byte[] mac = new byte[VirtioNetwork.MAC_BYTES];
        for (int i = 0; i < mac.length; i++) {
            mac[i] = (byte) (plan.mac() >>> 8 * (mac.length - 1 - i));
        }
        return () -> new VirtioNetwork(port, mac, plan.bandwidth(), plan.address(), limit);
    }

    private BlockStore store(DevicePlan.Disk disk, String owner) throws StartException {
        return storage.open(disk.storage(), hostDisks, disk.line(), owner + ": disk '" + disk.name() + "'");
    }

    private static Supplier<VirtioDevice> disk(DevicePlan.Disk disk, BlockStore store) {
        return () -> new VirtioBlock(store, disk.readOnly(), disk.name());
    }
}
