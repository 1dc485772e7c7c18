// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.Optional;

import org.trapline.vmm.translation.CacheStatistics;

/**
 * What became of a guest.
 *
 * @param guest        which one
 * @param ending       how it ended
 * @param exitCode     what it reported when it switched its machine off; 0 is success
 * @param instructions how many of its instructions were executed, by a hart or by the VMM
 * @param emulated     how many of them the VMM carried out
 * @param exits        how often control left the guest for the VMM
 * @param cycles       virtual time of its host at the end
 * @param pc           where it stood
 * @param translation  what was done to translate its kernel; empty if it ran by another technique
 * @param memory       what became of its memory; empty if all of it stays in one place
 */
public record GuestResult(Guest guest, Ending ending, int exitCode, long instructions, long emulated, long exits, long cycles, long pc,
        Optional<CacheStatistics> translation, Optional<MemoryUse> memory) {
}
