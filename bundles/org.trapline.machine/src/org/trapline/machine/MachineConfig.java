// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.trapline.isa.Isa;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.privileged.Quirk;

/**
 * What varies between machines.
 *
 * @param isa        the extensions that every hart has
 * @param harts      how many there are, 1 or more
 * @param ramSize    bytes, whole pages
 * @param console    takes what the UART sends
 * @param startNanos what the RTC shows at power-on, nanoseconds since 1970
 * @param hardwareAd whether page walks set A and D bits, or fault where one is missing; extensions Svade and Svadu overrule it
 * @param quirks     flaws of the harts
 * @param virtio     makes the virtio devices, in the order of their slots
 * @param partitions the pieces that firmware cuts the machine into, each with a console and devices of its own; none if it stays whole
 * @param aclint     whether software finds an ACLINT's MSWI and MTIMER, each a device, where else a CLINT has the same registers
 * @param engines    execute; which they are makes no difference to what the machine does
 */
public record MachineConfig(Isa isa, int harts, long ramSize, ConsoleOutput console, long startNanos, boolean hardwareAd, Set<Quirk> quirks,
        List<Supplier<VirtioDevice>> virtio, List<PartitionConfig> partitions, boolean aclint, Engines engines) {
    public MachineConfig {
        quirks = quirks.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(quirks));
        virtio = List.copyOf(virtio);
        partitions = List.copyOf(partitions);
        PartitionConfig.check(partitions, harts, ramSize);
    }

    /** A machine with the engines that machines have. */
    public MachineConfig(Isa isa, int harts, long ramSize, ConsoleOutput console, long startNanos, boolean hardwareAd, Set<Quirk> quirks,
            List<Supplier<VirtioDevice>> virtio, List<PartitionConfig> partitions) {
        this(isa, harts, ramSize, console, startNanos, hardwareAd, quirks, virtio, partitions, false, Engines.byDefault());
    }

    /** A machine in one piece. */
    public MachineConfig(Isa isa, int harts, long ramSize, ConsoleOutput console, long startNanos, boolean hardwareAd, Set<Quirk> quirks,
            List<Supplier<VirtioDevice>> virtio) {
        this(isa, harts, ramSize, console, startNanos, hardwareAd, quirks, virtio, List.of());
    }

    /** A machine without virtio devices. */
    public MachineConfig(Isa isa, int harts, long ramSize, ConsoleOutput console, long startNanos, boolean hardwareAd, Set<Quirk> quirks) {
        this(isa, harts, ramSize, console, startNanos, hardwareAd, quirks, List.of());
    }

    /** Returns the same machine with other virtio devices. */
    public MachineConfig withVirtio(List<Supplier<VirtioDevice>> devices) {
        return new MachineConfig(isa, harts, ramSize, console, startNanos, hardwareAd, quirks, devices, partitions, aclint, engines);
    }

    /** Returns the same machine cut into pieces. */
    public MachineConfig withPartitions(List<PartitionConfig> pieces) {
        return new MachineConfig(isa, harts, ramSize, console, startNanos, hardwareAd, quirks, virtio, pieces, aclint, engines);
    }

    /** Returns the same machine with other engines. */
    public MachineConfig withEngines(Engines others) {
        return new MachineConfig(isa, harts, ramSize, console, startNanos, hardwareAd, quirks, virtio, partitions, aclint, others);
    }

    /** Returns the same machine with an ACLINT instead of a CLINT. */
    public MachineConfig withAclint() {
        return new MachineConfig(isa, harts, ramSize, console, startNanos, hardwareAd, quirks, virtio, partitions, true, engines);
    }

    /** Returns a machine with one hart, A and D bits set by hardware, and no quirks. */
    public static MachineConfig of(Isa isa, long ramSize, ConsoleOutput console) {
        return new MachineConfig(isa, 1, ramSize, console, 0, true, Set.of());
    }
}
