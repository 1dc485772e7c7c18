// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.Arrays;
import java.util.zip.CRC32C;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;

/**
 * The part of a host's memory that no guest may write.
 *
 * @param own       a checksum of what the VMM keeps for itself
 * @param freeClean whether what it has given to nobody is all zero, as it is on a host that was just switched on
 */
public record Custody(long own, boolean freeClean) {
    private static final int PIECE = 1 << 16;
    private static final byte[] ZEROS = new byte[PIECE];

    /** Looks at a hypervisor's host as it is now. */
    public static Custody of(final Hypervisor hypervisor) {
        final Bus bus = hypervisor.host().bus();
        final CRC32C sum = new CRC32C();
        sum.update(bus.dump(Platform.RAM_BASE, (int) Hypervisor.OWN_MEMORY));
        return new Custody(sum.getValue(), hypervisor.memory().free().entrySet().stream().allMatch(range -> isZero(bus, range.getKey(), range.getValue())));
    }

    private static boolean isZero(final Bus bus, final long first, final long end) {
        for (long at = first; at < end; at += PIECE) {
            final byte[] piece = bus.dump(at, (int) Math.min(PIECE, end - at));
            if (!Arrays.equals(piece, 0, piece.length, ZEROS, 0, piece.length)) {
                return false;
            }
        }
        return true;
    }
}
