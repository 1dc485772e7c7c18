// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;
import java.util.stream.Collectors;

import org.trapline.trace.EventKind;
import org.trapline.trace.analysis.TraceFilter;

/** Something that holds or does not. */
public sealed interface ConditionPlan {
    /** Returns what it says, as in the configuration. */
    String text();

    /** Tells whether it can only be known from a trace. */
    default boolean needsTrace() {
        return false;
    }

    /** All hold. */
    record All(List<ConditionPlan> terms) implements ConditionPlan {
        @Override
        public String text() {
            return terms.stream().map(ConditionPlan::text).collect(Collectors.joining(" and "));
        }

        @Override
        public boolean needsTrace() {
            return terms.stream().anyMatch(ConditionPlan::needsTrace);
        }
    }

    /** At least one holds. */
    record Any(List<ConditionPlan> terms) implements ConditionPlan {
        @Override
        public String text() {
            return terms.stream().map(ConditionPlan::text).collect(Collectors.joining(" or "));
        }

        @Override
        public boolean needsTrace() {
            return terms.stream().anyMatch(ConditionPlan::needsTrace);
        }
    }

    /** It does not hold. */
    record Not(ConditionPlan term) implements ConditionPlan {
        @Override
        public String text() {
            return "not " + term.text();
        }

        @Override
        public boolean needsTrace() {
            return term.needsTrace();
        }
    }

    /** What can be asked of a guest. */
    enum Metric {
        DOWNTIME, INSTRUCTIONS, CYCLES, EXITS, MEMORY, STATE, CONSOLE, EXIT_CODE, RESIDENT, ROUNDS, FETCHED, SNAPSHOTS
    }

    /** How two values are compared. */
    enum Operator {
        EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, CONTAINS;

        /** Compares two numbers. */
        public boolean holds(long left, long right) {
            return switch (this) {
                case EQUAL -> left == right;
                case NOT_EQUAL -> left != right;
                case LESS -> left < right;
                case LESS_OR_EQUAL -> left <= right;
                case GREATER -> left > right;
                case GREATER_OR_EQUAL -> left >= right;
                case CONTAINS -> false;
            };
        }

        /** Compares two texts. */
        public boolean holds(String left, String right) {
            return switch (this) {
                case EQUAL -> left.equals(right);
                case NOT_EQUAL -> !left.equals(right);
                case CONTAINS -> left.contains(right);
                default -> false;
            };
        }
    }

    /**
     * A guest's number.
     *
     * @param exits  of exits, those that are counted; null for all
     * @param number nanoseconds, bytes, or how many
     */
    record OfNumber(Metric metric, String guest, EventPattern exits, Operator operator, long number, String text) implements ConditionPlan {
        @Override
        public boolean needsTrace() {
            return exits != null;
        }
    }

    /** A guest's text. */
    record OfText(Metric metric, String guest, Operator operator, String value, String text) implements ConditionPlan {
    }

    /** How many events there are. */
    record OfCount(EventPattern pattern, Operator operator, long number, String text) implements ConditionPlan {
        @Override
        public boolean needsTrace() {
            return true;
        }
    }

    /**
     * A rule for events.
     *
     * @param always whether all events of the kind must meet the condition; otherwise none may
     */
    record OfEvents(boolean always, EventPattern pattern, String text) implements ConditionPlan {
        @Override
        public boolean needsTrace() {
            return true;
        }
    }

    /**
     * A rule for stores to memory.
     *
     * @param always whether all stores must be such; otherwise none may
     */
    record OfAccesses(boolean always, AccessPattern pattern, String text) implements ConditionPlan {
    }

    /** How many stores to memory there are. */
    record OfAccessCount(AccessPattern pattern, Operator operator, long number, String text) implements ConditionPlan {
    }

    /**
     * Events of a kind.
     *
     * @param guest     whose; null for anybody's
     * @param condition which of these; null for all
     */
    record EventPattern(EventKind kind, String guest, EventCondition condition) {
    }

    /** What an event must be like. */
    sealed interface EventCondition {
        /** Passes a filter. */
        record Passes(TraceFilter filter) implements EventCondition {
        }

        /** All hold. */
        record Every(List<EventCondition> terms) implements EventCondition {
        }

        /** At least one holds. */
        record Either(List<EventCondition> terms) implements EventCondition {
        }

        /** It does not hold. */
        record Otherwise(EventCondition term) implements EventCondition {
        }
    }
}
