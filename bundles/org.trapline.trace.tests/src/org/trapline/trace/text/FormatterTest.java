// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
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
import org.trapline.trace.code.Stream;
import org.trapline.trace.code.SwitchReason;
import org.trapline.trace.code.WalkStage;
import org.trapline.trace.testkit.Json;
import org.trapline.trace.testkit.SampleTrace;

final class FormatterTest {
    private static final EventOrigin WEB = new EventOrigin(0, 0, 0, 0);
    private static final long PC = SampleTrace.START + 0x44;

    private final NameTable names = SampleTrace.names();
    private final EventText text = new EventText(names);
    private TraceBuffer buffer;

    @BeforeEach
    void emptyTheBuffer() {
        buffer = new TraceBuffer(100, names);
        buffer.enable(EnumSet.allOf(EventKind.class));
    }

    private TraceEvent event(EventKind kind, EventOrigin origin, long pc, long a, long b, long c, long d) {
        buffer.record(kind, origin, 100, 200, pc, a, b, c, d);
        TraceEvent event = new TraceEvent();
        assertTrue(buffer.read(buffer.nextSeq() - 1, event));
        return event;
    }

    private String detail(EventKind kind, long a, long b, long c, long d) {
        return text.detail(event(kind, WEB, PC, a, b, c, d));
    }

    @Test
    void detailsShowNamesInsteadOfNumbers() {
        assertEquals("illegal_instruction tval=0x30029073 in S  csrrw zero, mstatus, t0",
            detail(EventKind.VM_EXIT, 2, 0x3002_9073L, SampleTrace.CSRRW_MSTATUS, Mode.S));
        assertEquals("csrrw zero, mstatus, t0  mstatus: 0x0 -> 0x8",
            detail(EventKind.EMULATE, SampleTrace.CSRRW_MSTATUS, SampleTrace.MSTATUS, 0, 8));
        assertEquals("ecall_from_u tval=0x0 to S at 0x80000040 <main>", detail(EventKind.REFLECT, 8, 0, SampleTrace.START + 0x40, Mode.S));
        assertEquals("uart0+0x5 size 1 = 0x60", detail(EventKind.DEVICE_READ, 0x1000_0005L, 1, 0x60, 0));
        assertEquals("clint+0xbff8 size 8 = 0x60", detail(EventKind.DEVICE_READ, 0x200_bff8L, 8, 0x60, 0));
        assertEquals("virtual S -> U", detail(EventKind.MODE, Plane.VIRTUAL.ordinal(), Mode.S, Mode.U, 0));
        assertEquals("single level 2 pte@0x80005000 = 0x200000cf (ppn 0x80000 DA--XWRV)",
            detail(EventKind.WALK, WalkStage.SINGLE.ordinal(), 2, 0x8000_5000L, 0x2000_00cfL));
        assertEquals("TIME function 0(0x64) = 0x0", detail(EventKind.SBI, 0x5449_4d45, 0, 100, 0));
        assertEquals("0x10 function 0(0x64) = 0x0", detail(EventKind.SBI, 0x10, 0, 100, 0));
        assertEquals("output '\\n'", detail(EventKind.CONSOLE, Stream.OUTPUT.ordinal(), '\n', 0, 0));
        assertEquals("input 'a'", detail(EventKind.CONSOLE, Stream.INPUT.ordinal(), 'a', 0, 0));
    }

    @Test
    void partsInBracketsAreLeftOutWithTheirAbsentArgument() {
        assertEquals("exception 13 tval=0x5 in U", detail(EventKind.VM_EXIT, 13, 5, 0, Mode.U));
        assertEquals(".word 0x10500073", detail(EventKind.EMULATE, 0x1050_0073, -1, 0, 0));
        assertEquals("idle, quantum 2000", detail(EventKind.SCHED, -1, 0, SwitchReason.IDLE.ordinal(), 2000));
        assertEquals("from db/0 quantum, quantum 2000", detail(EventKind.SCHED, 1, 0, SwitchReason.QUANTUM.ordinal(), 2000));
    }

    @Test
    void valuesOutsideTheirSetAreShownAndNotRefused() {
        for (EventKind kind : EventKind.all()) {
            for (long odd : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 99}) {
                assertFalse(detail(kind, odd, odd, odd, odd).contains("null"), kind + " shows " + odd);
            }
        }
        assertEquals("stream 99 0x63".replace("0x63", "'c'"), detail(EventKind.CONSOLE, 99, 99, 0, 0));
    }

    @Test
    void whoIsTheVcpuElseTheHart() {
        assertEquals("web.vcpu0", text.who(event(EventKind.IDLE, WEB, 0, 0, 0, 0, 0)));
        assertEquals("web", text.who(event(EventKind.IDLE, new EventOrigin(0, 0, -1, -1), 0, 0, 0, 0, 0)));
        assertEquals("rack1.hart1", text.who(event(EventKind.IDLE, EventOrigin.ofHart(0, 1), 0, 0, 0, 0, 0)));
        assertEquals("", text.who(event(EventKind.IDLE, EventOrigin.NOWHERE, 0, 0, 0, 0, 0)));
    }

    @Test
    void linesOfTextAreAligned() {
        TextFormatter formatter = new TextFormatter(names);
        StringBuilder out = new StringBuilder();
        event(EventKind.VM_EXIT, WEB, PC, 2, 0, 0, Mode.S);
        event(EventKind.TRAP, EventOrigin.ofHart(0, 0), 0, 2, 0, 0, 3);
        event(EventKind.VM_ENTRY, WEB, PC, Mode.S, 0, 0, 0);
        formatter.write(buffer, out);
        List<String> lines = out.toString().lines().toList();
        assertEquals("     seq       cycle  who          pc                         source       kind         what", lines.get(0));
        assertEquals("       0         200  web.vcpu0    80000044 <main+0x4>        hello.s:42   vm_exit      "
            + "illegal_instruction tval=0x0 in S", lines.get(1));
        assertEquals("       1         200  rack1.hart0                                          trap         "
            + "illegal_instruction tval=0x0 U -> M", lines.get(2));
        assertEquals("       2         200  web.vcpu0    80000044 <main+0x4>        hello.s:42   vm_entry     in S", lines.get(3));
        assertEquals(4, lines.size());
    }

    @Test
    void aWiderEntryWidensItsColumnFromThereOn() {
        TextFormatter formatter = new TextFormatter(names);
        names.nameVm(7, "a-name-longer-than-any-before");
        event(EventKind.VM_ENTRY, new EventOrigin(0, 7, 0, 0), PC, Mode.S, 0, 0, 0);
        event(EventKind.VM_ENTRY, WEB, PC, Mode.S, 0, 0, 0);
        StringBuilder out = new StringBuilder();
        formatter.write(buffer, out);
        List<String> lines = out.toString().lines().toList();
        assertEquals(lines.get(1).indexOf("vm_entry"), lines.get(2).indexOf("vm_entry"));
    }

    @Test
    void jsonLinesHoldNamesAndExactNumbers() {
        event(EventKind.EMULATE, WEB, PC, SampleTrace.CSRRW_MSTATUS, SampleTrace.MSTATUS, 0, -1);
        StringBuilder out = new StringBuilder();
        new JsonLinesFormatter(names).write(buffer, out);
        Map<String, Object> json = Json.object(Json.parse(out.toString()));
        assertEquals("web", json.get("vm"));
        assertEquals("main+0x4", json.get("symbol"));
        assertEquals(42.0, json.get("line"));
        assertEquals("0x80000044", json.get("pc"));
        Map<String, Object> args = Json.object(json.get("args"));
        assertEquals("mstatus", args.get("csr"));
        assertEquals("0xffffffffffffffff", args.get("new"));
        assertEquals("0x30029073", args.get("insn_word"));
        assertEquals("csrrw zero, mstatus, t0", args.get("insn"));
    }

    @Test
    void everyKindIsWellFormedJson() {
        for (EventKind kind : EventKind.all()) {
            event(kind, EventOrigin.NOWHERE, 0, 0, 0, 0, 0);
            event(kind, WEB, PC, -1, -1, -1, -1);
        }
        StringBuilder out = new StringBuilder();
        new JsonLinesFormatter(names).write(buffer, out);
        List<String> lines = out.toString().lines().toList();
        assertEquals(2 * EventKind.all().size(), lines.size());
        lines.forEach(line -> assertTrue(Json.object(Json.parse(line)).containsKey("args")));
    }

    @Test
    void jsonEscapesWhatNamesMayHold() {
        StringBuilder out = new StringBuilder();
        String odd = "a\"b\\c\nd\u0001e\u007fé\ud83d\ude00\ud800";
        new JsonWriter(out).beginObject().member("n", odd).endObject();
        assertEquals(odd, Json.object(Json.parse(out.toString())).get("n"));
    }

    @Test
    void csvQuotesCellsThatHoldCommas() {
        event(EventKind.EMULATE, WEB, PC, SampleTrace.CSRRW_MSTATUS, SampleTrace.MSTATUS, 0, 8);
        StringBuilder out = new StringBuilder();
        new CsvFormatter(names).write(buffer, out);
        assertEquals("""
            seq,instret,cycle,host,vm,vcpu,hart,pc,symbol,source,kind,arg1,arg2,arg3,arg4
            0,100,200,rack1,web,0,0,0x80000044,main+0x4,guest/hello.s:42,emulate,"insn=csrrw zero, mstatus, t0",csr=mstatus,old=0x0,new=0x8
            """, out.toString());
    }
}
