// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.lockstep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.trapline.isa.Registers;
import org.trapline.machine.Machine;
import org.trapline.machine.StopReason;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.mmu.FastState;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;

/**
 * Machines with the same program, each with another engine. They stop together, and must be in the same state then, to the instruction and the cycle, and have
 * recorded the same events: at the end of every block, or after any number of instructions, so that compiled code has room to be used.
 */
public final class Lockstep {
    /** Everything is compared at each so many stops. */
    private static final int DIGEST_EVERY = 256;
    private static final int REGISTERS = 32;
    private static final int TRACE_EVENTS = 1 << 14;
    /** The longest stretch without a jump. */
    private static final int LONGEST_BLOCK = 64;
    /** Blocks in a row after each of which is a stop. */
    private static final int BLOCKS = 8;

    private final List<String> names;
    private final List<Machine> machines;
    private final List<TraceBuffer> traces = new ArrayList<>();
    private final Random random;
    private long compared;
    private int stops;

    /**
     * Takes machines that have been booted.
     * @param machines by what they are to be called; all are compared with the first
     * @param seed     of the numbers of instructions after which they stop
     */
    public Lockstep(Map<String, Machine> machines, long seed) {
        names = List.copyOf(machines.keySet());
        this.machines = List.copyOf(machines.values());
        random = new Random(seed);
        for (Machine machine : this.machines) {
            TraceBuffer trace = new TraceBuffer(TRACE_EVENTS, new NameTable());
            machine.setTrace(trace, 0);
            traces.add(trace);
        }
    }

    /** Makes a machine with each engine that there is. */
    public static Lockstep of(Function<Engines, Machine> maker, long seed) {
        return of(engines(), maker, seed);
    }

    /** Makes a machine with each of some engines. */
    public static Lockstep of(Map<String, Engines> engines, Function<Engines, Machine> maker, long seed) {
        Map<String, Machine> machines = new LinkedHashMap<>();
        engines.forEach((name, each) -> machines.put(name, maker.apply(each)));
        return new Lockstep(machines, seed);
    }

    /** Returns all engines that there are; the first does one instruction after the other. */
    public static Map<String, Engines> engines() {
        Map<String, Engines> all = new LinkedHashMap<>();
        all.put("the interpreter", Engines.INTERPRETER);
        all.put("superinstructions", Engines.IMPATIENT);
        all.put("compiled blocks", Engines.blocks());
        all.put("compiled code", Engines.eager());
        return all;
    }

    /** Returns the interpreter, and the compiler as machines usually have it: it works in the background, and what it makes comes into use when it does. */
    public static Map<String, Engines> usual() {
        Map<String, Engines> both = new LinkedHashMap<>();
        both.put("the interpreter", Engines.INTERPRETER);
        both.put("the compiler", Engines.jit());
        return both;
    }

    public List<Machine> machines() {
        return machines;
    }

    /** Returns the machine that the others are compared with. */
    public Machine first() {
        return machines.getFirst();
    }

    /** Does the same to all machines. */
    public void each(Consumer<Machine> action) {
        machines.forEach(action);
    }

    /**
     * Runs all for so many instructions and compares them.
     * @throws Divergence if they differ
     */
    public StopReason run(long instructions) {
        return others(instructions, first().run(instructions));
    }

    /**
     * Runs all to the end of the block that they are in, and compares them.
     * @throws Divergence if they differ
     */
    public StopReason runBlock() {
        long before = first().instret();
        StopReason reason = StopReason.LIMIT;
        boolean ends = false;
        while (reason == StopReason.LIMIT && !ends && first().instret() - before < LONGEST_BLOCK) {
            long pc = first().current().pc();
            reason = first().run(1);
            long step = first().current().pc() - pc;
            ends = step != Short.BYTES && step != Integer.BYTES;
        }
        // What put an end to it may have come before another instruction.
        return others(first().instret() - before + (reason == StopReason.LIMIT ? 0 : 1), reason);
    }

    private StopReason others(long instructions, StopReason reason) {
        for (Machine machine : machines.subList(1, machines.size())) {
            StopReason other = machine.run(instructions);
            if (other != reason) {
                throw divergence("end", reason, other, machine);
            }
        }
        compare();
        return reason;
    }

    /** Runs all for any number of instructions, at most so many, and compares them. */
    public StopReason runSome(int max) {
        return run(1 + random.nextInt(max));
    }

    /**
     * Runs all for about so many instructions altogether: some blocks one by one, then some stretches of any length up to {@code max}, and so on. In the end
     * everything is compared.
     * @return why they stopped
     * @throws Divergence if they differ
     */
    public StopReason runLong(long instructions, int max) {
        long until = first().instret() + instructions;
        StopReason reason = StopReason.LIMIT;
        for (int turn = 0; reason == StopReason.LIMIT && first().instret() < until; turn++) {
            reason = turn / BLOCKS % 2 == 0 ? runBlock() : runSome(max);
        }
        compareAll();
        return reason;
    }

    private void compare() {
        for (int i = 1; i < machines.size(); i++) {
            compareHarts(machines.get(i));
        }
        compareEvents();
        if (++stops % DIGEST_EVERY == 0) {
            compareAll();
        }
    }

    /**
     * Compares everything.
     * @throws Divergence if something differs
     */
    public void compareAll() {
        String digest = first().digest();
        for (Machine machine : machines.subList(1, machines.size())) {
            String other = machine.digest();
            if (!other.equals(digest)) {
                throw divergence("the digest of all state", digest, other, machine);
            }
        }
    }

    private void compareHarts(Machine machine) {
        for (int number = 0; number < machine.harts().size(); number++) {
            Hart one = first().harts().get(number);
            Hart other = machine.harts().get(number);
            same("pc", one, other, machine, Hart::pc);
            same("cycle", one, other, machine, Hart::cycle);
            same("instret", one, other, machine, Hart::instret);
            for (int i = 1; i < REGISTERS; i++) {
                if (one.x()[i] != other.x()[i]) {
                    throw divergence(Registers.abiName(i), hex(one.x()[i]), hex(other.x()[i]), machine);
                }
            }
            for (int i = FastState.FLOATS; i < FastState.FLOATS + REGISTERS; i++) {
                if (one.x()[i] != other.x()[i]) {
                    throw divergence(Registers.floatAbiName(i - FastState.FLOATS), hex(one.x()[i]), hex(other.x()[i]), machine);
                }
            }
        }
    }

    private void same(String what, Hart one, Hart other, Machine machine, ToLongFunction<Hart> value) {
        if (value.applyAsLong(one) != value.applyAsLong(other)) {
            throw divergence(what, hex(value.applyAsLong(one)), hex(value.applyAsLong(other)), machine);
        }
    }

    private void compareEvents() {
        TraceBuffer trace = traces.getFirst();
        TraceEvent one = new TraceEvent();
        TraceEvent other = new TraceEvent();
        for (int i = 1; i < machines.size(); i++) {
            if (traces.get(i).nextSeq() != trace.nextSeq()) {
                throw divergence("the number of events", trace.nextSeq(), traces.get(i).nextSeq(), machines.get(i));
            }
            for (long seq = Math.max(compared, trace.firstSeq()); seq < trace.nextSeq(); seq++) {
                if (trace.read(seq, one) && traces.get(i).read(seq, other) && !one.sameAs(other)) {
                    throw divergence("event " + seq, text(one), text(other), machines.get(i));
                }
            }
        }
        compared = trace.nextSeq();
    }

    private static String text(TraceEvent event) {
        return "%s at 0x%x, cycle %d, with 0x%x, 0x%x, 0x%x, 0x%x".formatted(event.kind().label(), event.pc(), event.cycle(), event.arg(0), event.arg(1),
            event.arg(2), event.arg(3));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private Divergence divergence(String what, Object first, Object other, Machine machine) {
        return new Divergence("%s is %s with %s, %s with %s, after %d instructions".formatted(what, first, names.getFirst(), other,
            names.get(machines.indexOf(machine)), first().instret()));
    }
}
