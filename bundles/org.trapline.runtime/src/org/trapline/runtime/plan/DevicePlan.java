// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

/** A device beside those that every machine has. Each takes a virtio slot, in the order of the plan. */
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
}
