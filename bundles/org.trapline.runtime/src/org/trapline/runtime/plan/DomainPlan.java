// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.ArrayList;
import java.util.List;

import org.trapline.isa.Isa;
import org.trapline.vmm.CrashPolicy;
import org.trapline.vmm.os.Standing;
import org.trapline.vmm.schedule.Share;

/**
 * A virtual machine.
 *
 * @param id       its number in traces, unique in the system
 * @param guest    its program and name
 * @param isa      what its vCPUs can do
 * @param vcpus    how many it has
 * @param memory   bytes of guest memory
 * @param firmware whether it starts in supervisor mode above the VMM's firmware calls
 * @param devices  what it has beside what every machine has
 * @param share    what it gets of the host's cores
 * @param onCrash  what is done when its guest crashes
 * @param standing what it is to the host's kernel: a guest, a process's guest, a process
 * @param assigned names of its host's devices that it has for itself
 * @param limits   what it may use at most, beside cores
 * @param unmodified the version of its program that makes no hypercalls, to compare with; null if there is none
 */
public record DomainPlan(int id, GuestPlan guest, Isa isa, int vcpus, long memory, boolean firmware, List<DevicePlan> devices, Share share,
        CrashPolicy onCrash, Standing standing, List<String> assigned, LimitsPlan limits, GuestPlan unmodified) {
    /** Locally administered addresses. */
    private static final long LOCAL_MAC = 0x5256_0000_0000L;

    /** Copies the list. */
    public DomainPlan {
        devices = List.copyOf(devices);
        assigned = List.copyOf(assigned);
    }

    /** A virtual machine without further limits, whose program has no other version. */
    public DomainPlan(int id, GuestPlan guest, Isa isa, int vcpus, long memory, boolean firmware, List<DevicePlan> devices, Share share,
            CrashPolicy onCrash, Standing standing, List<String> assigned) {
        this(id, guest, isa, vcpus, memory, firmware, devices, share, onCrash, standing, assigned, LimitsPlan.NONE, null);
    }

    /** A virtual machine of which nothing is said about cores and crashes. */
    public DomainPlan(int id, GuestPlan guest, Isa isa, int vcpus, long memory, boolean firmware, List<DevicePlan> devices) {
        this(id, guest, isa, vcpus, memory, firmware, devices, Share.EVEN, CrashPolicy.PRESERVE, Standing.GUEST, List.of());
    }

    /** A virtual machine that has what every machine has. */
    public DomainPlan(int id, GuestPlan guest, Isa isa, int vcpus, long memory, boolean firmware) {
        this(id, guest, isa, vcpus, memory, firmware, List.of());
    }

    /**
     * Returns a clone with an identity of its own: a name, a number, and hardware addresses that follow from that.
     * @throws IllegalArgumentException if it has something of which there cannot be another
     */
    public DomainPlan cloned(String name, int number) {
        if (!assigned.isEmpty()) {
            throw new IllegalArgumentException(guest.name() + " cannot be cloned: it has '" + assigned.getFirst() + "' of its host, of which there is only one");
        }
        List<DevicePlan> others = new ArrayList<>();
        for (DevicePlan device : devices) {
            others.add(switch (device) {
                case DevicePlan.Disk disk -> cloned(disk);
                case DevicePlan.Nic nic -> new DevicePlan.Nic(nic.name(), nic.network(), LOCAL_MAC | (long) number << 8 | others.size(), nic.bandwidth(), "",
                    nic.line());
                default -> device;
            });
        }
        return new DomainPlan(number, guest.named(name), isa, vcpus, memory, firmware, others, share, onCrash, standing, assigned, limits, unmodified);
    }

    /** Returns the same with other resources. */
    public DomainPlan withSize(int newVcpus, long newMemory) {
        return new DomainPlan(id, guest, isa, newVcpus, newMemory, firmware, devices, share, onCrash, standing, assigned, limits, unmodified);
    }

    /** Returns the same with another part of the cores. */
    public DomainPlan withShare(Share newShare) {
        return new DomainPlan(id, guest, isa, vcpus, memory, firmware, devices, newShare, onCrash, standing, assigned, limits, unmodified);
    }

    private DevicePlan cloned(DevicePlan.Disk disk) {
        return switch (disk.storage()) {
            case StoragePlan.Minidisk _ -> throw new IllegalArgumentException(guest.name() + " cannot be cloned: its disk '" + disk.name()
                + "' is a part of a disk of the host, of which there is only one");
            // What the clone writes is its own, and does not go to the file.
            case StoragePlan.Image image -> new DevicePlan.Disk(disk.name(), new StoragePlan.Image(image.file(), image.size(), false), disk.readOnly(), disk.line());
            default -> disk;
        };
    }

    /** Tells whether all that is written to its disks is its own, or shared with others by intent. */
    public boolean ownsItsDisks() {
        return devices.stream().noneMatch(device -> device instanceof DevicePlan.Disk disk && disk.storage() instanceof StoragePlan.Minidisk);
    }
}
