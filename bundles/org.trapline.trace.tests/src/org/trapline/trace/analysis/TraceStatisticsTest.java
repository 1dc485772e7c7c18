// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.Mode;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.code.Plane;
import org.trapline.trace.code.SwitchReason;
import org.trapline.trace.testkit.Json;
import org.trapline.trace.testkit.SampleTrace;

final class TraceStatisticsTest {
    private static final EventOrigin WEB = new EventOrigin(0, 0, 0, 0);
    private static final EventOrigin DB = new EventOrigin(0, 1, 0, 0);
    private static final long ILLEGAL = SampleTrace.ILLEGAL_INSTRUCTION;

    private final NameTable names = SampleTrace.names();
    private TraceBuffer buffer;

    @BeforeEach
    void emptyTheBuffer() {
        buffer = new TraceBuffer(1000, names);
    }

    private void put(EventKind kind, EventOrigin origin, long instret, long cycle, long a, long b, long c, long d) {
        buffer.record(kind, origin, instret, cycle, 0, a, b, c, d);
    }

    private void enter(EventOrigin vcpu, long instret, long cycle) {
        put(EventKind.VM_ENTRY, vcpu, instret, cycle, Mode.S, 0, 0, 0);
    }

    private void exit(EventOrigin vcpu, long instret, long cycle, long cause) {
        put(EventKind.VM_EXIT, vcpu, instret, cycle, cause, 0, 0, Mode.S);
    }

    @Test
    void anExitCostsTheCyclesToTheNextEntryOfItsVcpu() {
        exit(WEB, 10, 100, ILLEGAL);
        enter(WEB, 10, 150);
        exit(WEB, 20, 200, ILLEGAL);
        enter(WEB, 20, 300);
        Cost cost = TraceStatistics.of(buffer).exits().get(new TraceStatistics.Exit(0, ILLEGAL));
        assertEquals(new Cost(2, 2, 50, 100, 150), cost);
        assertEquals(75.0, cost.mean());
    }

    @Test
    void whatOtherVcpusDoMeanwhileIsNotTheExitsCost() {
        exit(WEB, 10, 100, SampleTrace.TIMER);
        put(EventKind.VCPU_PUT, WEB, 10, 140, SwitchReason.QUANTUM.ordinal(), 0, 0, 0);
        enter(DB, 10, 200);
        exit(DB, 900, 9000, ILLEGAL);
        enter(DB, 900, 9010);
        enter(WEB, 950, 9500);
        TraceStatistics statistics = TraceStatistics.of(buffer);
        assertEquals(new Cost(1, 1, 40, 40, 40), statistics.exits().get(new TraceStatistics.Exit(0, SampleTrace.TIMER)));
        assertEquals(new Cost(1, 1, 10, 10, 10), statistics.exits().get(new TraceStatistics.Exit(1, ILLEGAL)));
    }

    @Test
    void aVcpuThatEntersOnAnotherHartEndsItsExitToo() {
        exit(WEB, 10, 100, ILLEGAL);
        enter(WEB.onHart(1), 3, 170);
        assertEquals(70, TraceStatistics.of(buffer).exitsByCause().get(ILLEGAL).total());
    }

    @Test
    void anExitWithoutAnEndIsCountedAndNotTimed() {
        exit(WEB, 10, 100, ILLEGAL);
        enter(WEB, 10, 130);
        exit(WEB, 20, 200, ILLEGAL);
        TraceStatistics statistics = TraceStatistics.of(buffer);
        assertEquals(new Cost(2, 1, 30, 30, 30), statistics.exitsByCause().get(ILLEGAL));
    }

    @Test
    void anExitBeforeMissingEventsIsCountedAndNotTimed() {
        exit(WEB, 10, 100, ILLEGAL);
        enter(WEB, 20, 900_000);
        exit(WEB, 30, 900_010, ILLEGAL);
        enter(WEB, 30, 900_050);
        TraceStatistics statistics = new TraceStatistics();
        TraceEvent event = new TraceEvent();
        for (long seq = 0; buffer.read(seq, event); seq++) {
            if (seq == 1) {
                statistics.skip();
            }
            statistics.add(event);
        }
        assertEquals(new Cost(2, 1, 40, 40, 40), statistics.exitsByCause().get(ILLEGAL));
        assertEquals(40, statistics.time().vmmCycles());
    }

    @Test
    void causesAreSummedOverVmsTheMostFrequentFirst() {
        exit(WEB, 1, 1, ILLEGAL);
        exit(WEB, 2, 2, SampleTrace.TIMER);
        exit(DB, 3, 3, SampleTrace.TIMER);
        TraceStatistics statistics = TraceStatistics.of(buffer);
        assertEquals(List.of(SampleTrace.TIMER, ILLEGAL), List.copyOf(statistics.exitsByCause().keySet()));
        assertEquals(2, statistics.exitsByCause().get(SampleTrace.TIMER).count());
        assertEquals(2, statistics.exitsByVm().get(0).count());
    }

    @Test
    void aHartsTimeIsSharedBetweenGuestsVmmAndIdling() {
        put(EventKind.TRAP, EventOrigin.ofHart(0, 0), 500, 1000, ILLEGAL, 0, 0, 0);
        enter(WEB, 500, 1000);
        exit(WEB, 600, 1100, ILLEGAL);
        enter(DB, 600, 1150);
        exit(DB, 630, 1190, ILLEGAL);
        put(EventKind.IDLE, WEB, 630, 2190, 1000, 0, 0, 0);
        enter(DB, 637, 2200);
        TraceStatistics.Time time = TraceStatistics.of(buffer).time();
        assertEquals(Map.of(0, 100L, 1, 40L), time.guestCycles());
        assertEquals(Map.of(0, 100L, 1, 30L), time.guestInstructions());
        assertEquals(50 + 10, time.vmmCycles());
        assertEquals(7, time.vmmInstructions());
        assertEquals(1000, time.idleCycles());
    }

    @Test
    void aFilterChoosesWhatIsCountedAndNotWhatEndsAnExit() throws FilterException {
        exit(WEB, 10, 100, ILLEGAL);
        enter(WEB, 10, 150);
        exit(DB, 10, 160, ILLEGAL);
        TraceStatistics statistics = TraceStatistics.of(buffer, TraceFilter.parse("kind=vm_exit vm=web").with(names));
        assertEquals(1, statistics.events());
        assertEquals(Map.of(new TraceStatistics.Exit(0, ILLEGAL), new Cost(1, 1, 50, 50, 50)), statistics.exits());
    }

    @Test
    void followingARunningMachineGivesWhatCollectingAfterwardsGives() {
        TraceBuffer sample = SampleTrace.of(31, 5000);
        TraceStatistics following = new TraceStatistics();
        sample.forEach(following::add);
        assertEquals(TraceStatistics.of(sample).toJson(names), following.toJson(names));
    }

    @Test
    void theTextShowsNamesCountsSharesAndCycles() {
        exit(WEB, 10, 100, ILLEGAL);
        put(EventKind.EMULATE, WEB, 10, 110, SampleTrace.CSRRW_MSTATUS, SampleTrace.MSTATUS, 0, 8);
        enter(WEB, 10, 150);
        exit(WEB, 20, 200, SampleTrace.TIMER);
        put(EventKind.MODE, WEB, 20, 210, Plane.VIRTUAL.ordinal(), Mode.S, Mode.U, 0);
        put(EventKind.TRAP, EventOrigin.ofHart(0, 0), 20, 210, ILLEGAL, 0, Mode.U, Mode.S);
        String text = TraceStatistics.of(buffer).toText(names);
        assertTrue(text.startsWith("6 events\n"), text);
        assertTrue(text.matches("(?s).*illegal_instruction +1 +50.0% +50 +50.0 +50 +50\n.*"), text);
        assertTrue(text.matches("(?s).*machine_timer +1 +50.0% +- +- +- +-\n.*"), text);
        assertTrue(text.matches("(?s).*csrrw mstatus +1 +100.0%\n.*"), text);
        assertTrue(text.contains("virtual S -> U"), text);
        assertTrue(text.contains("illegal_instruction U -> S"), text);
        assertTrue(text.matches("(?s).*guest web +50 +45.5% +10 +100.0%\n.*"), text);
    }

    @Test
    void anEmptyTraceHasNoTables() {
        assertEquals("0 events\n", TraceStatistics.of(buffer).toText(names));
    }

    @Test
    void theJsonTellsTheSame() {
        TraceStatistics statistics = TraceStatistics.of(SampleTrace.of(32, 3000));
        Map<String, Object> json = Json.object(Json.parse(statistics.toJson(names)));
        assertEquals((double) statistics.events(), json.get("events"));
        Map<String, Object> first = Json.object(Json.array(json.get("exits")).get(0));
        Cost cost = statistics.exitsByCause().values().iterator().next();
        assertEquals((double) cost.count(), first.get("count"));
        assertEquals((double) cost.max(), Json.object(first.get("cycles")).get("max"));
        assertEquals("csrrw mstatus", Json.object(Json.array(json.get("emulated")).get(0)).get("instruction"));
        assertEquals((double) statistics.time().vmmCycles(), Json.object(Json.object(json.get("time")).get("vmm")).get("cycles"));
    }

    @Test
    void vmsOfOneNameStayTwoRows() {
        NameTable twins = new NameTable().nameVm(0, "web").nameVm(1, "web");
        exit(WEB, 1, 1, ILLEGAL);
        exit(DB, 2, 2, ILLEGAL);
        String text = TraceStatistics.of(buffer).toText(twins);
        assertTrue(text.contains("web (1)"), text);
    }
}
