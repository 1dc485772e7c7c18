// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trapline.trace.ArgType;
import org.trapline.trace.EventArg;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.Mode;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.code.Lifecycle;
import org.trapline.trace.testkit.SampleTrace;
import org.trapline.trace.text.EventText;

final class TraceFilterTest {
    private static final EventOrigin WEB = new EventOrigin(0, 0, 0, 0);
    private static final EventOrigin DB = new EventOrigin(0, 1, 2, 1);
    private static final EventOrigin HART = EventOrigin.ofHart(0, 0);
    private static final long PC = SampleTrace.START + 0x44;

    private final NameTable names = SampleTrace.names();
    private final EventText text = new EventText(names);
    private TraceBuffer buffer;

    @BeforeEach
    void emptyTheBuffer() {
        buffer = new TraceBuffer(100, names);
    }

    private TraceEvent event(EventKind kind, EventOrigin origin, long a, long b, long c, long d) {
        buffer.record(kind, origin, 1000, 2000, PC, a, b, c, d);
        TraceEvent event = new TraceEvent();
        assertTrue(buffer.read(buffer.nextSeq() - 1, event));
        return event;
    }

    private TraceEvent exit(EventOrigin origin) {
        return event(EventKind.VM_EXIT, origin, SampleTrace.ILLEGAL_INSTRUCTION, 0x3002_9073L, SampleTrace.CSRRW_MSTATUS, Mode.S);
    }

    private void assertPasses(String filter, TraceEvent event) throws FilterException {
        assertTrue(TraceFilter.parse(filter).matches(event, text), filter + " lets pass " + event.kind());
    }

    private void assertStops(String filter, TraceEvent event) throws FilterException {
        assertFalse(TraceFilter.parse(filter).matches(event, text), filter + " stops " + event.kind());
    }

    @Test
    void anEmptyFilterLetsEverythingPass() throws FilterException {
        assertPasses("", exit(WEB));
        assertPasses("   ", exit(WEB));
    }

    @Test
    void allConditionsHaveToHoldAndOneOfTheValues() throws FilterException {
        assertPasses("kind=vm_exit,emulate vm=web cause=illegal_instruction", exit(WEB));
        assertStops("kind=vm_exit,emulate vm=web cause=illegal_instruction", exit(DB));
        assertStops("kind=emulate vm=web", exit(WEB));
    }

    @Test
    void orSeparatesAlternatives() throws FilterException {
        assertPasses("vm=web or kind=trap", exit(WEB));
        assertPasses("vm=web or kind=trap", event(EventKind.TRAP, HART, 2, 0, 0, 3));
        assertStops("vm=web or kind=trap", exit(DB));
    }

    @Test
    void namesTakeWildcardsInAnyCaseOfLetters() throws FilterException {
        assertPasses("kind=VM_*", exit(WEB));
        assertPasses("cause=*instr?ction", exit(WEB));
        assertPasses("vm=w*b", exit(WEB));
        assertPasses("vm=*", exit(WEB));
        assertStops("vm=w?", exit(WEB));
        assertStops("vm=?web", exit(WEB));
    }

    @Test
    void numbersTakeRangesThatIncludeBothEnds() throws FilterException {
        assertPasses("pc=0x80000000..0x80001000", exit(WEB));
        assertPasses("pc=0x8000_0044..0x8000_0044", exit(WEB));
        assertPasses("cycle=2000.. instret=..1000", exit(WEB));
        assertStops("cycle=2001..", exit(WEB));
        assertStops("pc=0x80000000..0x80000043", exit(WEB));
    }

    @Test
    void addressesAreUnsigned() throws FilterException {
        TraceEvent event = event(EventKind.TLB_FLUSH, HART, 0xffff_ffff_8000_0000L, -1, 0, 0);
        assertPasses("va>0x80000000", event);
        assertPasses("va=0xffffffff00000000..", event);
        assertPasses("asid=0xffffffffffffffff", event);
        assertStops("asid>0xffffffffffffffff", event);
        assertStops("va<0", event);
    }

    @Test
    void comparisonsExcludeOrIncludeTheirLimit() throws FilterException {
        assertPasses("cycle>=2000 cycle<=2000 cycle>1999 cycle < 2001", exit(WEB));
        assertStops("cycle>2000", exit(WEB));
        assertStops("cycle<2000", exit(WEB));
        TraceEvent signed = event(EventKind.IRQ_LINE, HART, -5, 1, 0, 0);
        assertPasses("source<0 source>=-5", signed);
        assertStops("source>-5", signed);
    }

    @Test
    void unequalNeedsTheKeyAndNegationDoesNot() throws FilterException {
        TraceEvent trap = event(EventKind.LIFECYCLE, HART, Lifecycle.START.ordinal(), 0, 0, 0);
        assertStops("cause!=machine_timer", trap);
        assertPasses("!cause=machine_timer", trap);
        assertPasses("cause!=machine_timer", exit(WEB));
        assertStops("cause != illegal_instruction", exit(WEB));
        assertPasses("kind!=trap,emulate", exit(WEB));
        assertStops("!!kind!=vm_exit", exit(WEB));
    }

    @Test
    void whatIsAbsentHasNoKey() throws FilterException {
        TraceEvent emulation = event(EventKind.EMULATE, WEB, 0x1050_0073, -1, 0, 0);
        assertStops("csr=*", emulation);
        assertStops("csr!=mstatus", emulation);
        assertStops("vm=*", event(EventKind.TRAP, HART, 2, 0, 0, 3));
    }

    @Test
    void addressesTakeSymbolsAndDevices() throws FilterException {
        assertPasses("pc=main", exit(WEB));
        assertPasses("pc=main+0x4 symbol=ma*", exit(WEB));
        assertStops("pc=_start", exit(WEB));
        assertPasses("vector=main", event(EventKind.REFLECT, WEB, 8, 0, SampleTrace.START + 0x40, Mode.S));
        assertPasses("address=uart0", event(EventKind.DEVICE_WRITE, WEB, 0x1000_0000L, 1, 'x', 0));
        assertPasses("address=0x10000000..0x100000ff", event(EventKind.DEVICE_WRITE, WEB, 0x1000_0000L, 1, 'x', 0));
    }

    @Test
    void sourceLinesAreKeysOfTheirOwn() throws FilterException {
        assertPasses("file=hello.s line=40..50", exit(WEB));
        assertPasses("file=guest/*", exit(WEB));
        assertStops("line=43", exit(WEB));
        assertStops("line=42", event(EventKind.TRAP, HART, 2, 0, 0, 3));
    }

    @Test
    void instructionsTakeAMnemonicATextOrAWord() throws FilterException {
        assertPasses("insn=csrrw", exit(WEB));
        assertPasses("insn=\"csrrw zero, *\"", exit(WEB));
        assertPasses("insn=0x30029073", exit(WEB));
        assertStops("insn=csrr", exit(WEB));
    }

    @Test
    void namesAlsoPassByTheirNumber() throws FilterException {
        assertPasses("cause=2 vm=0 host=0", exit(WEB));
        assertPasses("csr=0x300", event(EventKind.EMULATE, WEB, SampleTrace.CSRRW_MSTATUS, SampleTrace.MSTATUS, 0, 1));
        assertPasses("vcpu=2 hart=1", exit(DB));
    }

    @Test
    void otherWordsAreSearchedInTheLineOfText() throws FilterException {
        assertPasses("MSTATUS", exit(WEB));
        assertPasses("web.vcpu0 hello.s:42", exit(WEB));
        assertPasses("'tval=0x30029073 in S'", exit(WEB));
        assertStops("mtvec", exit(WEB));
        assertPasses("!mtvec", exit(WEB));
    }

    @Test
    void mistakesNameTheirColumnAndWhatWasExpected() {
        assertMistake("vm=web caus=2", 8, "did you mean 'cause'?");
        assertMistake("kind=vm_exot", 6, "did you mean 'vm_exit'?");
        assertMistake("mode=S,Q", 8, "is never 'Q'");
        assertMistake("vm=", 4, "a value is expected after 'vm='");
        assertMistake("vm=web,", 8, "a value is expected");
        assertMistake("cycle=soon", 7, "takes a number");
        assertMistake("cycle<soon", 7, "a number is expected after '<'");
        assertMistake("file>3", 6, "has names for values");
        assertMistake("=3", 1, "a key is expected before '='");
        assertMistake("vm=web !", 8, "a condition is expected after '!'");
        assertMistake("say \"hello", 5, "the quote is not closed");
        assertMistake("vm='web", 4, "the quote is not closed");
        assertMistake("or vm=web", 1, "'or' stands between two conditions");
        assertMistake("vm=web or", 8, "'or' stands between two conditions");
        assertMistake("action=strat", 8, "did you mean 'start'?");
    }

    private static void assertMistake(String filter, int column, String part) {
        FilterException mistake = assertThrows(FilterException.class, () -> TraceFilter.parse(filter), filter);
        assertEquals(column, mistake.column(), filter + ": " + mistake.getMessage());
        assertTrue(mistake.getMessage().startsWith("column " + column + ": "), mistake.getMessage());
        assertTrue(mistake.getMessage().contains(part), mistake.getMessage());
        assertTrue(mistake.offset() + mistake.length() <= filter.length(), "the mistake lies in the text");
    }

    @Test
    void noTextMakesTheParserFailOtherwise() {
        Random random = new Random(21);
        String[] pieces = {"vm", "=", "!", "!=", "<", ">=", "kind", "vm_exit", ",",
            "\"", "'", " ", "or", "..", "0x", "-", "*", "pc", "é", "\t"};
        TraceEvent event = exit(WEB);
        int understood = 0;
        for (int i = 0; i < 5000; i++) {
            StringBuilder filter = new StringBuilder();
            for (int length = random.nextInt(9); length > 0; length--) {
                filter.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                TraceFilter.parse(filter.toString()).matches(event, text);
                understood++;
            } catch (FilterException e) {
                assertTrue(e.offset() >= 0 && e.offset() + e.length() <= filter.length(), filter + ": " + e.getMessage());
            }
            FilterAssist.propose(filter.toString(), random.nextInt(filter.length() + 1), names);
        }
        assertTrue(understood > 500, "the pieces make sense often enough: " + understood);
    }

    @Test
    void everyKindPassesAFilterForEachOfItsArguments() throws FilterException {
        for (EventKind kind : EventKind.all()) {
            for (EventArg arg : kind.args()) {
                assertFalse(List.of(CommonKey.values()).stream().anyMatch(key -> key.label().equals(arg.name())),
                    arg.name() + " is no common key");
                TraceEvent event = event(kind, WEB, 1, 1, 1, 1);
                if (kind.isOnByDefault()) {
                    assertPasses(arg.name() + "=" + literal(arg, event), event);
                }
            }
        }
    }

    private String literal(EventArg arg, TraceEvent event) {
        String value = text.value(event, event.kind().argIndex(arg.name()));
        return arg.type() == ArgType.MODE || arg.type() == ArgType.CODE ? value : "1";
    }

    @Test
    void assistProposesKeysThenValues() {
        assertEquals(List.of("cause="), texts("vm=web cau"));
        assertTrue(texts("").contains("kind="));
        assertEquals(List.of("vm_entry", "vm_exit"), texts("kind=vm_"));
        assertEquals(List.of("db", "web"), texts("kind=trap !vm="));
        assertEquals(List.of("mstatus"), texts("csr=mtvec,ms"));
        assertEquals(List.of("U"), texts("mode!=u"));
        assertEquals(List.of("uart0"), texts("address=ua"));
        assertEquals(List.of(), texts("nokey="));
        FilterAssist.Proposal proposal = FilterAssist.propose("vm=web kind=vm_x vm=db", 15, names).get(0);
        assertEquals(12, proposal.from());
        assertEquals(15, proposal.to());
        assertEquals(EventKind.VM_ENTRY.doc(), proposal.doc());
    }

    private List<String> texts(String filter) {
        return FilterAssist.propose(filter, filter.length(), names).stream().map(FilterAssist.Proposal::text).toList();
    }
}
