// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.OptionalDouble;

/**
 * What a guest is to have from now on.
 *
 * @param vcpus  how many vCPUs; 0 for as many as it has
 * @param memory bytes, whole pages; 0 for as many as it has
 * @param weight its part of the cores beside the weights of others; 0 for what it has
 * @param cpus   how many cores' worth of time it gets at most, 0 for no limit; empty for what it has
 */
public record Resources(int vcpus, long memory, int weight, OptionalDouble cpus) {
    /** Another size. */
    public static Resources size(int vcpus, long memory) {
        return new Resources(vcpus, memory, 0, OptionalDouble.empty());
    }

    /** Another part of the cores. */
    public static Resources share(int weight, OptionalDouble cpus) {
        return new Resources(0, 0, weight, cpus);
    }

    boolean changesSize() {
        return vcpus != 0 || memory != 0;
    }

    boolean changesShare() {
        return weight != 0 || cpus.isPresent();
    }
}
