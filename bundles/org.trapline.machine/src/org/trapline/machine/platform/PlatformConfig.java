// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.platform;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.trapline.isa.Isa;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.finisher.Finisher;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.memory.PageMap;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.privileged.Quirk;

/**
 * What varies between platforms.
 *
 * @param isa        the extensions that every hart has
 * @param harts      how many there are, 1 or more
 * @param ram        memory, all or a part of which becomes the platform's RAM
 * @param ramFirst   offset of the first byte of that part
 * @param ramSize    bytes of that part
 * @param clock      virtual time
 * @param console    takes what the UART sends
 * @param finisher   carries out power-off and reset
 * @param startNanos what the RTC shows at power-on, nanoseconds since 1970
 * @param hardwareAd whether page walks set A and D bits, or fault where one is missing; extensions Svade and Svadu overrule it
 * @param quirks     flaws of the harts
 * @param virtio     makes the virtio devices, in the order of their slots
 * @param aclint     whether software finds an ACLINT's MSWI and MTIMER, each a device, where else a CLINT has the same registers
 * @param numbers    what the harts are called in the machine that they are a part of, by their number in the platform; empty if it is the same
 * @param pages      where in {@code ram} each page of memory is, if it is not one piece from {@code ramFirst} on; otherwise null
 */
public record PlatformConfig(Isa isa, int harts, Ram ram, long ramFirst, long ramSize, Clock clock, ConsoleOutput console,
        Finisher.Outcome finisher, long startNanos, boolean hardwareAd, Set<Quirk> quirks, List<Supplier<VirtioDevice>> virtio,
        boolean aclint, List<Integer> numbers, PageMap pages) {
    /** Creates a configuration. */
    public PlatformConfig {
        if (harts < 1) {
            throw new IllegalArgumentException("a platform has at least one hart, not " + harts);
        }
        if (virtio.size() > Platform.VIRTIO_SLOTS) {
            throw new IllegalArgumentException(virtio.size() + " virtio devices, but there are " + Platform.VIRTIO_SLOTS + " slots");
        }
        quirks = Set.copyOf(quirks);
        virtio = List.copyOf(virtio);
        numbers = List.copyOf(numbers);
    }

    /** A platform whose memory is one piece. */
    public PlatformConfig(Isa isa, int harts, Ram ram, long ramFirst, long ramSize, Clock clock, ConsoleOutput console, Finisher.Outcome finisher,
            long startNanos, boolean hardwareAd, Set<Quirk> quirks, List<Supplier<VirtioDevice>> virtio, boolean aclint, List<Integer> numbers) {
        this(isa, harts, ram, ramFirst, ramSize, clock, console, finisher, startNanos, hardwareAd, quirks, virtio, aclint, numbers, null);
    }

    /** A platform with a CLINT, whose harts have no other numbers. */
    public PlatformConfig(Isa isa, int harts, Ram ram, long ramFirst, long ramSize, Clock clock, ConsoleOutput console, Finisher.Outcome finisher,
            long startNanos, boolean hardwareAd, Set<Quirk> quirks, List<Supplier<VirtioDevice>> virtio) {
        this(isa, harts, ram, ramFirst, ramSize, clock, console, finisher, startNanos, hardwareAd, quirks, virtio, false, List.of());
    }
}
