// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trapline.trace.EventArg;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;
import org.trapline.trace.text.EventText;

/** Finds the first event in which two traces differ. */
public final class TraceDiff {

    /** What has to be equal. */
    public enum Aspect {
        /** Everything: the same run. */
        ALL,
        /** All but the instants, {@code instret} and {@code cycle}: the same events at another speed. */
        EVENTS
    }

    /**
     * Where two traces part.
     * @param seq number of the event
     * @param left the event in the left trace, or null if that ends before
     * @param right the event in the right trace, or null if that ends before
     * @param fields names of what differs; empty where one is missing
     */
    public record Difference(long seq, TraceEvent left, TraceEvent right, List<String> fields) {

        /** Describes the difference in lines, with the names of each trace. */
        public String describe(TraceSource leftTrace, TraceSource rightTrace) {
            String head = left == null || right == null ? "one trace ends before event " + seq
                : "event " + seq + " differs in " + String.join(", ", fields);
            return head + "\n  left:  " + side(left, leftTrace) + "\n  right: " + side(right, rightTrace) + "\n";
        }

        private static String side(TraceEvent event, TraceSource trace) {
            if (event == null) {
                return "no event";
            }
            EventText text = new EventText(trace.names());
            return "cycle " + event.cycle() + " instret " + event.instret() + " pc " + Long.toHexString(event.pc()) + " "
                + text.who(event) + " " + event.kind().label() + " " + text.detail(event);
        }
    }

    private TraceDiff() {
    }

    /**
     * Compares what both traces hold, event by event of the same number, from the first number that both can have.
     * A ring that forgot its beginning is compared from where it still has events.
     * @return empty if they are the same to their common end
     */
    public static Optional<Difference> first(TraceSource left, TraceSource right, Aspect aspect) {
        TraceEvent a = new TraceEvent();
        TraceEvent b = new TraceEvent();
        long end = Math.max(left.nextSeq(), right.nextSeq());
        for (long seq = Math.max(left.firstSeq(), right.firstSeq()); seq < end; seq++) {
            boolean hasLeft = left.read(seq, a);
            boolean hasRight = right.read(seq, b);
            if (!hasLeft || !hasRight) {
                return Optional.of(new Difference(seq, hasLeft ? a : null, hasRight ? b : null, List.of()));
            }
            if (!a.sameAs(b)) {
                List<String> fields = fields(a, b, aspect);
                if (!fields.isEmpty()) {
                    return Optional.of(new Difference(seq, a, b, fields));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> fields(TraceEvent a, TraceEvent b, Aspect aspect) {
        List<String> fields = new ArrayList<>();
        note(a.kind() != b.kind(), "kind", fields);
        note(a.host() != b.host(), "host", fields);
        note(a.vm() != b.vm(), "vm", fields);
        note(a.vcpu() != b.vcpu(), "vcpu", fields);
        note(a.hart() != b.hart(), "hart", fields);
        note(a.pc() != b.pc(), "pc", fields);
        if (aspect == Aspect.ALL) {
            note(a.instret() != b.instret(), "instret", fields);
            note(a.cycle() != b.cycle(), "cycle", fields);
        }
        List<EventArg> args = a.kind().args();
        for (int i = 0; i < EventKind.MAX_ARGS && a.kind() == b.kind(); i++) {
            note(a.arg(i) != b.arg(i), i < args.size() ? args.get(i).name() : "unused argument " + (i + 1), fields);
        }
        return fields;
    }

    private static void note(boolean differs, String field, List<String> fields) {
        if (differs) {
            fields.add(field);
        }
    }
}
