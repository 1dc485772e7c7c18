// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.TraceSource;

/**
 * Counts and costs of a trace, collected event by event, so that a view can follow a running machine.
 *
 * <p>An exit's cycles last until the same vCPU enters its guest again, or is taken off its hart: what other vCPUs did meanwhile is not
 * the exit's cost. Not safe for use by several threads.
 */
public final class TraceStatistics {

    /** An exit's VM and cause. */
    public record Exit(int vm, long cause) {
    }

    /** An instruction word that was emulated, and the CSR it names or -1. */
    public record Emulation(int word, long csr) {
    }

    /** A trap's cause and the modes it led from and to. */
    public record Trap(long cause, int from, int to) {
    }

    /** A change of mode; {@code plane} is an ordinal of {@link org.trapline.trace.code.Plane}. */
    public record ModeChange(int plane, int from, int to) {
    }

    /**
     * Time on all harts.
     * @param guestCycles by VM
     * @param guestInstructions by VM
     * @param idleCycles cycles in which a hart waited; not part of the others
     */
    public record Time(Map<Integer, Long> guestCycles, Map<Integer, Long> guestInstructions, long vmmCycles, long vmmInstructions,
            long idleCycles) {
    }

    private record Open(Exit exit, long cycle, boolean counted) {
    }

    private record Hart(int host, int hart) {
    }

    private final Map<EventKind, Long> kinds = new EnumMap<>(EventKind.class);
    private final Map<Exit, Cost> exits = new TreeMap<>(
        Comparator.comparingInt(Exit::vm).thenComparing(Exit::cause, Long::compareUnsigned));
    private final Map<Emulation, Long> emulations = new LinkedHashMap<>();
    private final Map<Trap, Long> traps = new LinkedHashMap<>();
    private final Map<Long, Long> reflections = new TreeMap<>(Long::compareUnsigned);
    private final Map<Long, Long> injections = new TreeMap<>(Long::compareUnsigned);
    private final Map<ModeChange, Long> modeChanges = new LinkedHashMap<>();
    private final Map<EventOrigin, Open> open = new HashMap<>();
    private final Map<Hart, HartTime> harts = new LinkedHashMap<>();
    private long events;

    /** Collects all events a source holds now. */
    public static TraceStatistics of(TraceSource source) {
        return of(source, event -> true);
    }

    /** Counts the events that pass; the others still tell how long an exit took and whose the time was. */
    public static TraceStatistics of(TraceSource source, Predicate<TraceEvent> filter) {
        TraceStatistics statistics = new TraceStatistics();
        source.forEach(event -> statistics.add(event, filter.test(event)));
        return statistics;
    }

    /** Adds the next event. */
    public void add(TraceEvent event) {
        add(event, true);
    }

    /** Adds the next event; with {@code counted} false only as the end of what came before. */
    public void add(TraceEvent event, boolean counted) {
        follow(event, counted);
        if (!counted) {
            return;
        }
        events++;
        kinds.merge(event.kind(), 1L, Long::sum);
        switch (event.kind()) {
            case EMULATE -> emulations.merge(new Emulation((int) event.arg(0), event.arg(1)), 1L, Long::sum);
            case TRAP -> traps.merge(new Trap(event.arg(0), (int) event.arg(2), (int) event.arg(3)), 1L, Long::sum);
            case REFLECT -> reflections.merge(event.arg(0), 1L, Long::sum);
            case IRQ_INJECT -> injections.merge(event.arg(0), 1L, Long::sum);
            case MODE -> modeChanges.merge(new ModeChange((int) event.arg(0), (int) event.arg(1), (int) event.arg(2)), 1L, Long::sum);
            default -> { }
        }
    }

    /** Says that events are missing before the next one: what was going on is not measured to its end. */
    public void skip() {
        open.clear();
        harts.values().forEach(HartTime::forgetOwner);
    }

    private void follow(TraceEvent event, boolean counted) {
        HartTime hart = harts.computeIfAbsent(new Hart(event.host(), event.hart()), any -> new HartTime());
        hart.advance(event.cycle(), event.instret());
        switch (event.kind()) {
            case VM_EXIT -> {
                hart.giveTo(HartTime.VMM);
                Exit exit = new Exit(event.vm(), event.arg(0));
                open.put(vcpu(event), new Open(exit, event.cycle(), counted));
                if (counted) {
                    exits.merge(exit, Cost.NONE.counted(), Cost::plus);
                }
            }
            case VM_ENTRY -> {
                hart.giveTo(event.vm());
                close(event);
            }
            case VCPU_PUT -> close(event);
            case IDLE -> hart.waited(event.arg(0));
            default -> { }
        }
    }

    private void close(TraceEvent event) {
        Open exit = open.remove(vcpu(event));
        if (exit != null && exit.counted) {
            exits.computeIfPresent(exit.exit, (any, cost) -> cost.timed(event.cycle() - exit.cycle));
        }
    }

    /** A vCPU stays the same when it changes its hart. */
    private static EventOrigin vcpu(TraceEvent event) {
        return new EventOrigin(event.host(), event.vm(), event.vcpu(), EventOrigin.NONE);
    }

    /** Returns how many events were counted. */
    public long events() {
        return events;
    }

    public Map<EventKind, Long> kinds() {
        return Collections.unmodifiableMap(kinds);
    }

    public Map<Exit, Cost> exits() {
        return Collections.unmodifiableMap(exits);
    }

    /** Returns the exits of all VMs by cause, the most frequent first. */
    public Map<Long, Cost> exitsByCause() {
        return byCost(Exit::cause);
    }

    /** Returns the exits of all causes by VM, the most frequent first. */
    public Map<Integer, Cost> exitsByVm() {
        return byCost(Exit::vm);
    }

    public Map<Emulation, Long> emulations() {
        return Collections.unmodifiableMap(emulations);
    }

    public Map<Trap, Long> traps() {
        return Collections.unmodifiableMap(traps);
    }

    /** Returns how often each cause was handed to a guest's own kernel. */
    public Map<Long, Long> reflections() {
        return Collections.unmodifiableMap(reflections);
    }

    /** Returns how often each interrupt was injected. */
    public Map<Long, Long> injections() {
        return Collections.unmodifiableMap(injections);
    }

    public Map<ModeChange, Long> modeChanges() {
        return Collections.unmodifiableMap(modeChanges);
    }

    /** Returns whose the harts' time was, up to the last event. */
    public Time time() {
        Map<Integer, Long> cycles = new TreeMap<>();
        Map<Integer, Long> instructions = new TreeMap<>();
        long idle = 0;
        for (HartTime hart : harts.values()) {
            idle += hart.idle();
            hart.shares().forEach((vm, share) -> {
                cycles.merge(vm, share.cycles, Long::sum);
                instructions.merge(vm, share.instructions, Long::sum);
            });
        }
        Long vmmCycles = cycles.remove(HartTime.VMM);
        Long vmmInstructions = instructions.remove(HartTime.VMM);
        return new Time(Collections.unmodifiableMap(cycles), Collections.unmodifiableMap(instructions),
            vmmCycles == null ? 0 : vmmCycles, vmmInstructions == null ? 0 : vmmInstructions, idle);
    }

    /** Returns tables for people. */
    public String toText(TraceNames names) {
        return new StatisticsText(this, names).render();
    }

    /** Returns one JSON object. */
    public String toJson(TraceNames names) {
        return new StatisticsJson(this, names).render();
    }

    private <K> Map<K, Cost> byCost(Function<Exit, K> key) {
        Map<K, Cost> sums = new LinkedHashMap<>();
        exits.forEach((exit, cost) -> sums.merge(key.apply(exit), cost, Cost::plus));
        Map<K, Cost> sorted = new LinkedHashMap<>();
        // Stable: of equal counts the lower id or cause comes first.
        sums.entrySet().stream().sorted(Comparator.comparingLong(entry -> -entry.getValue().count()))
            .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
