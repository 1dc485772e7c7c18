// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.memory.Ram;

/**
 * What a partition of a machine has for itself.
 *
 * @param name     what people call it
 * @param harts    numbers of the machine's harts, in the order in which the partition counts them
 * @param ramFirst offset in the machine's RAM of its first byte
 * @param ramSize  bytes, whole pages
 * @param console  takes what its UART sends
 * @param virtio   makes its virtio devices, in the order of their slots
 */
public record PartitionConfig(String name, List<Integer> harts, long ramFirst, long ramSize, ConsoleOutput console, List<Supplier<VirtioDevice>> virtio) {
    public PartitionConfig {
        harts = List.copyOf(harts);
        virtio = List.copyOf(virtio);
    }

    /**
     * Makes sure that partitions share nothing and have what there is.
     * @param harts   how many the machine has
     * @param ramSize bytes of its RAM
     * @throws IllegalArgumentException if they do not fit
     */
    public static void check(List<PartitionConfig> partitions, int harts, long ramSize) {
        List<PartitionConfig> before = new ArrayList<>();
        for (PartitionConfig each : partitions) {
            each.check(harts, ramSize);
            before.forEach(each::checkAgainst);
            before.add(each);
        }
    }

    private void check(int machineHarts, long machineRam) {
        if (harts.isEmpty()) {
            throw failure("it has no hart");
        }
        for (int hart : harts) {
            if (hart < 0 || hart >= machineHarts) {
                throw failure("there is no hart " + hart + "; the machine has " + machineHarts);
            }
        }
        if (harts.stream().distinct().count() != harts.size()) {
            throw failure("it has a hart twice");
        }
        if (ramSize <= 0 || (ramSize | ramFirst) % Ram.PAGE_SIZE != 0) {
            throw failure(ramSize + " bytes of memory from " + ramFirst + " on, expected whole pages");
        }
        if (ramFirst < 0 || ramSize > machineRam - ramFirst) {
            throw failure(ramSize + " bytes of memory from " + ramFirst + " on, but the machine has " + machineRam);
        }
    }

    private void checkAgainst(PartitionConfig other) {
        for (int hart : harts) {
            if (other.harts.contains(hart)) {
                throw failure("hart " + hart + " is of partition '" + other.name + "' already");
            }
        }
        if (ramFirst < other.ramFirst + other.ramSize && other.ramFirst < ramFirst + ramSize) {
            throw failure("its memory overlaps that of partition '" + other.name + "'");
        }
    }

    private IllegalArgumentException failure(String what) {
        return new IllegalArgumentException("partition '" + name + "': " + what);
    }
}
