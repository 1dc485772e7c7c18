// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.List;

import org.trapline.isa.Disassembler;
import org.trapline.machine.Machine;
import org.trapline.machine.Partition;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.PartitionPlan;
import org.trapline.runtime.plan.PartitionsPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.vmm.translation.Listing;

/** What owns a host, or one of its partitions: it starts what runs there, and knows how its guests are. For the session's thread. */
abstract sealed class Tenant permits BareHost, HypervisorHost {
    private final RunningHost host;
    private final Place place;
    private final List<Guest> guests = new ArrayList<>();

    /**
     * What is owned.
     *
     * @param name    what people call it
     * @param vm      its number in traces if it is a partition, else {@link EventOrigin#NONE}
     * @param index   its position among the machine's partitions
     * @param memory  bytes of its memory
     * @param role    what owns it
     * @param devices what it has beside what every machine has
     */
    record Place(String name, int vm, int index, long memory, HostPlan.Role role, List<DevicePlan> devices) {
        static List<Place> of(HostPlan plan) {
            if (!(plan.role() instanceof PartitionsPlan firmware)) {
                return List.of(new Place(plan.name(), EventOrigin.NONE, 0, plan.memory(), plan.role(), plan.devices()));
            }
            List<Place> places = new ArrayList<>();
            for (PartitionPlan each : firmware.partitions()) {
                places.add(new Place(each.name(), each.id(), places.size(), each.memory(), each.role(), each.devices()));
            }
            return places;
        }

        boolean isPartition() {
            return vm != EventOrigin.NONE;
        }
    }

    static Tenant of(RunningHost host, Place place) {
        return switch (place.role()) {
            case HostPlan.Bare bare -> new BareHost(host, place, bare);
            case HypervisorPlan hypervisor -> new HypervisorHost(host, place, hypervisor);
            case PartitionsPlan _ -> throw new IllegalArgumentException("a partition is not cut again");
        };
    }

    Tenant(RunningHost host, Place place) {
        this.host = host;
        this.place = place;
    }

    // ---- what kinds of owners differ in ----

    /** Returns what takes what the serial line of its own sends. */
    abstract ConsoleOutput console();

    /** Is called once, when the machine has been built. */
    abstract void install(NameBook names, Devices devices, String file) throws StartException;

    /** Puts everything in place for the first instruction. */
    abstract void boot();

    /** Gives a guest a byte of console input; false if it has no room for it now. */
    abstract boolean input(Guest guest, int value);

    /** Notes where guests stand in their lives; tells about changes. */
    abstract void updateLives(SessionListener listener);

    abstract GuestResult result(Guest guest);

    /** Copies the states of its virtual machines. */
    abstract List<DomainSnapshot> domains();

    /** Adds its harts and vCPUs. */
    abstract void addTo(Processors processors);

    /** Returns the guest's physical address space. */
    abstract Bus bus(Guest guest);

    /**
     * Who executes an instruction.
     *
     * @param guest  whose instruction it is; null if host software works
     * @param number of its vCPU, or of the hart
     * @param pc     where it is, to the guest
     */
    record Executing(Guest guest, int number, long pc) {
        static final Executing HOST = new Executing(null, EventOrigin.NONE, 0);
    }

    /** Returns who executes on one of its harts now. */
    abstract Executing executing(Hart hart);

    /** Returns whose memory an address of its own is in; null if it is no guest's. */
    abstract Guest owner(long address);

    /** Lists the code that a guest's kernel runs as; nothing if it is not translated. */
    List<Listing> translations(Guest guest, Disassembler.Symbols symbols) {
        return List.of();
    }

    // ---- parts ----

    final Place place() {
        return place;
    }

    final RunningHost host() {
        return host;
    }

    final HostPlan plan() {
        return host.plan();
    }

    final Machine machine() {
        return host.machine();
    }

    final Partition partition() {
        return machine().partitions().get(place.index());
    }

    final Platform platform() {
        return partition().platform();
    }

    final List<Guest> guests() {
        return guests;
    }

    final void add(Guest guest) {
        guests.add(guest);
    }

    final void remove(Guest guest) {
        guests.remove(guest);
    }

    /** Returns how the run of what it owns has ended. */
    final Ending ending() {
        if (place.isPartition() && partition().isOff()) {
            return Ending.POWERED_OFF;
        }
        return host.ending();
    }

    final void record(EventKind kind, int vm, long a, long b) {
        host.record(kind, vm, a, b);
    }
}
