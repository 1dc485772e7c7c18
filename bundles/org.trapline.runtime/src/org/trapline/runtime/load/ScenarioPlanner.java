// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import org.eclipse.emf.ecore.EObject;
import org.trapline.runtime.plan.AccessPattern;
import org.trapline.runtime.plan.ConditionPlan;
import org.trapline.runtime.plan.ConditionPlan.EventCondition;
import org.trapline.runtime.plan.ConditionPlan.EventPattern;
import org.trapline.runtime.plan.ConditionPlan.Metric;
import org.trapline.runtime.plan.ConditionPlan.Operator;
import org.trapline.runtime.plan.ScenarioPlan;
import org.trapline.runtime.plan.StepPlan;
import org.trapline.topology.AllOf;
import org.trapline.topology.AnyOf;
import org.trapline.topology.At;
import org.trapline.topology.ByteSize;
import org.trapline.topology.Clone;
import org.trapline.topology.Comparison;
import org.trapline.topology.Condition;
import org.trapline.topology.Create;
import org.trapline.topology.Discard;
import org.trapline.topology.EventCount;
import org.trapline.topology.EventRule;
import org.trapline.topology.Expect;
import org.trapline.topology.GuestReference;
import org.trapline.topology.Input;
import org.trapline.topology.LifeCycleStep;
import org.trapline.topology.MakeTemplate;
import org.trapline.topology.Migrate;
import org.trapline.topology.Not;
import org.trapline.topology.Quantifier;
import org.trapline.topology.Quantity;
import org.trapline.topology.Resize;
import org.trapline.topology.Restore;
import org.trapline.topology.Scenario;
import org.trapline.topology.Snapshot;
import org.trapline.topology.Step;
import org.trapline.topology.Text;
import org.trapline.topology.TopologyPackage.Literals;
import org.trapline.topology.Value;
import org.trapline.topology.VirtualTime;
import org.trapline.topology.Word;
import org.trapline.topology.resolve.Resolver;
import org.trapline.trace.EventKind;
import org.trapline.trace.analysis.FilterException;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.vmm.migration.MigrationPolicy;

/** Plans scenarios. */
final class ScenarioPlanner {
    private static final long NANOS_PER_CYCLE = 10;
    private static final int BITS_PER_BYTE = 8;

    private final Path folder;
    private final ToIntFunction<EObject> line;
    private final BiConsumer<EObject, String> refuse;
    private final Predicate<String> isGuest;
    private final AccessPlanner accesses;

    /**
     * @param folder  from which files are counted
     * @param refuse  takes what cannot be planned, and why
     * @param isGuest knows the names of the guests that are planned
     * @param accesses plans what is expected of accesses to memory
     */
    ScenarioPlanner(Path folder, ToIntFunction<EObject> line, BiConsumer<EObject, String> refuse, Predicate<String> isGuest, AccessPlanner accesses) {
        this.folder = folder;
        this.accesses = accesses;
        this.line = line;
        this.refuse = refuse;
        this.isGuest = isGuest;
    }

    ScenarioPlan plan(Scenario scenario) {
        return new ScenarioPlan(scenario.getName(), steps(scenario.getSteps()), line.applyAsInt(scenario));
    }

    private List<StepPlan> steps(List<Step> steps) {
        List<StepPlan> plans = new ArrayList<>();
        steps.forEach(step -> add(plans, step));
        return plans;
    }

    private void add(List<StepPlan> plans, Step step) {
        int at = line.applyAsInt(step);
        switch (step) {
            case At block -> addAt(plans, block, at);
            case LifeCycleStep life -> plans.add(new StepPlan.Life(StepPlan.Action.valueOf(life.getAction().getLiteral().toUpperCase(Locale.ROOT)),
                name(life.getGuest()),
                life.getFile() == null ? null : folder.resolve(life.getFile()), at));
            case Snapshot snapshot -> plans.add(new StepPlan.Snapshot(name(snapshot.getGuest()), snapshot.getName(), at));
            case Restore restore -> plans.add(new StepPlan.Restore(name(restore.getGuest()), restore.getSnapshot().getName(), at));
            case Discard discard -> plans.add(new StepPlan.Discard(name(discard.getSnapshot().getGuest()), discard.getSnapshot().getName(), at));
            case MakeTemplate make -> plans.add(new StepPlan.MakeTemplate(name(make.getGuest()), make.getName(), at));
            case Create create -> plans.add(new StepPlan.Create(create.getName(), create.getTemplate().getName(), create.getHost().getName(), at));
            case Clone clone -> plans.add(new StepPlan.Clone(name(clone.getGuest()), clone.getName(), at));
            case Migrate migrate -> plans.add(new StepPlan.Migrate(name(migrate.getGuest()), migrate.getDestination().getName(), policy(migrate), at));
            case Resize resize -> plans.add(new StepPlan.Resize(name(resize.getGuest()), resize.getVcpus(), resize.getMemory(), resize.getWeight(),
                resize.isSetCpus() ? OptionalDouble.of(resize.getCpus()) : OptionalDouble.empty(), at));
            case Input input -> plans.add(new StepPlan.Input(name(input.getGuest()), input.getText(), at));
            case Expect expect -> expect.getConditions().forEach(condition -> {
                ConditionPlan plan = condition(condition);
                if (plan != null) {
                    plans.add(new StepPlan.Expect(plan, line.applyAsInt(condition)));
                }
            });
            default -> refuse.accept(step, "this step is not executed yet");
        }
    }

    private void addAt(List<StepPlan> plans, At block, int at) {
        VirtualTime time = block.getTime();
        boolean instructions = time.unit() == VirtualTime.Unit.INSTRUCTIONS;
        List<StepPlan> inner = new ArrayList<>();
        List<At> later = new ArrayList<>();
        for (Step step : block.getSteps()) {
            if (step instanceof At nested) {
                later.add(nested);
            } else {
                add(inner, step);
            }
        }
        plans.add(new StepPlan.At(instructions, instructions ? time.amount() : nanos(time) / NANOS_PER_CYCLE, inner, at));
        // Times count from the start, so what is inside is only later.
        later.forEach(nested -> add(plans, nested));
    }

    private static long nanos(VirtualTime time) {
        return time.unit() == VirtualTime.Unit.CYCLES ? time.amount() * NANOS_PER_CYCLE : Math.multiplyExact(time.amount(), time.unit().nanoseconds());
    }

    private String name(GuestReference reference) {
        String name = Resolver.qualifiedName(reference.getTarget()) + (reference.isSetIndex() ? "[" + reference.getIndex() + "]" : "");
        if (!(reference.getTarget() instanceof Clone || reference.getTarget() instanceof Create) && !isGuest.test(name)) {
            refuse.accept(reference, "'" + name + "' is no guest that runs; a scenario speaks of virtual machines, and of hosts that boot a program");
        }
        return name;
    }

    private MigrationPolicy policy(Migrate migrate) {
        MigrationPolicy policy = migrate.isLive() ? MigrationPolicy.standard() : MigrationPolicy.cold();
        if (migrate.eIsSet(Literals.MIGRATE__MAX_DOWNTIME)) {
            policy = policy.withMaxDowntime(nanos(migrate.getMaxDowntime()) / NANOS_PER_CYCLE);
        }
        if (migrate.eIsSet(Literals.MIGRATE__MAX_ROUNDS)) {
            policy = policy.withMaxRounds(migrate.getMaxRounds());
        }
        if (migrate.eIsSet(Literals.MIGRATE__BANDWIDTH)) {
            policy = policy.withBytesPerSecond(Math.max(1, migrate.getBandwidth() / BITS_PER_BYTE));
        }
        return policy.withOtherwise(MigrationPolicy.Otherwise.valueOf(migrate.getOtherwise().getName().toUpperCase(Locale.ROOT)));
    }

    // ---- conditions ----

    private ConditionPlan condition(Condition condition) {
        return switch (condition) {
            case AnyOf any -> new ConditionPlan.Any(any.getTerms().stream().map(this::condition).toList());
            case AllOf all -> new ConditionPlan.All(all.getTerms().stream().map(this::condition).toList());
            case Not not -> new ConditionPlan.Not(condition(not.getTerm()));
            case EventRule rule -> rule(rule);
            case Comparison comparison -> comparison(comparison);
            default -> throw new IllegalArgumentException("a condition of an unknown kind: " + condition);
        };
    }

    private ConditionPlan rule(EventRule rule) {
        boolean always = rule.getQuantifier() == Quantifier.ALWAYS;
        String text = (always ? "always(" : "never(") + text(rule.getPattern()) + ")";
        if (AccessPlanner.isAccess(rule.getPattern())) {
            AccessPattern accesses = access(rule.getPattern());
            return accesses == null ? null : new ConditionPlan.OfAccesses(always, accesses, text);
        }
        EventPattern pattern = pattern(rule.getPattern());
        return pattern == null ? null : new ConditionPlan.OfEvents(always, pattern, text);
    }

    private AccessPattern access(org.trapline.topology.EventPattern pattern) {
        return accesses.plan(pattern, pattern.getGuest() == null ? null : name(pattern.getGuest()));
    }

    private EventPattern pattern(org.trapline.topology.EventPattern pattern) {
        EventKind kind = EventKind.byLabel(pattern.getEvent());
        if (kind == null) {
            refuse.accept(pattern, "expect: the trace has no event '" + pattern.getEvent() + "'");
            return null;
        }
        return new EventPattern(kind, pattern.getGuest() == null ? null : name(pattern.getGuest()),
            pattern.getCondition() == null ? null : eventCondition(pattern.getCondition()));
    }

    private EventCondition eventCondition(Condition condition) {
        return switch (condition) {
            case AnyOf any -> new EventCondition.Either(any.getTerms().stream().map(this::eventCondition).toList());
            case AllOf all -> new EventCondition.Every(all.getTerms().stream().map(this::eventCondition).toList());
            case Not not -> new EventCondition.Otherwise(eventCondition(not.getTerm()));
            case Comparison comparison -> new EventCondition.Passes(filter(comparison));
            default -> {
                refuse.accept(condition, "of an event, fields are compared: never(EVENT where FIELD == VALUE)");
                yield new EventCondition.Every(List.of());
            }
        };
    }

    private TraceFilter filter(Comparison comparison) {
        String operator = switch (comparison.getOperator()) {
            case EQUAL, IN -> "=";
            case NOT_EQUAL -> "!=";
            case CONTAINS -> "=*";
            default -> comparison.getOperator().getLiteral();
        };
        String value = value(comparison.getRight());
        String filter = value(comparison.getLeft()) + operator + (comparison.getOperator() == org.trapline.topology.Operator.CONTAINS ? value + "*" : value);
        try {
            return TraceFilter.parse(filter);
        } catch (FilterException e) {
            refuse.accept(comparison, "expect: " + e.getMessage());
            return null;
        }
    }

    private ConditionPlan comparison(Comparison comparison) {
        Operator operator = Operator.valueOf(comparison.getOperator().name());
        String text = value(comparison.getLeft()) + " " + comparison.getOperator().getLiteral() + " " + value(comparison.getRight());
        if (comparison.getLeft() instanceof EventCount count && AccessPlanner.isAccess(count.getPattern())) {
            AccessPattern pattern = access(count.getPattern());
            return pattern == null ? null : new ConditionPlan.OfAccessCount(pattern, operator, number((Quantity) comparison.getRight()), text);
        }
        if (comparison.getLeft() instanceof EventCount count) {
            EventPattern pattern = pattern(count.getPattern());
            return pattern == null ? null : new ConditionPlan.OfCount(pattern, operator, number((Quantity) comparison.getRight()), text);
        }
        if (!(comparison.getLeft() instanceof org.trapline.topology.Metric metric)) {
            refuse.accept(comparison, "expect: what is compared must be a measure of a guest or a count of events");
            return null;
        }
        Metric what = Metric.valueOf(metric.getKind().name());
        String guest = name(metric.getGuest());
        if (comparison.getRight() instanceof Quantity quantity) {
            return new ConditionPlan.OfNumber(what, guest, exits(metric, guest), operator, number(quantity), text);
        }
        String value = comparison.getRight() instanceof Text right ? right.getValue() : value(comparison.getRight());
        return new ConditionPlan.OfText(what, guest, operator, value, text);
    }

    /** Returns which exits are counted; null for all. */
    private EventPattern exits(org.trapline.topology.Metric metric, String guest) {
        if (metric.getDetail() == null) {
            return null;
        }
        try {
            return new EventPattern(EventKind.VM_EXIT, guest, new EventCondition.Passes(TraceFilter.parse("cause=" + metric.getDetail())));
        } catch (FilterException e) {
            refuse.accept(metric, "expect: " + e.getMessage());
            return null;
        }
    }

    /** Returns nanoseconds, bytes, or the number as it is. */
    private long number(Quantity quantity) {
        String unit = quantity.getUnit();
        if (unit == null) {
            return quantity.getNumber().longValue();
        }
        if (ByteSize.units().contains(unit)) {
            return ByteSize.of(quantity.getNumber(), unit);
        }
        for (VirtualTime.Unit time : VirtualTime.Unit.values()) {
            if (time.symbol().equals(unit)) {
                return time.nanoseconds() == 0 ? quantity.getNumber().longValue()
                    : quantity.getNumber().multiply(BigDecimal.valueOf(time.nanoseconds())).longValue();
            }
        }
        refuse.accept(quantity, "expect: '" + unit + "' is no unit that can be compared here");
        return 0;
    }

    // ---- texts ----

    private String value(Value value) {
        return switch (value) {
            case Quantity quantity -> quantity.getNumber().toPlainString() + (quantity.getUnit() == null ? "" : " " + quantity.getUnit());
            case Text text -> "\"" + text.getValue() + "\"";
            case Word word -> word.getName();
            case EventCount count -> "count(" + text(count.getPattern()) + ")";
            case org.trapline.topology.Metric metric -> metric.getKind().getLiteral() + "(" + name(metric.getGuest())
                + (metric.getDetail() == null ? "" : ", " + metric.getDetail()) + ")";
            default -> "?";
        };
    }

    private String text(org.trapline.topology.EventPattern pattern) {
        return pattern.getEvent() + (pattern.getGuest() == null ? "" : " of " + name(pattern.getGuest()))
            + (pattern.getCondition() == null ? "" : " where " + text(pattern.getCondition()));
    }

    private String text(Condition condition) {
        return switch (condition) {
            case AnyOf any -> String.join(" or ", any.getTerms().stream().map(this::text).toList());
            case AllOf all -> String.join(" and ", all.getTerms().stream().map(this::text).toList());
            case Not not -> "not " + text(not.getTerm());
            case Comparison comparison -> value(comparison.getLeft()) + " " + comparison.getOperator().getLiteral() + " " + value(comparison.getRight());
            default -> "...";
        };
    }
}
