// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.machine.debug.Stop;
import org.trapline.machine.device.Clock;
import org.trapline.machine.firmware.SbiFirmware;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.platform.PlatformConfig;
import org.trapline.machine.replay.Replayable;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.code.SnapshotAction;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.StateImage;

/**
 * A physical machine that runs. Its time is virtual: it is counted in the cycles of its harts and nothing else, so a run with the same inputs is
 * the same run, instruction by instruction.
 *
 * <p>One thread runs the machine; only {@link #stop} and {@link #type} may be called by others.
 */
public final class Machine implements Replayable {
    /** Cycles after which another hart gets its turn. Turns begin at multiples of this, however the machine is stopped and run. */
    private static final long TURN = 1_000;
    /** Cycles after which the machine looks whether it is to stop. */
    private static final long SLICE = 1_000_000;
    /** So many traps without an instruction in between are a loop. */
    private static final long TRAP_LOOP = 1_000_000;
    /** Ten seconds. */
    private static final long PATIENCE = 1_000_000_000;

    private static final String STATE = "machine";
    private static final String INPUTS = "inputs";

    private final MachineConfig config;
    private final List<Partition> partitions = new ArrayList<>();
    /** All that run, by their number in the machine. */
    private final List<Hart> harts = new ArrayList<>();
    private final Ram ram;
    private final ConsoleInput input = new ConsoleInput();
    // Whose turn it is, until when, and up to which cycle all harts have run.
    private Hart current;
    private int turn;
    private long turnEnd;
    private long now;
    private long idleCycles;
    private StopReason ended;
    private long idleLimit = Long.MAX_VALUE;
    private Stop lastStop;
    private boolean resetRequested;
    private int exitCode;
    // Where runTo() ends.
    private long lastInstant = Long.MAX_VALUE;
    private volatile boolean stopRequested;

    public Machine(MachineConfig config) {
        this.config = config;
        ram = new Ram(config.ramSize());
        Outcomes outcomes = new Outcomes();
        if (config.partitions().isEmpty()) {
            partitions.add(new Partition("", power -> new Platform(new PlatformConfig(config.isa(), config.harts(), ram, 0, config.ramSize(), this::ticks,
                config.console(), power, config.startNanos(), config.hardwareAd(), config.quirks(), config.virtio(), config.aclint(), List.of()),
                config.engines()), outcomes));
        }
        for (PartitionConfig each : config.partitions()) {
            partitions.add(new Partition(each.name(), power -> new Platform(new PlatformConfig(config.isa(), each.harts().size(), ram, each.ramFirst(),
                each.ramSize(), this::ticks, each.console(), power, config.startNanos(), config.hardwareAd(), config.quirks(), each.virtio(),
                config.aclint(), each.harts()), config.engines()), outcomes));
        }
        for (int number = 0; number < config.harts(); number++) {
            Hart hart = hart(number);
            if (hart != null) {
                harts.add(hart);
            }
        }
        current = harts.getFirst();
        turnEnd = harts.size() == 1 ? Long.MAX_VALUE : TURN;
    }

    /** Returns the hart that has a number in the machine; null if it belongs to no partition. */
    private Hart hart(int number) {
        for (Partition partition : partitions) {
            for (Hart hart : partition.platform().harts()) {
                if (partition.platform().machineNumber(hart.id()) == number) {
                    return hart;
                }
            }
        }
        return null;
    }

    /** What comes of the partitions. */
    private final class Outcomes implements Partition.Outcomes {
        @Override
        public void switchedOff(Partition partition) {
            if (partitions.stream().allMatch(Partition::isOff)) {
                powerOff(partitions.stream().mapToInt(Partition::exitCode).filter(code -> code != 0).findFirst().orElse(0));
                current.pause();
            } else {
                partition.platform().harts().forEach(Hart::park);
            }
        }

        @Override
        public void resetRequested(Partition partition) {
            resetRequested = true;
            current.pause();
        }

        @Override
        public Hart current() {
            return current;
        }

        @Override
        public int addInput(InputPort port) {
            return Machine.this.addInput(port);
        }
    }

    private long ticks() {
        // Devices are also looked at while no hart runs, and before there is one.
        return current == null ? 0 : present() / Clock.CYCLES_PER_TICK;
    }

    /**
     * Returns the machine's time in cycles. It never goes back: while the harts have their turns of a round, each of them moves it by its part
     * of the round, so that what one hart has written down no other reads as the future.
     */
    private long present() {
        if (harts.size() == 1) {
            return current.cycle();
        }
        long done = Math.min(Math.max(current.cycle() - now, 0), TURN);
        return now + (turn * TURN + done) / harts.size();
    }

    // ---- parts ----

    public MachineConfig config() {
        return config;
    }

    /** Returns harts, memory and devices; of a machine that is cut up, those of its first partition. */
    public Platform platform() {
        return partitions.getFirst().platform();
    }

    /** Returns the pieces it is cut into; a single one if it is not. */
    public List<Partition> partitions() {
        return Collections.unmodifiableList(partitions);
    }

    /** Returns the harts of all partitions, by their number in the machine. */
    public List<Hart> harts() {
        return Collections.unmodifiableList(harts);
    }

    public Ram ram() {
        return ram;
    }

    /** Returns the cycles that have passed on every hart. */
    public long now() {
        return now;
    }

    /** The instant is told by the cycles of all harts. */
    @Override
    public long instant() {
        long sum = 0;
        for (Hart hart : harts) {
            sum += hart.cycle();
        }
        return sum;
    }

    /** Returns the hart whose turn it is. */
    public Hart current() {
        return current;
    }

    /** Returns how many cycles have passed, since the machine was made, in which all harts waited. */
    public long idleCycles() {
        return idleCycles;
    }

    /** Returns how many instructions all harts have retired. */
    @Override
    public long instret() {
        long sum = 0;
        for (Hart hart : harts) {
            sum += hart.instret();
        }
        return sum;
    }

    // ---- starting ----

    /** Starts a machine in one piece as {@link Partition#boot} does. */
    public void boot(long entry, Runnable loader) {
        ended = null;
        partitions.getFirst().boot(entry, loader);
    }

    /** Starts a machine in one piece as {@link Partition#bootFirmware} does. */
    public SbiFirmware bootFirmware(long entry, Runnable loader) {
        ended = null;
        return partitions.getFirst().bootFirmware(entry, loader);
    }

    /** Starts the machine again as software that asks for a reset does. To be called while it does not run. */
    public void reset() {
        resetRequested = false;
        ended = null;
        partitions.forEach(Partition::reset);
    }

    /** Starts the partitions again whose software has asked for it. */
    private void resetWhereRequested() {
        resetRequested = false;
        ended = null;
        for (Partition partition : partitions) {
            if (partition.isResetRequested()) {
                partition.reset();
            }
        }
    }

    /**
     * Lets a program say by HTIF how it ended.
     * @param tohost physical address of its {@code tohost}, which is the machine's from now on
     */
    public void attachHtif(long tohost) {
        partitions.getFirst().attachHtif(tohost);
    }

    /** Types at the console; may be called by any thread. */
    public void type(byte[] bytes) {
        type(0, bytes);
    }

    /** Types at a port; may be called by any thread. */
    public void type(int port, byte[] bytes) {
        input.offer(port, bytes);
    }

    /** Returns how many bytes were typed at a port that it has not received yet; may be called by any thread. */
    public int typedAhead(int port) {
        return input.waiting(port);
    }

    /**
     * Adds a place where bytes come in from outside, such as the console of a hypervisor's guest.
     * @return its number; 0 is the machine's own console
     */
    public int addInput(InputPort port) {
        return input.add(port);
    }

    /** Returns what was typed so far and when the machine received it. */
    public List<InputEvent> inputLog() {
        return input.log();
    }

    /** Returns what is known to be typed, and when, because the machine repeats another run or has gone back in its own. */
    public List<InputEvent> inputAhead() {
        return input.future();
    }

    /** Tells whether there is any {@link #inputAhead}. */
    public boolean isInputNoted() {
        return input.nextCycle() != Long.MAX_VALUE;
    }

    /** Types what was typed in another run, at the same instants, from now on. */
    public void replay(List<InputEvent> events) {
        input.replay(events);
    }

    /** Ends the run as the power switch does; 0 means success. */
    public void powerOff(int code) {
        ended = StopReason.POWERED_OFF;
        exitCode = code;
    }

    /** Returns what software said when it switched the machine off; 0 is success. */
    public int exitCode() {
        return exitCode;
    }

    /** Records events of all harts from now on; null for none. */
    public void setTrace(TraceBuffer trace, int hostId) {
        for (Partition partition : partitions) {
            for (Hart hart : partition.platform().harts()) {
                hart.setTrace(trace, EventOrigin.ofHart(hostId, partition.platform().machineNumber(hart.id())));
            }
        }
    }

    // ---- running ----

    /** Makes {@link #run} come back soon; may be called by any thread. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Lets the machine run.
     * @param instructions after how many retired instructions to stop
     */
    public StopReason run(long instructions) {
        return run(instructions, Long.MAX_VALUE);
    }

    /**
     * Lets the machine run, but not long.
     * @param instructions after how many retired instructions to stop
     * @param until        the cycle at which the hart that runs stops; an instruction or trap that begins before it may end after it, and a
     *                     wait for an interrupt is not cut short
     */
    public StopReason run(long instructions, long until) {
        return run(instructions, until, Long.MAX_VALUE);
    }

    /**
     * Lets the machine run to an instant, or just beyond if something that begins before takes longer.
     * @param instant as {@link #instant} counts
     */
    public StopReason runTo(long instant) {
        return runTo(Long.MAX_VALUE, instant);
    }

    @Override
    public StopReason runTo(long instructions, long instant) {
        return run(Math.max(0, instructions - instret()), Long.MAX_VALUE, instant);
    }

    /**
     * Lets the machine run, but neither long nor beyond an instant.
     * @param instructions after how many retired instructions to stop
     * @param until        a cycle, as for {@link #run(long, long)}
     * @param instant      as for {@link #runTo}
     */
    public StopReason run(long instructions, long until, long instant) {
        lastInstant = instant;
        return runOn(instructions, until);
    }

    @Override
    public StopReason step() {
        return run(Long.MAX_VALUE, current.cycle() + 1);
    }

    /**
     * Sets up to which cycle the machine lets time pass when all harts wait; {@link #run} returns TIME before it would pass more. Whoever runs
     * several machines that can wake each other keeps each from passing the time at which another still may.
     */
    public void setIdleLimit(long cycle) {
        idleLimit = cycle;
    }

    /**
     * Returns the cycle before which nothing happens unless it comes from outside: the present one if a hart has something to do, else that of
     * the next event; {@link Long#MAX_VALUE} if there is none.
     */
    public long nextCycle() {
        return ended == null && !resetRequested && isIdle() ? Math.max(now, nextEventCycle()) : now;
    }

    private boolean isIdle() {
        return turn == 0 && current.cycle() == now && areAllWaiting();
    }

    /**
     * Returns the first cycle, not before one, to which the machine as a whole can be brought: several harts have their turns of a round one after the
     * other, and the machine's time moves on when all have had theirs.
     */
    public long meeting(long cycle) {
        return harts.size() == 1 || cycle > Long.MAX_VALUE - TURN ? cycle : (cycle + TURN - 1) / TURN * TURN;
    }

    /** Lets time pass up to a cycle if nothing happens before. */
    public void letPass(long cycle) {
        if (cycle <= now || !isIdle() || nextEventCycle() < cycle) {
            return;
        }
        if (harts.size() > 1) {
            skipRounds(cycle);
            return;
        }
        idleCycles += cycle - now;
        idle(current, cycle);
        now = cycle;
    }

    private StopReason runOn(long instructions, long until) {
        stopRequested = false;
        long start = instret();
        long limit = instructions > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + instructions;
        StopReason reason = null;
        while (reason == null) {
            if (resetRequested) {
                resetWhereRequested();
            }
            reason = ended != null ? ended : stopRequested ? StopReason.STOPPED : step(limit, until);
        }
        return reason;
    }

    /** Lets the hart whose turn it is run for a while; returns why the machine must stop, or null. */
    private StopReason step(long limit, long until) {
        long left = limit - instret();
        if (left <= 0) {
            return StopReason.LIMIT;
        }
        long room = lastInstant == Long.MAX_VALUE ? SLICE : lastInstant - instant();
        if (room <= 0) {
            return StopReason.TIME;
        }
        for (Partition partition : partitions) {
            if (!partition.isOff()) {
                partition.platform().advance();
            }
        }
        if (turn == 0 && current.cycle() == now) {
            receive();
            if (areAllWaiting()) {
                long event = nextEventCycle();
                if (event == Long.MAX_VALUE) {
                    return StopReason.WAITING;
                }
                if (event >= idleLimit) {
                    return StopReason.TIME;
                }
                skipRounds(event);
            }
        }
        if (current.isWaiting()) {
            idle();
        } else {
            current.run(Math.min(Math.min(nextEvent(), until), Math.min(turnEnd, current.cycle() + Math.min(Math.min(left, room), SLICE))));
        }
        StopReason reason = observed();
        if (reason == null && current.cycle() >= until) {
            reason = StopReason.TIME;
        }
        if (current.cycle() >= turnEnd) {
            nextTurn();
        } else if (harts.size() == 1) {
            now = current.cycle();
        }
        return reason;
    }

    /** Lets time pass up to the next event, or the end of the turn. */
    private void idle() {
        long until = Math.min(nextEvent(), turnEnd == Long.MAX_VALUE ? current.cycle() + SLICE : turnEnd);
        idleCycles += harts.size() == 1 ? until - current.cycle() : 0;
        idle(current, until);
    }

    private static void idle(Hart hart, long until) {
        if (hart.trace() != null && !hart.isParked() && until > hart.cycle()) {
            hart.record(EventKind.IDLE, hart.pc(), until - hart.cycle(), 0, 0, 0);
        }
        hart.skipTo(until);
    }

    /** Lets the rounds pass in which nothing happens, when all harts wait; the round of the event is an ordinary one. */
    private void skipRounds(long event) {
        if (harts.size() == 1 || event - now < TURN) {
            return;
        }
        idleCycles -= now;
        now = event / TURN * TURN;
        idleCycles += now;
        turnEnd = now + TURN;
        for (Hart hart : harts) {
            idle(hart, now);
        }
    }

    /** Returns the machine's time at which the next device or input is due; {@link Long#MAX_VALUE} if none. */
    private long nextEventCycle() {
        // A tick is over when the cycle begins at which the clock shows it.
        long tick = Long.MAX_VALUE;
        for (Partition partition : partitions) {
            tick = Math.min(tick, partition.isOff() ? Long.MAX_VALUE : partition.platform().nextTick());
        }
        long event = tick > Long.MAX_VALUE / Clock.CYCLES_PER_TICK ? Long.MAX_VALUE : tick * Clock.CYCLES_PER_TICK;
        return Math.min(event, input.nextCycle());
    }

    /** Returns the cycle of the hart whose turn it is at which the next device or input is due, but not the present one. */
    private long nextEvent() {
        long event = nextEventCycle();
        if (harts.size() > 1) {
            event = event - now >= TURN ? Long.MAX_VALUE : now + (event - now) * harts.size() - turn * TURN;
        }
        return Math.max(event, current.cycle() + 1);
    }

    private void receive() {
        while (input.receive(now) != null) {
            // One byte after the other.
        }
    }

    private boolean areAllWaiting() {
        for (Hart hart : harts) {
            if (!hart.isWaiting()) {
                return false;
            }
        }
        return true;
    }

    private StopReason observed() {
        Stop stop = current.debug().takeStop();
        if (stop != null) {
            lastStop = stop;
            return switch (stop) {
                case Stop.AtBreakpoint _ -> StopReason.BREAKPOINT;
                case Stop.AtWatchpoint _ -> StopReason.WATCHPOINT;
                case Stop.AfterTrap _ -> StopReason.TRAP;
            };
        }
        return current.barrenTraps() >= TRAP_LOOP && isStuck() ? StopReason.TRAP_LOOP : null;
    }

    /** Tells whether nothing goes on but traps: no other hart does something, and nothing is going to happen soon that could end it. */
    private boolean isStuck() {
        for (Hart hart : harts) {
            if (hart.state().isInterruptReady() || !hart.isWaiting() && hart.barrenTraps() < TRAP_LOOP) {
                return false;
            }
        }
        return nextEventCycle() - now > PATIENCE;
    }

    /** Gives the turn to the next hart; when all have had it, the machine's time is where theirs is. */
    private void nextTurn() {
        do {
            turn = (turn + 1) % harts.size();
            // A store of another hart between lr and sc must make sc fail; without a turn in between there is none.
            current.mmu().dropReservation();
            current = harts.get(turn);
        } while (turn != 0 && sleptThrough());
        if (turn == 0) {
            now = turnEnd;
            turnEnd += TURN;
        }
    }

    /** Lets the turn of a hart pass that waits all the while, if nobody wants to know every instant. */
    private boolean sleptThrough() {
        if (lastInstant != Long.MAX_VALUE || !current.isWaiting() || nextEvent() < turnEnd) {
            return false;
        }
        idle(current, turnEnd);
        return true;
    }

    @Override
    public TraceBuffer trace() {
        return harts.getFirst().trace();
    }

    @Override
    public void shown() {
        harts.forEach(hart -> hart.debug().shown());
    }

    @Override
    public void mark(SnapshotAction action, long number) {
        if (current.trace() != null) {
            current.record(EventKind.SNAPSHOT, current.pc(), action.ordinal(), number, 0, 0);
        }
    }

    /** Returns what made {@link #run} come back with BREAKPOINT, WATCHPOINT or TRAP last; null before that. */
    public Stop lastStop() {
        return lastStop;
    }

    // ---- state ----

    @Override
    public void exchange(StateExchange state) {
        state.fixed("isa", config.isa().toString());
        state.fixed("harts", harts.size());
        state.fixed("memory", config.ramSize());
        state.pages("ram", ram);
        now = state.number("now", now);
        turn = state.number("turn", turn, 0, harts.size() - 1);
        turnEnd = state.number("turnEnd", turnEnd);
        if (state.isRestoring()) {
            // It follows from the others; a forged one must not keep the harts from going on.
            turnEnd = harts.size() == 1 ? Long.MAX_VALUE : now + TURN;
        }
        idleCycles = state.number("idleCycles", idleCycles);
        ended = state.optional("ended", StopReason.class, ended);
        exitCode = state.number("machineExitCode", exitCode);
        resetRequested = state.flag("machineResetRequested", resetRequested);
        state.part("input", input);
        if (config.partitions().isEmpty()) {
            partitions.getFirst().exchange(state);
        } else {
            partitions.forEach(partition -> state.part("partition " + partition.name(), partition));
        }
        if (state.isRestoring()) {
            current = harts.get(turn);
        }
    }

    /** Returns the state, and what was typed and has not arrived yet. */
    public Snapshot snapshot() {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("isa", config.isa().toString());
        about.put("harts", Integer.toString(harts.size()));
        about.put("memory", Long.toString(config.ramSize()));
        about.put("instructions", Long.toString(instret()));
        about.put("cycles", Long.toString(now));
        Map<String, StateImage> states = new LinkedHashMap<>();
        states.put(STATE, StateImage.of(this));
        states.put(INPUTS, StateImage.of(input::exchangeNotes));
        return new Snapshot(about, states);
    }

    /**
     * Brings a state back, of this machine or another of the same shape, which has been booted: from here a new future begins.
     * @throws StateException if it does not fit; then nothing has been changed
     */
    public void restore(Snapshot snapshot) {
        check(snapshot);
        snapshot.state(STATE).restore(this);
        snapshot.state(INPUTS).restore(input::exchangeNotes);
    }

    /**
     * Makes sure that a state fits.
     * @throws StateException if it does not
     */
    public void check(Snapshot snapshot) {
        snapshot.state(STATE).check(this);
        snapshot.state(INPUTS).check(input::exchangeNotes);
    }

    /** Returns a digest of the whole state: harts, devices and memory. Two machines in the same state have the same digest. */
    public String digest() {
        return StateImage.of(this).digest();
    }
}
