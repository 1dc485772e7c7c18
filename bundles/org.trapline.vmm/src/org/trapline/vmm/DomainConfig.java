// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.List;
import java.util.function.Supplier;

import org.trapline.isa.Isa;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.memory.Ram;
import org.trapline.vmm.os.Standing;
import org.trapline.vmm.schedule.Share;

/**
 * The resources of a domain.
 *
 * @param name       what people call it
 * @param id         its number in traces, unique in a run
 * @param isa        what the guest's harts know; nothing that the host's do not
 * @param vcpus      how many virtual CPUs, 1 or more
 * @param memory     bytes of guest memory, whole pages
 * @param firmware   whether the VMM serves SBI calls and boots the guest in supervisor mode; otherwise it boots in machine mode
 * @param hardwareAd whether the guest's page walks set A and D bits, unless extensions Svade and Svadu say
 * @param console    takes what the guest's UART sends
 * @param virtio     makes the virtio devices, in the order of their slots
 * @param share      what it gets of the host's harts
 * @param standing   what it is to the host's kernel
 */
public record DomainConfig(String name, int id, Isa isa, int vcpus, long memory, boolean firmware, boolean hardwareAd, ConsoleOutput console,
        List<Supplier<VirtioDevice>> virtio, Share share, Standing standing, boolean givesBack,
        long residentLimit) {
    public DomainConfig {
        if (vcpus < 1) {
            throw new IllegalArgumentException("domain '" + name + "': " + vcpus + " vCPUs, expected 1 or more");
        }
        if (memory <= 0 || memory % Ram.PAGE_SIZE != 0) {
            throw new IllegalArgumentException("domain '" + name + "': " + memory + " bytes of memory, expected whole pages");
        }
        virtio = List.copyOf(virtio);
    }

    /** A domain without virtio devices. */
    public DomainConfig(final String name, final int id, final Isa isa, final int vcpus, final long memory, final boolean firmware,
            final boolean hardwareAd, final ConsoleOutput console) {
        this(name, id, isa, vcpus, memory, firmware, hardwareAd, console, List.of(), Share.EVEN, Standing.GUEST, false, Long.MAX_VALUE);
    }

    /** Returns the same domain with other virtio devices. */
    public DomainConfig withVirtio(final List<Supplier<VirtioDevice>> devices) {
        return new DomainConfig(name, id, isa, vcpus, memory, firmware, hardwareAd, console, devices, share, standing, givesBack, residentLimit);
    }

    /** Returns the same domain with another share of the host's harts. */
    public DomainConfig with(final Share newShare) {
        return new DomainConfig(name, id, isa, vcpus, memory, firmware, hardwareAd, console, virtio, newShare, standing, givesBack, residentLimit);
    }

    /** Returns the same domain as something else to the host's kernel. */
    public DomainConfig with(final Standing newStanding) {
        return new DomainConfig(name, id, isa, vcpus, memory, firmware, hardwareAd, console, virtio, share, newStanding, givesBack, residentLimit);
    }

    /** Returns the same domain with a limit of what may be in page frames at once. */
    public DomainConfig withResidentLimit(final long bytes) {
        return new DomainConfig(name, id, isa, vcpus, memory, firmware, hardwareAd, console, virtio, share, standing, givesBack, bytes);
    }

    /** Returns the same domain with other resources. */
    public DomainConfig withSize(final int newVcpus, final long newMemory) {
        return new DomainConfig(name, id, isa, newVcpus, newMemory, firmware, hardwareAd, console, virtio, share, standing, givesBack, residentLimit);
    }

    /** Returns the same domain, whose guest may give pages back, or not. */
    public DomainConfig withGivingBack(final boolean may) {
        return new DomainConfig(name, id, isa, vcpus, memory, firmware, hardwareAd, console, virtio, share, standing, may, residentLimit);
    }
}
