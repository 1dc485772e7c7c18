// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.platform;

import java.util.Set;

import org.trapline.isa.Isa;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.finisher.Finisher;
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
 * @param hardwareAd whether page walks set A and D bits; otherwise they fault where one is missing
 * @param quirks     flaws of the harts
 */
public record PlatformConfig(Isa isa, int harts, Ram ram, long ramFirst, long ramSize, Clock clock, ConsoleOutput console,
        Finisher.Outcome finisher, long startNanos, boolean hardwareAd, Set<Quirk> quirks) {
    /** Creates a configuration. */
    public PlatformConfig {
        if (harts < 1) {
            throw new IllegalArgumentException("a platform has at least one hart, not " + harts);
        }
        quirks = Set.copyOf(quirks);
    }
}
