// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.List;
import java.util.function.Predicate;

import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.text.EventText;

/**
 * Which events somebody wants to see, in a small language:
 * <pre>
 * kind=vm_exit,emulate vm=web cause=illegal_instruction pc=0x80000000..0x80001000 csr=mstatus
 *
 * filter     := conditions { 'or' conditions }             one of the alternatives holds
 * conditions := condition { condition }                    all of them hold; none: every event passes
 * condition  := '!' condition                              does not hold
 *             | key ('=' | '!=') value { ',' value }       has one of the values; has the key, but none of the values
 *             | key ('&lt;' | '&lt;=' | '&gt;' | '&gt;=') number
 *             | text                                       the event's line contains it, in any case of letters
 * value      := name with * and ? | number | number '..' number, either may be missing
 * key        := kind host vm vcpu hart pc symbol file line seq instret cycle, or the name of any argument of any kind
 * </pre>
 * Numbers are decimal or 0x hexadecimal and may contain {@code _}. Names are compared in any case of letters. What contains spaces,
 * commas or operators stands in quotes. An event that does not have a key at all fails {@code key=…} and {@code key!=…} alike, and
 * passes {@code !key=…}. {@code pc}, addresses and {@code insn} take numbers, symbols, device names and mnemonics alike:
 * {@code pc=main}, {@code address=uart0}, {@code insn=csrr*}.
 *
 * <p>Immutable.
 */
public final class TraceFilter {
    private final String source;
    private final List<FilterTerm.All> alternatives;
    private final long kinds;

    private TraceFilter(String source, List<FilterTerm.All> alternatives) {
        this.source = source;
        this.alternatives = alternatives;
        this.kinds = alternatives.stream().mapToLong(FilterTerm.All::kinds).reduce(0, (a, b) -> a | b);
    }

    /**
     * Reads a filter; an empty text lets every event pass.
     * @throws FilterException says at which column what was expected
     */
    public static TraceFilter parse(String text) throws FilterException {
        return new TraceFilter(text, new FilterParser(text).parse());
    }

    /** Returns whether the event passes; {@code text} gives the names. */
    public boolean matches(TraceEvent event, EventText text) {
        if ((kinds >>> event.kind().ordinal() & 1) == 0) {
            return false;
        }
        for (FilterTerm.All alternative : alternatives) {
            if (alternative.test(event, text)) {
                return true;
            }
        }
        return false;
    }

    /** Returns this filter for a trace with those names. */
    public Predicate<TraceEvent> with(TraceNames names) {
        EventText text = new EventText(names);
        return event -> matches(event, text);
    }

    /** Returns the text it was read from. */
    @Override
    public String toString() {
        return source;
    }
}
