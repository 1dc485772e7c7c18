// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.analysis.FilterException;
import org.trapline.trace.analysis.TraceFilter;

/** Rows over a trace that grows and forgets. */
final class RowsTest {
    private static final EventOrigin HART = EventOrigin.ofHart(0, 0);

    private final TraceBuffer trace = new TraceBuffer(TraceBuffer.SEGMENT_EVENTS, new NameTable());

    private void record(final int events) {
        for (int i = 0; i < events; i++) {
            final long seq = trace.nextSeq();
            trace.record(seq % 10 == 0 ? EventKind.VM_EXIT : EventKind.VM_ENTRY, HART, seq, 2 * seq, 0, 0, 0, 0, 0);
        }
    }

    private FilteredRows exits() throws FilterException {
        return new FilteredRows(trace, TraceFilter.parse("kind=vm_exit").with(trace.names()));
    }

    @Test
    void aRowKeepsItsNumberWhileTheTraceForgets() {
        final Rows rows = new AllRows(trace);
        record(3 * TraceBuffer.SEGMENT_EVENTS);
        assertEquals(0, rows.count(), "nothing changes between updates");
        rows.update();
        assertEquals(trace.firstSeq(), rows.low());
        assertTrue(rows.low() > 0);
        assertEquals(trace.nextSeq(), rows.high());
        assertEquals(rows.low(), rows.rowOf(0));
    }

    @Test
    void aFilterFindsWhatComesLaterToo() throws FilterException {
        record(25);
        final FilteredRows rows = exits();
        rows.scan(() -> false);
        rows.update();
        assertEquals(3, rows.count());
        record(10);
        rows.scan(() -> false);
        assertEquals(3, rows.count(), "nothing changes between updates");
        rows.update();
        assertEquals(4, rows.count());
        assertEquals(30, rows.seq(3));
        assertEquals(2, rows.rowOf(11));
        assertEquals(1, rows.progress());
    }

    @Test
    void forgottenEventsAreNoRowsAnyMore() throws FilterException {
        final FilteredRows rows = exits();
        record(TraceBuffer.SEGMENT_EVENTS);
        rows.scan(() -> false);
        rows.update();
        record(2 * TraceBuffer.SEGMENT_EVENTS);
        rows.update();
        assertEquals(rows.high(), rows.low(), "all that was found is forgotten by now");
        rows.scan(() -> false);
        rows.update();
        assertTrue(rows.seq(rows.low()) >= trace.firstSeq());
        assertEquals((trace.nextSeq() - 1) / 10 * 10, rows.seq(rows.high() - 1));
    }

    @Test
    void aScanCanBeBrokenOffAndGoesOnLater() throws FilterException {
        record(8000);
        final FilteredRows rows = exits();
        final int[] asked = {0};
        rows.scan(() -> ++asked[0] > 1);
        rows.update();
        assertTrue(rows.count() > 0 && rows.count() < 800);
        rows.scan(() -> false);
        rows.update();
        assertEquals(800, rows.count());
    }

    @Test
    void aSearchGoesBothWaysFromARow() throws FilterException {
        record(100);
        final Rows rows = new AllRows(trace);
        final var wanted = TraceFilter.parse("kind=vm_exit").with(trace.names());
        assertEquals(OptionalLong.of(50), Search.find(trace, rows, 40, 1, wanted, () -> false));
        assertEquals(OptionalLong.of(30), Search.find(trace, rows, 40, -1, wanted, () -> false));
        assertEquals(OptionalLong.of(0), Search.find(trace, rows, -1, 1, wanted, () -> false));
    }

    @Test
    void aSearchGoesOnAtTheOtherEndUpToWhereItBegan() throws FilterException {
        record(100);
        final Rows rows = new AllRows(trace);
        final var wanted = TraceFilter.parse("kind=vm_exit").with(trace.names());
        assertEquals(OptionalLong.of(0), Search.find(trace, rows, 90, 1, wanted, () -> false));
        assertEquals(OptionalLong.of(90), Search.find(trace, rows, 0, -1, wanted, () -> false));
        final var only = TraceFilter.parse("cycle=80").with(trace.names());
        assertEquals(OptionalLong.of(40), Search.find(trace, rows, 40, 1, only, () -> false), "the only one is found once more");
        assertEquals(OptionalLong.of(40), Search.find(trace, rows, 40, -1, only, () -> false));
        final var none = TraceFilter.parse("kind=migration_round").with(trace.names());
        assertEquals(OptionalLong.empty(), Search.find(trace, rows, 40, 1, none, () -> false));
        assertEquals(OptionalLong.empty(), Search.find(trace, rows, -1, -1, none, () -> false));
    }

    @Test
    void everyKindIsInOneGroupAndItsFilterCanBeRead() throws FilterException {
        final Set<EventKind> seen = EnumSet.noneOf(EventKind.class);
        for (final Group group : Group.values()) {
            for (final EventKind kind : group.kinds()) {
                assertTrue(seen.add(kind), kind + " is in two groups");
                assertEquals(group, Group.of(kind));
            }
            TraceFilter.parse(KindCondition.toggle("", group));
        }
        assertEquals(EnumSet.allOf(EventKind.class), seen);
    }

    @Test
    void groupsAreSwitchedInTheFiltersText() {
        final String one = KindCondition.toggle("vm=web pc=main", Group.REFLECTED);
        assertEquals("kind=reflect vm=web pc=main", one);
        final String two = KindCondition.toggle(one, Group.EXITS);
        assertEquals(EnumSet.of(Group.EXITS, Group.REFLECTED), KindCondition.groups(two));
        assertEquals("kind=reflect vm=web pc=main", KindCondition.toggle(two, Group.EXITS));
        assertEquals("vm=web pc=main", KindCondition.toggle(one, Group.REFLECTED));
    }
}
