// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.xtext.validation.Check;
import org.trapline.lang.topology.words.Similar;
import org.trapline.topology.ByteSize;
import org.trapline.topology.Comparison;
import org.trapline.topology.EventCount;
import org.trapline.topology.EventPattern;
import org.trapline.topology.LifeCycle;
import org.trapline.topology.Metric;
import org.trapline.topology.MetricKind;
import org.trapline.topology.Operator;
import org.trapline.topology.Quantity;
import org.trapline.topology.Text;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.Value;
import org.trapline.topology.VirtualTime;
import org.trapline.topology.Word;
import org.trapline.topology.resolve.Resolver;
import org.trapline.trace.EventArg;
import org.trapline.trace.EventKind;

/** Whether conditions compare what can be compared, and speak of events the trace has. */
final class ConditionChecks extends Checks {

    /** Fields every event has. */
    private static final List<String> COMMON_FIELDS = List.of("seq", "instret", "cycle", "host", "vm", "vcpu", "hart", "pc");
    /** Memory accesses, which conditions may speak of like events, and their fields. */
    private static final List<String> ACCESSES = List.of("read", "write", "execute");
    private static final List<String> ACCESS_FIELDS = List.of("by", "target", "address", "size", "value");

    @Check
    void event(EventPattern pattern) {
        String event = pattern.getEvent();
        if (event != null && !ACCESSES.contains(event) && EventKind.byLabel(event) == null) {
            List<String> known = Stream.concat(ACCESSES.stream(), EventKind.all().stream().map(EventKind::label)).toList();
            report(Rule.UNKNOWN_EVENT, pattern, Literals.EVENT_PATTERN__EVENT, "the trace has no event called '%s'%s".formatted(event,
                    Similar.closest(event, known).map(": did you mean '%s'?"::formatted).orElse("; it has " + String.join(", ", known))),
                    Similar.closest(event, known).stream().toArray(String[]::new));
        }
    }

    @Check
    void comparison(Comparison comparison) {
        Value left = comparison.getLeft();
        Value right = comparison.getRight();
        if (left == null || right == null) {
            return;
        }
        EventPattern pattern = Resolver.enclosing(comparison, EventPattern.class);
        if (left instanceof Word word) {
            field(word, pattern);
        } else if (left instanceof Metric metric) {
            metric(comparison, metric, right);
        } else if (left instanceof EventCount && !(right instanceof Quantity q && isPlain(q))) {
            report(Rule.UNIT, comparison, Literals.COMPARISON__RIGHT, "a count of events is compared with a plain number");
        }
    }

    private void field(Word word, EventPattern pattern) {
        if (pattern == null) {
            report(Rule.UNKNOWN_EVENT, word, Literals.WORD__NAME, "'%s' is a field of an event, and there is no event here: write never(EVENT where …), or a measure such as exits(rack1.web)"
                    .formatted(word.getName()));
            return;
        }
        List<String> known = fields(pattern.getEvent());
        if (!known.isEmpty() && word.getName() != null && !known.contains(word.getName())) {
            report(Rule.UNKNOWN_EVENT, word, Literals.WORD__NAME, "event '%s' has no field '%s'%s".formatted(pattern.getEvent(), word.getName(),
                    Similar.closest(word.getName(), known).map(": did you mean '%s'?"::formatted).orElse("; it has " + String.join(", ", known))),
                    Similar.closest(word.getName(), known).stream().toArray(String[]::new));
        }
    }

    private static List<String> fields(String event) {
        if (ACCESSES.contains(event)) {
            return Stream.concat(ACCESS_FIELDS.stream(), COMMON_FIELDS.stream()).toList();
        }
        EventKind kind = event == null ? null : EventKind.byLabel(event);
        return kind == null ? List.of() : Stream.concat(kind.args().stream().map(EventArg::name), COMMON_FIELDS.stream()).toList();
    }

    private void metric(Comparison comparison, Metric metric, Value right) {
        boolean text = metric.getKind() == MetricKind.CONSOLE;
        if (comparison.getOperator() == Operator.CONTAINS && !text) {
            report(Rule.UNIT, comparison, Literals.COMPARISON__OPERATOR, "only a console contains text, %s is no text".formatted(metric.getKind().getLiteral()));
            return;
        }
        String expected = switch (metric.getKind()) {
            case CONSOLE -> right instanceof Text ? null : "a text in quotes";
            case STATE -> right instanceof Word word && isState(word.getName()) ? null
                    : "a state: " + String.join(", ", Arrays.stream(LifeCycle.values()).map(LifeCycle::getLiteral).toList());
            case DOWNTIME -> right instanceof Quantity q && isTime(q.getUnit()) ? null : "a time, such as 500 us";
            case MEMORY, RESIDENT -> right instanceof Quantity q && ByteSize.units().contains(q.getUnit()) ? null : "a size, such as 16 MiB";
            case INSTRUCTIONS -> right instanceof Quantity q && (isPlain(q) || "instr".equals(q.getUnit())) ? null : "a number";
            case CYCLES -> right instanceof Quantity q && (isPlain(q) || "cycles".equals(q.getUnit())) ? null : "a number";
            case EXITS, EXIT_CODE, ROUNDS, FETCHED, SNAPSHOTS -> right instanceof Quantity q && isPlain(q) ? null : "a number without a unit";
        };
        if (expected != null) {
            report(Rule.UNIT, comparison, Literals.COMPARISON__RIGHT, "%s is compared with %s".formatted(metric.getKind().getLiteral(), expected));
        }
    }

    private static boolean isPlain(Quantity quantity) {
        return quantity.getUnit() == null;
    }

    private static boolean isTime(String unit) {
        return Arrays.stream(VirtualTime.Unit.values()).map(VirtualTime.Unit::symbol).anyMatch(Set.of(unit == null ? "" : unit)::contains);
    }

    private static boolean isState(String word) {
        return LifeCycle.get(word) != null;
    }
}
