// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;

/**
 * A range of the host's memory that is the VMM's own.
 *
 * @param bus      the host's
 * @param ram      the host's
 * @param ramFirst where the host's memory begins in its RAM
 * @param hpa      host physical address of the first byte
 * @param size     bytes
 */
public record OwnMemory(Bus bus, Ram ram, long ramFirst, long hpa, int size) {
}
