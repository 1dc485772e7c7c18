// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.trapline.trace.EventKind;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;

/** What a neighbour notices, and what counts as having the processor back. */
class SafetyTest {
    private static final long QUANTUM = 1_000;

    private static Safety safety(long stretch, long witnessed) {
        return new Safety(true, Safety.Damage.NONE, stretch, QUANTUM, witnessed);
    }

    @Test
    void aGuestThatIsNeverTakenOffTheProcessorIsNoticed() {
        Stretches stretches = new Stretches(0);
        stretches.add(event(EventKind.VM_ENTRY, 100));
        stretches.add(event(EventKind.VM_EXIT, 150));
        stretches.add(event(EventKind.VM_ENTRY, 200));
        stretches.end(90_200);
        assertEquals(90_000, stretches.longest());
        assertFalse(safety(stretches.longest(), 1).holds());
        assertTrue(safety(QUANTUM, 1).holds());
    }

    @Test
    void aNeighbourThatNeverHasItsTurnIsNoticed() {
        assertFalse(safety(10, 0).holds());
        assertEquals("a neighbour never got the processor", safety(10, 0).text());
    }

    @Test
    void aByteThatIsWrittenAnywhereInANeighboursMemoryIsNoticed() {
        Witness witness = new Witness();
        byte[] before = new byte[Witness.MEMORY];
        int last = -1;
        for (int at = 0; at < Witness.MEMORY; at += 512) {
            byte[] after = before.clone();
            after[at] = 1;
            if (witness.isUnchanged(before, after)) {
                last = at;
            }
        }
        // But for what it looks after itself.
        assertTrue(last > 0 && last < 0x4000, "at " + last);
        assertTrue(witness.isUnchanged(before, before));
    }

    private static TraceEvent event(EventKind kind, long cycle) {
        TraceBuffer trace = new TraceBuffer(1 << 10, new NameTable());
        trace.record(kind, 0, 0, 0, 0, 0, cycle, 0, 0, 0, 0, 0);
        TraceEvent event = new TraceEvent();
        trace.read(trace.firstSeq(), event);
        return event;
    }
}
