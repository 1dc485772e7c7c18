// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.trapline.runtime.plan.ConditionPlan;
import org.trapline.runtime.plan.ConditionPlan.EventCondition;
import org.trapline.runtime.plan.ConditionPlan.EventPattern;
import org.trapline.runtime.plan.ConditionPlan.Metric;
import org.trapline.runtime.plan.ScenarioPlan;
import org.trapline.runtime.plan.StepPlan;
import org.trapline.topology.ByteSize;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.text.EventText;
import org.trapline.vmm.migration.MigrationReport;

/** Finds out whether what a scenario expects holds; reads the trace as it grows. For the session's thread. */
final class Expectations {
    private static final long NANOS_PER_CYCLE = 10;
    private static final int SHOWN = 200;

    private final RunningSystem system;
    private final GuestCommands commands;
    private final Function<String, Guest> guests;
    private final TraceBuffer trace;
    private final EventText text;
    private final Map<EventPattern, Long> counts = new IdentityHashMap<>();
    private final Map<EventPattern, Long> kinds = new IdentityHashMap<>();
    private final List<EventPattern> patterns = new ArrayList<>();
    private final TraceEvent event = new TraceEvent();
    private final AccessWatch accesses;
    private long seen;
    private long lost;

    /** A condition looked at: whether it holds, and what was measured. */
    record Finding(boolean holds, String measured) {
    }

    /** @param trace null if nothing is traced */
    Expectations(RunningSystem system, GuestCommands commands, Function<String, Guest> guests, TraceBuffer trace, EventText text) {
        this.system = system;
        this.commands = commands;
        this.guests = guests;
        this.trace = trace;
        this.text = text;
        accesses = new AccessWatch(system, guests);
    }

    /** Counts from now on what a scenario asks about. */
    void watch(ScenarioPlan scenario) {
        scenario.steps().forEach(this::watch);
        seen = trace == null ? 0 : trace.nextSeq();
    }

    private void watch(StepPlan step) {
        switch (step) {
            case StepPlan.At at -> at.steps().forEach(this::watch);
            case StepPlan.Expect expect -> watch(expect.condition());
            default -> { }
        }
    }

    private void watch(ConditionPlan condition) {
        switch (condition) {
            case ConditionPlan.All all -> all.terms().forEach(this::watch);
            case ConditionPlan.Any any -> any.terms().forEach(this::watch);
            case ConditionPlan.Not not -> watch(not.term());
            case ConditionPlan.OfCount count -> patterns.add(count.pattern());
            case ConditionPlan.OfEvents rule -> patterns.add(rule.pattern());
            case ConditionPlan.OfAccesses rule -> accesses.watch(rule.pattern());
            case ConditionPlan.OfAccessCount count -> accesses.watch(count.pattern());
            case ConditionPlan.OfNumber number when number.exits() != null -> patterns.add(number.exits());
            case ConditionPlan.OfNumber _, ConditionPlan.OfText _ -> { }
        }
    }

    /** Reads what was traced since it last did. */
    void read() {
        accesses.refresh();
        if (trace == null || patterns.isEmpty()) {
            return;
        }
        lost += Math.max(0, trace.firstSeq() - seen);
        for (seen = Math.max(seen, trace.firstSeq()); seen < trace.nextSeq(); seen++) {
            if (trace.read(seen, event)) {
                patterns.forEach(this::count);
            } else {
                lost++;
            }
        }
    }

    private void count(EventPattern pattern) {
        if (event.kind() == pattern.kind() && (pattern.guest() == null || guests.apply(pattern.guest()).vm() == event.vm())) {
            kinds.merge(pattern, 1L, Long::sum);
            if (pattern.condition() == null || holds(pattern.condition())) {
                counts.merge(pattern, 1L, Long::sum);
            }
        }
    }

    private boolean holds(EventCondition condition) {
        return switch (condition) {
            case EventCondition.Passes passes -> passes.filter().matches(event, text);
            case EventCondition.Every every -> every.terms().stream().allMatch(this::holds);
            case EventCondition.Either either -> either.terms().stream().anyMatch(this::holds);
            case EventCondition.Otherwise not -> !holds(not.term());
        };
    }

    // ---- looking ----

    Finding look(ConditionPlan condition) {
        return switch (condition) {
            case ConditionPlan.All all -> together(all.terms(), true);
            case ConditionPlan.Any any -> together(any.terms(), false);
            case ConditionPlan.Not not -> {
                Finding found = look(not.term());
                yield new Finding(!found.holds, found.measured);
            }
            case ConditionPlan.OfNumber number -> number(number);
            case ConditionPlan.OfText of -> {
                String value = of.metric() == Metric.CONSOLE ? guest(of.guest()).console().text() : state(guest(of.guest()));
                yield new Finding(of.operator().holds(value, of.value()), shown(of.metric(), value));
            }
            case ConditionPlan.OfCount count -> {
                long found = counts.getOrDefault(count.pattern(), 0L);
                yield known(new Finding(count.operator().holds(found, count.number()), "there are " + found));
            }
            case ConditionPlan.OfAccesses rule -> accesses(rule);
            case ConditionPlan.OfAccessCount count -> {
                long found = accesses.tally(count.pattern()).met;
                yield new Finding(count.operator().holds(found, count.number()), "there are " + found);
            }
            case ConditionPlan.OfEvents rule -> {
                long all = kinds.getOrDefault(rule.pattern(), 0L);
                long met = counts.getOrDefault(rule.pattern(), 0L);
                yield known(rule.always() ? new Finding(all == met, (all - met) + " of " + all + " are otherwise") : new Finding(met == 0, "there are " + met));
            }
        };
    }

    private Finding accesses(ConditionPlan.OfAccesses rule) {
        AccessWatch.Tally seen = accesses.tally(rule.pattern());
        if (rule.always()) {
            return new Finding(seen.all == seen.met, (seen.all - seen.met) + " of " + seen.all + " are otherwise; first, " + seen.firstOther);
        }
        return new Finding(seen.met == 0, "there are " + seen.met + "; first, " + seen.first);
    }

    private Finding known(Finding found) {
        if (trace == null) {
            return new Finding(false, "nothing was traced");
        }
        return lost == 0 ? found : new Finding(false, found.measured + ", but " + lost + " events were lost");
    }

    private Finding together(List<ConditionPlan> terms, boolean all) {
        List<Finding> findings = terms.stream().map(this::look).toList();
        boolean holds = all ? findings.stream().allMatch(Finding::holds) : findings.stream().anyMatch(Finding::holds);
        List<String> measured = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            if (!findings.get(i).holds) {
                measured.add(terms.get(i).text() + ": " + findings.get(i).measured);
            }
        }
        return new Finding(holds, String.join("; ", measured));
    }

    private static String shown(Metric metric, String value) {
        if (metric != Metric.CONSOLE) {
            return "it is " + value;
        }
        String end = value.length() > SHOWN ? "..." + value.substring(value.length() - SHOWN) : value;
        return value.isEmpty() ? "it has printed nothing" : "it has printed \"" + end.replace("\n", "\\n").replace("\r", "") + "\"";
    }

    private Guest guest(String name) {
        return guests.apply(name);
    }

    private String state(Guest guest) {
        Lodger lodger = system.lodger(guest);
        return (lodger == null ? guest.lifeCycle() : lodger.lifeCycle()).word();
    }

    private Finding number(ConditionPlan.OfNumber of) {
        Guest guest = guest(of.guest());
        if (of.exits() != null) {
            long found = counts.getOrDefault(of.exits(), 0L);
            return known(new Finding(of.operator().holds(found, of.number()), "there are " + found));
        }
        if (of.metric() == Metric.DOWNTIME) {
            MigrationReport report = commands.report(guest);
            if (report == null) {
                return new Finding(false, "it has not moved");
            }
            long nanos = report.downtime() * NANOS_PER_CYCLE;
            return new Finding(of.operator().holds(nanos, of.number()), "it stood still for " + nanos / 1_000.0 + " us");
        }
        if (of.metric() == Metric.ROUNDS || of.metric() == Metric.FETCHED) {
            MigrationReport report = commands.report(guest);
            if (report == null) {
                return new Finding(false, "it has not moved");
            }
            long found = of.metric() == Metric.ROUNDS ? report.rounds().size() : report.fetched();
            return new Finding(of.operator().holds(found, of.number()), "there were " + found);
        }
        if (of.metric() == Metric.SNAPSHOTS) {
            long found = commands.snapshots(guest).names().size();
            return new Finding(of.operator().holds(found, of.number()), "there are " + found);
        }
        GuestResult result = system.hosts().get(guest.host()).result(guest);
        long found = switch (of.metric()) {
            case INSTRUCTIONS -> result.instructions();
            case CYCLES -> result.cycles();
            case EXITS -> result.exits();
            case EXIT_CODE -> result.exitCode();
            case MEMORY -> memory(guest);
            case RESIDENT -> resident(guest);
            default -> throw new IllegalArgumentException(of.text());
        };
        return new Finding(of.operator().holds(found, of.number()), "it is " + (of.metric() == Metric.MEMORY || of.metric() == Metric.RESIDENT ? ByteSize.format(found) : Long.toString(found)));
    }

    private long memory(Guest guest) {
        Lodger lodger = system.lodger(guest);
        return lodger == null ? system.hosts().get(guest.host()).plan().memory() : lodger.domain().config().memory();
    }

    private long resident(Guest guest) {
        Lodger lodger = system.lodger(guest);
        return lodger == null ? memory(guest) : lodger.domain().resident();
    }
}
