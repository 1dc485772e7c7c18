// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.debug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.mmu.AccessObserver;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * The points at which a hart is to stop, by virtual address in whatever address space it is in, and the traps that are to stop it.
 *
 * <p>A vCPU's hart has a unit as well. The guest's instructions are executed by a physical hart, so that hart's unit looks for both: for its
 * own points always, for a guest's while it is {@link #enter entered}. What the vCPU's hart carries out itself, for a VMM, its own unit sees. Either
 * way it is the physical hart that stops.
 */
public final class DebugUnit implements AccessObserver, Stateful {
    private static final long NEVER = -1;

    private final Hart hart;
    private long[] breakpoints = {};
    private Watchpoint[] watchpoints = {};
    private TrapCatch[] catches = {};
    // Of a physical hart: who may run on it, who does, and what stopped it.
    private final List<DebugUnit> guests = new ArrayList<>();
    private Watchpoint[] allWatchpoints = {};
    private DebugUnit guest;
    private Stop stop;
    private Onlooker onlooker;
    // Of a vCPU's: where it runs, and since when.
    private final List<DebugUnit> carriers = new ArrayList<>();
    private DebugUnit carrier;
    private UnaryOperator<Csr> places;
    private long enteredAt;
    private Carriage carriage;
    private long traps;
    // Where somebody has seen the hart stand, so that it need not stop there again before it has got on.
    private long shownPc;
    private long shownAt = NEVER;
    // Since when an instruction is held that is to go on the next time.
    private long heldAt = NEVER;

    /** Creates the unit of a hart, without any points. */
    public DebugUnit(Hart hart) {
        this.hart = hart;
    }

    // ---- points ----

    /** Replaces the addresses before whose instructions to stop. */
    public void setBreakpoints(Collection<Long> addresses) {
        breakpoints = addresses.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
        changed(DebugUnit::refreshBreakpoints);
    }

    /** Returns them, rising. */
    public List<Long> breakpoints() {
        return LongStream.of(breakpoints).boxed().toList();
    }

    /** Replaces the ranges before accesses to which to stop. */
    public void setWatchpoints(Collection<Watchpoint> ranges) {
        // In an order of their own, so that of several that an access touches always the same one is told.
        watchpoints = ranges.stream().sorted(Comparator.comparingLong(Watchpoint::va).thenComparing(Watchpoint::length).thenComparing(Watchpoint::kind))
            .toArray(Watchpoint[]::new);
        if (!carriers.isEmpty()) {
            refreshWatchpoints();
        }
        changed(DebugUnit::refreshWatchpoints);
    }

    public List<Watchpoint> watchpoints() {
        return List.of(watchpoints);
    }

    /** Replaces the traps after which to stop. */
    public void setCatches(Collection<TrapCatch> traps) {
        catches = traps.toArray(TrapCatch[]::new);
        hart.observersChanged();
        carriers.forEach(carrier -> carrier.hart.observersChanged());
    }

    /** Tells whether there are traps that stop the hart or a vCPU that may run on it. */
    public boolean catchesTraps() {
        return catches.length > 0 || guests.stream().anyMatch(DebugUnit::catchesTraps);
    }

    public List<TrapCatch> catches() {
        return List.of(catches);
    }

    private void changed(Consumer<DebugUnit> refresh) {
        if (carriers.isEmpty()) {
            refresh.accept(this);
        } else {
            carriers.forEach(refresh);
        }
    }

    private void refreshBreakpoints() {
        hart.setBreakpoints(Stream.concat(Stream.of(this), guests.stream()).flatMapToLong(DebugUnit::places).sorted().distinct().toArray());
    }

    private LongStream places() {
        final LongStream own = LongStream.of(breakpoints);
        return carriage == null ? own : LongStream.concat(own, LongStream.of(breakpoints).flatMap(pc -> LongStream.of(carriage.places(pc))));
    }

    private void refreshWatchpoints() {
        allWatchpoints = Stream.concat(Stream.of(this), guests.stream()).flatMap(unit -> Stream.of(unit.watchpoints)).toArray(Watchpoint[]::new);
        hart.mmu().observeAccesses(allWatchpoints.length == 0 && onlooker == null ? null : this);
    }

    /** Lets somebody see what the hart itself accesses; null for nobody. */
    public void setOnlooker(Onlooker newOnlooker) {
        onlooker = newOnlooker;
        refreshWatchpoints();
    }

    // ---- guests ----

    /** Says that a vCPU may run on this physical hart. */
    public void mayCarry(DebugUnit vcpu) {
        guests.add(vcpu);
        vcpu.carriers.add(this);
        hart.observersChanged();
    }

    /** Says that a vCPU, which is on no hart, will not run on this one any more. */
    public void forget(DebugUnit vcpu) {
        guests.remove(vcpu);
        vcpu.carriers.remove(this);
        hart.observersChanged();
        refreshBreakpoints();
        refreshWatchpoints();
    }

    /** The instructions that the hart executes from now on are the vCPU's. */
    public void enter(DebugUnit vcpu) {
        guest = vcpu;
        vcpu.carrier = this;
        vcpu.places = null;
        vcpu.enteredAt = hart.instret();
    }

    /**
     * As {@link #enter(DebugUnit)}, with some of the vCPU's registers in others of this hart.
     * @param places gives the hart's register that stands for one of the vCPU's, or null
     */
    public void enter(DebugUnit vcpu, UnaryOperator<Csr> places) {
        enter(vcpu);
        vcpu.places = places;
    }

    /** Returns the register of the hart it runs on that stands for one of the vCPU's now, or null. */
    Csr place(Csr csr) {
        return isCarried() && places != null ? places.apply(csr) : null;
    }

    /** As {@link #enter}, after the state was brought back in which this had happened. */
    public void enteredBefore(DebugUnit vcpu, UnaryOperator<Csr> places, long instret) {
        enter(vcpu, places);
        vcpu.enteredAt = instret;
    }

    /** The instructions that the hart executes from now on are its own, and the vCPU's count includes what it has executed for it. */
    public void leave() {
        guest = null;
    }

    /** Returns the hart that has the registers and executes the instructions now. */
    public Hart active() {
        return isCarried() ? carrier.hart : hart;
    }

    private boolean isCarried() {
        return carrier != null && carrier.guest == this;
    }

    /** Says what a physical hart executes in place of this vCPU's instructions. */
    public void setCarriage(Carriage newCarriage) {
        carriage = newCarriage;
    }

    /** Notes that {@link Carriage#places} are others now. */
    public void placesChanged() {
        if (breakpoints.length > 0) {
            changed(DebugUnit::refreshBreakpoints);
        }
    }

    private boolean isTransformed() {
        return isCarried() && carriage != null && carriage.isActive();
    }

    // ---- registers, wherever they are ----

    /** Returns the address of the next instruction. */
    public long pc() {
        return isTransformed() ? carriage.pc(carrier.hart) : active().pc();
    }

    /**
     * Makes another instruction the next.
     * @return whether the VMM must be called for that to happen
     */
    public boolean setPc(long pc) {
        if (isTransformed()) {
            carriage.setPc(pc);
            return true;
        }
        active().setPc(pc);
        return false;
    }

    /** Returns an integer register. */
    public long x(int register) {
        return isTransformed() ? carriage.x(carrier.hart, register) : active().x()[register];
    }

    /** Changes an integer register, not x0. */
    public void setX(int register, long value) {
        if (isTransformed()) {
            carriage.setX(carrier.hart, register, value);
        } else {
            active().x()[register] = value;
        }
    }

    /** Tells whether a CSR is kept elsewhere than in the hart, for now. */
    boolean keepsElsewhere(Csr csr) {
        return isTransformed() && carriage.keeps(csr);
    }

    /** Returns a CSR that is {@link #keepsElsewhere kept elsewhere}. */
    long csrElsewhere(Csr csr) {
        return carriage.csr(carrier.hart, csr);
    }

    /** Takes notice of a CSR that was written from outside. */
    void csrWritten(Csr csr) {
        if (isTransformed()) {
            carriage.written(carrier.hart, csr);
        }
    }

    /** Returns the hart that has a floating-point register. */
    public Hart floats(int register) {
        return isTransformed() && !carriage.carriesFloat(register) ? hart : active();
    }

    /** Returns the hart that has the flags and the mode of the floating-point unit. */
    Hart floatStatus() {
        return isTransformed() && !carriage.carriesFloats() ? hart : active();
    }

    // ---- standing and going on ----

    /** Returns a number that grows with each instruction that retires and each trap that is taken. */
    public long progress() {
        return hart.instret() + traps + carried();
    }

    /** Returns how many of this vCPU's instructions the hart that it is on has retired since it was put there; 0 if it is on none. */
    public long carried() {
        return isCarried() ? carrier.hart.instret() - enteredAt - (isTransformed() ? carriage.overhead(carrier.hart) : 0) : 0;
    }

    /** Notes that somebody has seen the hart stand where it stands: a breakpoint there does not stop it before it has moved. */
    public void shown() {
        shownPc = pc();
        shownAt = progress();
    }

    /** How far the hart has got is state, so that {@link #progress} goes back with it; what it was seen at is not. */
    @Override
    public void exchange(StateExchange state) {
        traps = state.number("traps", traps);
        if (state.isRestoring()) {
            shownAt = NEVER;
            heldAt = NEVER;
            stop = null;
        }
    }

    /** Is called before the hart goes on: whoever has moved it, or the breakpoint, wants it to stop. */
    public void goOn() {
        if (shownPc != pc() || Arrays.binarySearch(breakpoints, shownPc) < 0) {
            shownAt = NEVER;
        }
        if (heldAt != progress()) {
            heldAt = NEVER;
        }
    }

    private boolean stopsAt(long pc) {
        boolean isHere = breakpoints.length > 0 && Arrays.binarySearch(breakpoints, pc) >= 0;
        return isHere && !(shownPc == pc && shownAt == progress());
    }

    // ---- what the hart tells ----

    /** The engine has come to a breakpoint; returns whether it must stop there, which it has been told as well then. */
    public boolean reached(long pc) {
        boolean own = stopsAt(pc);
        long guestPc = guest == null ? pc : guest.pc();
        boolean ofGuest = guest != null && guest.stopsAt(guestPc);
        if (!own && !ofGuest) {
            return false;
        }
        DebugUnit whose = ofGuest ? guest : this;
        report(new Stop.AtBreakpoint(whose.hart, ofGuest ? guestPc : pc));
        if (own) {
            shown();
        }
        if (ofGuest) {
            guest.shown();
        }
        return true;
    }

    @Override
    public boolean isObserved(long page, long bytes, Access access) {
        if (onlooker != null && onlooker.isWatched(hart, page, bytes, access)) {
            return true;
        }
        for (Watchpoint each : allWatchpoints) {
            // Stores may be atomic operations, which read as well.
            if (each.overlaps(page, bytes) && (access == Access.STORE || each.covers(true, false))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean holds(long va, int bytes, boolean reads, boolean writes) {
        if (holdsFor(this, va, bytes, reads, writes) || guest != null && holdsFor(guest, va, bytes, reads, writes)) {
            return true;
        }
        if (onlooker != null) {
            onlooker.accessing(hart, va, bytes, reads, writes);
        }
        return false;
    }

    private boolean holdsFor(DebugUnit whose, long va, int bytes, boolean reads, boolean writes) {
        for (Watchpoint each : whose.watchpoints) {
            if (each.overlaps(va, bytes) && each.covers(reads, writes) && whose.heldAt != whose.progress()) {
                boolean done = carrier != null;
                report(new Stop.AtWatchpoint(whose.hart, whose == this ? hart.pc() : whose.pc(), each, each.firstIn(va), reads, writes, done));
                whose.heldAt = whose.progress();
                return !done;
            }
        }
        return false;
    }

    /** A trap was taken. */
    public void countTrap() {
        traps++;
    }

    /** Stops the hart if that was wanted after a trap that was taken; its mode is that of the handler. */
    public void trapTaken(Cause cause, long pc, int fromMode) {
        // A trap that a guest's own kernel takes on this hart is the vCPU's.
        DebugUnit whose = guest != null && hart.state().isVirtual() ? guest : this;
        Privilege from = Privilege.ofCode(fromMode);
        Privilege to = hart.state().privilege();
        for (TrapCatch each : whose.catches) {
            if (each.matches(cause, from, to)) {
                report(new Stop.AfterTrap(whose.hart, pc, cause, from, to));
                return;
            }
        }
    }

    private void report(Stop what) {
        DebugUnit executing = carrier != null ? carrier : this;
        if (executing.stop == null) {
            executing.stop = what;
        }
        executing.hart.pause();
    }

    /** Returns what stopped the hart since this was last asked, or null. */
    public Stop takeStop() {
        Stop taken = stop;
        stop = null;
        return taken;
    }
}
