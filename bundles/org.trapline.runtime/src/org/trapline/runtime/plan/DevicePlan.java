// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

/** A device beside those that every machine has. All but an ACLINT take a virtio slot each, in the order of the plan. */
public sealed interface DevicePlan {
    /** Returns its name in its machine. */
    String name();

    /** Returns where in the configuration it is declared; 0 if there is none. */
    int line();

    /**
     * A disk.
     *
     * @param storage  what stands behind it
     * @param readOnly whether it refuses to be written to
     */
    record Disk(String name, StoragePlan storage, boolean readOnly, int line) implements DevicePlan {
    }

    /**
     * A network card.
     *
     * @param network   the network it is plugged into, or null
     * @param mac       its hardware address, 48 bits
     * @param bandwidth bits that it sends in a second; 0 for no limit
     * @param address   the address that its driver is told to use, with the network's prefix, or empty
     */
    record Nic(String name, String network, long mac, long bandwidth, String address, int line) implements DevicePlan {
    }

    /** A console, which prints where the machine's serial line prints. */
    record Console(String name, int line) implements DevicePlan {
    }

    /**
     * A source of random numbers.
     *
     * @param seed what they follow from
     */
    record Entropy(String name, long seed, int line) implements DevicePlan {
    }

    /** A balloon, by which a guest gives memory back. */
    record Balloon(String name, int line) implements DevicePlan {
    }

    /** An ACLINT in place of the CLINT. */
    record Aclint(String name, int line) implements DevicePlan {
    }
}
