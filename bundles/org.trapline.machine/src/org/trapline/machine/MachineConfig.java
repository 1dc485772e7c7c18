// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.EnumSet;
import java.util.Set;

import org.trapline.isa.Isa;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.privileged.Quirk;

/**
 * What varies between machines.
 *
 * @param isa        the extensions that every hart has
 * @param harts      how many there are, 1 or more
 * @param ramSize    bytes, whole pages
 * @param console    takes what the UART sends
 * @param startNanos what the RTC shows at power-on, nanoseconds since 1970
 * @param hardwareAd whether page walks set A and D bits; otherwise they fault where one is missing
 * @param quirks     flaws of the harts
 */
public record MachineConfig(Isa isa, int harts, long ramSize, ConsoleOutput console, long startNanos, boolean hardwareAd, Set<Quirk> quirks) {
    public MachineConfig {
        quirks = quirks.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(quirks));
    }

    /** Returns a machine with one hart, A and D bits set by hardware, and no quirks. */
    public static MachineConfig of(Isa isa, long ramSize, ConsoleOutput console) {
        return new MachineConfig(isa, 1, ramSize, console, 0, true, Set.of());
    }
}
