// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.snapshot;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;

/**
 * A hart, physical or virtual, at an instant.
 *
 * @param id        its number
 * @param privilege the mode it is in; of a virtual hart, the one that its guest sees
 * @param pc        the next instruction
 * @param registers x0 to x31
 * @param floats    the bits of f0 to f31; none where the hart has no such registers
 * @param csrs      those the hart has, in the tables' order
 * @param waiting   whether it waits for an interrupt
 */
public record HartSnapshot(int id, Privilege privilege, long pc, List<Long> registers, List<Long> floats,
        Map<Csr, Long> csrs, boolean waiting) {

    /** Copies lists and map. */
    public HartSnapshot {
        registers = List.copyOf(registers);
        floats = List.copyOf(floats);
        csrs = csrs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(csrs));
    }
}
