// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The host's memory is given away in pieces that can be given back. */
class HostMemoryTest {
    private static final long BASE = 0x8000_0000L;

    private final HostMemory memory = new HostMemory(BASE, BASE + 0x1_0000);

    @Test
    void theFirstPieceThatIsLargeEnoughIsTaken() {
        assertEquals(BASE, memory.take(0x4000));
        assertEquals(BASE + 0x4000, memory.take(0x1000));
        memory.release(BASE, 0x4000);
        assertEquals(BASE + 0x5000, memory.take(0x5000));
        assertEquals(BASE, memory.take(0x3000));
        assertEquals(0x6000, memory.largest());
    }

    @Test
    void whatIsGivenBackJoinsItsNeighbours() {
        final long first = memory.take(0x4000);
        final long second = memory.take(0x4000);
        final long third = memory.take(0x8000);
        memory.release(first, 0x4000);
        memory.release(third, 0x8000);
        assertEquals(0x8000, memory.largest());
        memory.release(second, 0x4000);
        assertEquals(0x1_0000, memory.largest());
        assertEquals(BASE, memory.take(0x1_0000));
    }

    @Test
    void nothingIsLargerThanWhatIsLeft() {
        memory.take(0xf000);
        assertThrows(IllegalStateException.class, () -> memory.take(0x2000));
        assertEquals(0, new HostMemory(BASE, BASE - 0x1000).largest());
    }
}
