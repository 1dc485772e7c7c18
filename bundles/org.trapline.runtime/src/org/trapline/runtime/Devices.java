// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.device.virtio.console.VirtioConsole;
import org.trapline.machine.device.virtio.entropy.VirtioEntropy;
import org.trapline.machine.storage.BlockStore;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.HostPlan;

/** Makes the virtio devices of a host and of its virtual machines. */
final class Devices {
    private final Storage storage;
    private final Map<String, BlockStore> hostDisks = new HashMap<>();

    Devices(Storage storage) {
        this.storage = storage;
    }

    /**
     * Makes the devices of the host itself, whose disks its virtual machines then can have parts of.
     * @param console where consoles print
     */
    List<Supplier<VirtioDevice>> ofHost(HostPlan host, ConsoleOutput console) throws StartException {
        List<Supplier<VirtioDevice>> made = new ArrayList<>();
        String who = "host '" + host.name() + "'";
        for (DevicePlan plan : host.devices()) {
            if (plan instanceof DevicePlan.Disk disk) {
                BlockStore store = store(disk, who);
                hostDisks.put(disk.name(), store);
                made.add(disk(disk, store));
            } else {
                made.add(device(plan, who, console));
            }
        }
        return made;
    }

    /** Makes the devices of a virtual machine. */
    List<Supplier<VirtioDevice>> ofDomain(DomainPlan domain, ConsoleOutput console) throws StartException {
        List<Supplier<VirtioDevice>> made = new ArrayList<>();
        for (DevicePlan plan : domain.devices()) {
            made.add(device(plan, "domain '" + domain.guest().name() + "'", console));
        }
        return made;
    }

    private Supplier<VirtioDevice> device(DevicePlan plan, String owner, ConsoleOutput console) throws StartException {
        return switch (plan) {
            case DevicePlan.Disk disk -> disk(disk, store(disk, owner));
            case DevicePlan.Console _ -> () -> new VirtioConsole(console);
            case DevicePlan.Entropy entropy -> () -> new VirtioEntropy(entropy.seed());
        };
    }

    private BlockStore store(DevicePlan.Disk disk, String owner) throws StartException {
        return storage.open(disk.storage(), hostDisks, disk.line(), owner + ": disk '" + disk.name() + "'");
    }

    private static Supplier<VirtioDevice> disk(DevicePlan.Disk disk, BlockStore store) {
        return () -> new VirtioBlock(store, disk.readOnly(), disk.name());
    }
}
