// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.hart;

import java.util.Arrays;
import java.util.Set;
import org.trapline.isa.Cause;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.debug.DebugUnit;
import org.trapline.machine.device.Clock;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamListener;
import org.trapline.machine.mmu.DeviceGate;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Mmu;
import org.trapline.machine.privileged.HartEnvironment;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Quirk;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.Mode;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.code.Access;
import org.trapline.trace.code.Plane;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * A physical hart: registers, privileged state and MMU, and the count of its time. An {@link Engine} executes its instructions; the machine
 * lets it {@link #run}.
 *
 * <p>Time is counted in cycles: one for each instruction that retires, one for each trap, and whatever {@link #charge} adds. It is exact
 * wherever somebody can look: in CSRs, at devices, in traps.
 */
public final class Hart implements HartEnvironment, DeviceGate, RamListener, Stateful {
    /** Registers: x0 to x31 by number, and the {@link #SINK}. */
    public static final int REGISTERS = 33;
    /** Floating-point registers. */
    public static final int FLOATS = 32;
    /** The place that takes what is written to x0, so that {@code x[0]} is always 0. */
    public static final int SINK = FastState.SINK;

    private static final int MODES = 4;
    private static final long NEVER = -1;

    private final long[] x;
    private final PrivilegedState state;
    private final Mmu mmu;
    private final TrapHandler[] residents = new TrapHandler[MODES];
    /** A bit for each mode that has one. */
    private int residentModes;
    private final Clock clock;
    private Engine engine;
    private FenceListener fenceListener;
    private long pc;
    private long cycle;
    private long overhead;
    private long deadline;
    private boolean waiting;
    private boolean parked;
    private boolean attention;
    private boolean pausing;
    // What an observer wants to know.
    private boolean watchesTraps;
    private TraceBuffer trace;
    private EventOrigin origin = EventOrigin.ofHart(EventOrigin.NONE, 0);
    private Plane plane = Plane.PHYSICAL;
    private Hart timeline = this;
    private final DebugUnit debug;
    private long guestTraps;
    private int deviceAccesses;
    private long barrenTraps;
    private long barrenAt;

    /**
     * Creates a hart after reset; it needs an {@link #setEngine engine} before it can run.
     * @param clock      {@code mtime}
     * @param hardwareAd whether page walks set A and D bits, unless extensions Svade and Svadu say
     */
    public Hart(Isa isa, int id, Bus bus, Clock clock, boolean hardwareAd, Set<Quirk> quirks) {
        this.clock = clock;
        mmu = new Mmu(bus, hardwareAd);
        x = mmu.fast().words;
        state = new PrivilegedState(isa, id, this, quirks);
        mmu.connect(state, this);
        debug = new DebugUnit(this);
        for (Bus.Region region : bus.regions()) {
            if (region.ram() != null) {
                region.ram().addListener(this);
            }
        }
    }

    public void setEngine(Engine newEngine) {
        engine = newEngine;
    }

    // ---- state ----

    public int id() {
        return state.hartId();
    }

    /** Returns the registers themselves, by number, and the {@link #SINK}; 0 must stay 0. */
    public long[] x() {
        return x;
    }

    /** Returns a floating-point register's bits; a single-precision value has ones above it. */
    public long f(int register) {
        return x[FastState.FLOATS + register];
    }

    /** Makes the floating-point registers, and what {@code fcsr} holds, the same as another hart's; {@code mstatus.FS} does not notice. */
    public void copyFloats(Hart from) {
        System.arraycopy(from.x, FastState.FLOATS, x, FastState.FLOATS, FLOATS);
        copyFloatStatus(from);
    }

    /** As {@link #copyFloats(Hart)}, only of those registers that have a bit. */
    public void copyFloats(Hart from, int registers) {
        for (int i = 0; i < FLOATS; i++) {
            if ((registers >>> i & 1) != 0) {
                setF(i, from.f(i));
            }
        }
        copyFloatStatus(from);
    }

    private void copyFloatStatus(Hart from) {
        state.floats().flags = from.state.floats().flags;
        state.floats().mode = from.state.floats().mode;
    }

    /** Sets a floating-point register from outside, which {@code mstatus.FS} does not notice. */
    public void setF(int register, long bits) {
        x[FastState.FLOATS + register] = bits;
    }

    public long pc() {
        return pc;
    }

    public void setPc(long newPc) {
        pc = newPc;
    }

    public PrivilegedState state() {
        return state;
    }

    public Mmu mmu() {
        return mmu;
    }

    /** Puts registers and privileged state as they are after reset; time goes on. */
    public void reset(long entry) {
        Arrays.fill(x, 0, REGISTERS, 0);
        Arrays.fill(x, FastState.FLOATS, FastState.FLOATS + FLOATS, 0);
        state.reset();
        mmu.dropReservation();
        waiting = false;
        parked = false;
        pc = entry;
    }

    /** Tells somebody who keeps translations of this hart when to drop them; null for nobody. */
    public void setFenceListener(FenceListener listener) {
        fenceListener = listener;
    }

    /** Lets host software live in a privilege mode; null puts guest code back. */
    public void setResident(Privilege mode, TrapHandler handler) {
        residents[mode.code()] = handler;
        int bit = 1 << mode.code();
        residentModes = handler == null ? residentModes & ~bit : residentModes | bit;
    }

    // ---- time ----

    @Override
    public long cycle() {
        return cycle;
    }

    @Override
    public long instret() {
        return cycle - overhead;
    }

    @Override
    public long time() {
        return clock.ticks();
    }

    /** Returns the cycle at which {@link #run} ends. */
    public long deadline() {
        return deadline;
    }

    /** Sets the time, for the engine that knows how many instructions it has retired, and for a machine that lets it pass. */
    public void setCycle(long newCycle) {
        cycle = newCycle;
    }

    /** Lets cycles pass in which nothing retires, such as those that host software takes. */
    public void charge(long cycles) {
        cycle += cycles;
        overhead += cycles;
    }

    /** Lets time pass without the hart, up to a cycle. */
    public void skipTo(long newCycle) {
        charge(Math.max(0, newCycle - cycle));
    }

    // ---- running ----

    /** Runs until the cycle count is {@code until}, or somebody wants it to {@link #pause}, or it waits for an interrupt. */
    public void run(long until) {
        deadline = until;
        pausing = false;
        while (cycle < deadline && !pausing) {
            if (isWaiting()) {
                return;
            }
            waiting = false;
            attention = false;
            if (state.isInterruptReady()) {
                takeInterrupt();
            } else {
                engine.run();
            }
        }
    }

    /** Tells whether the engine must leave: an interrupt is to be taken, or somebody else has to look at the hart. */
    public boolean hasAttention() {
        return attention;
    }

    /** Makes the engine leave after the current instruction: what it executes may not be there any more. */
    public void attend() {
        attention = true;
    }

    /** Makes {@link #run} end after the current instruction. */
    public void pause() {
        pausing = true;
        attention = true;
    }

    /** Tells whether the hart has nothing to do: it waits for an interrupt that is not pending yet, or is parked. */
    public boolean isWaiting() {
        return parked || waiting && !state.wakes();
    }

    /** Ends a wait that an interrupt has ended, where that interrupt is not taken by {@link #run}. */
    public void endWait() {
        waiting = false;
    }

    /** Stops the hart, whatever interrupts come, until it is {@link #resume}d. */
    public void park() {
        parked = true;
        pause();
    }

    /** Lets a parked hart go on. */
    public void resume() {
        parked = false;
    }

    /** Tells whether the hart is parked. */
    public boolean isParked() {
        return parked;
    }

    /** Returns how many traps were taken since the last instruction that retired. */
    public long barrenTraps() {
        return instret() == barrenAt ? barrenTraps : 0;
    }

    /** Returns how many traps were taken by a guest's own kernel, in VS mode, since this was last asked. */
    public long takeGuestTraps() {
        long taken = guestTraps;
        guestTraps = 0;
        return taken;
    }

    /** Returns how many accesses to devices there were since this was last asked; for whoever carries out one instruction. */
    public int takeDeviceAccesses() {
        int taken = deviceAccesses;
        deviceAccesses = 0;
        return taken;
    }

    private void takeInterrupt() {
        // Afterwards something else may go on.
        barrenAt = NEVER;
        take(state.nextInterrupt(), 0);
    }

    /**
     * Takes an exception that the instruction at the pc has raised; the pc is then that of its handler. For an illegal instruction
     * {@code value} is the instruction's word.
     */
    public void takeException(Cause cause, long value) {
        if (cause == null) {
            // An instruction that an observer holds.
            return;
        }
        if (state.wantsInstruction(cause)) {
            state.setTrapInstruction(TrapInstruction.of(mmu.instructionAt(pc), state.isa(), value, x));
        }
        take(cause, value);
    }

    /** Tells whether a trap concerns nobody but guest code: nobody watches, and no resident handles it. */
    public boolean isQuick(Cause cause) {
        return !watchesTraps && (residentModes >>> state.target(cause).code() & 1) == 0;
    }

    /** As {@link #takeException}, if that {@linkplain #isQuick is quick} and no fault of an access; {@link Mmu#modeChanged} is left to the caller. */
    public void takeQuickly(Cause cause, long value) {
        count();
        pc = state.enterTrapQuietly(cause, pc, value);
        entered();
    }

    /** Returns the number that events have for the present mode. */
    public int shownMode() {
        return state.isVirtual() ? Mode.V + state.mode() : state.mode();
    }

    private void take(Cause cause, long value) {
        if (watchesTraps) {
            takeWatched(cause, value);
        } else {
            count();
            pc = state.enterTrap(cause, pc, value);
            entered();
        }
        // A guest's own kernel is no resident.
        if (!state.isVirtual()) {
            TrapHandler resident = residents[state.mode()];
            if (resident != null) {
                letHandle(resident, cause);
            }
        }
    }

    private void count() {
        long retired = instret();
        barrenTraps = retired == barrenAt ? barrenTraps + 1 : 1;
        barrenAt = retired;
    }

    private void entered() {
        charge(1);
        if (state.isVirtual()) {
            guestTraps++;
        }
        debug.countTrap();
    }

    private void takeWatched(Cause cause, long value) {
        int from = state.mode();
        int shownFrom = shownMode();
        long at = pc;
        count();
        pc = state.enterTrap(cause, pc, value);
        if (trace != null) {
            traceTrap(cause, at, value, shownFrom);
        }
        entered();
        debug.trapTaken(cause, at, from);
    }

    private void letHandle(TrapHandler resident, Cause cause) {
        int mode = state.mode();
        resident.handle(this, cause);
        pc = mode == Privilege.M.code() ? state.returnFromMachineTrap() : state.returnFromSupervisorTrap();
        traceMode(mode, pc);
    }

    // ---- environment of the privileged state ----

    @Override
    public void translationChanged() {
        if (mmu != null) {
            mmu.translationChanged();
        }
    }

    @Override
    public void modeChanged() {
        mmu.modeChanged();
    }

    @Override
    public void protectionChanged() {
        mmu.protectionChanged();
        if (fenceListener != null) {
            fenceListener.protectionChanged();
        }
    }

    @Override
    public void fenceAll() {
        mmu.fenceAll();
        fenced(-1, -1);
    }

    /** Drops all translations, so that nothing shows any more in which order they came. */
    public void forgetTranslations() {
        mmu.forgetTranslations();
        fenced(-1, -1);
    }

    @Override
    public void fenceAddressSpace(int asid) {
        mmu.fenceAddressSpace(asid);
        fenced(-1, asid);
    }

    @Override
    public void fenceAddress(long va) {
        mmu.fenceAddress(va);
        fenced(va, -1);
    }

    @Override
    public void fenceAddress(long va, int asid) {
        mmu.fenceAddress(va);
        fenced(va, asid);
    }

    @Override
    public void fenceFirstStage(int vmid) {
        mmu.fenceFirstStage(vmid, -1);
        guestFenced(-1, -1);
    }

    @Override
    public void fenceFirstStage(int vmid, int asid) {
        mmu.fenceFirstStage(vmid, asid);
        guestFenced(-1, asid);
    }

    @Override
    public void fenceFirstStageAddress(int vmid, long va) {
        mmu.fenceFirstStageAddress(va);
        guestFenced(va, -1);
    }

    @Override
    public void fenceSecondStage() {
        mmu.fenceSecondStage(-1);
        guestFenced(-1, -1);
    }

    @Override
    public void fenceSecondStage(int vmid) {
        mmu.fenceSecondStage(vmid);
        guestFenced(-1, -1);
    }

    @Override
    public void timerChanged() {
        // Whoever lets the hart run must see when the next event is due now.
        pause();
    }

    @Override
    public void fenceInstructions() {
        // Decoded code is dropped when it is overwritten, so fetches always see all stores.
    }

    @Override
    public void interruptReady() {
        attention = true;
    }

    @Override
    public void waitForInterrupt() {
        waiting = true;
        pause();
    }

    // ---- memory ----

    @Override
    public void deviceRead(long pa, int bytes, long value) {
        deviceAccesses++;
        if (trace != null) {
            record(EventKind.DEVICE_READ, pc, pa, bytes, value, 0);
        }
    }

    @Override
    public void deviceWritten(long pa, int bytes, long value) {
        deviceAccesses++;
        if (trace != null) {
            record(EventKind.DEVICE_WRITE, pc, pa, bytes, value, 0);
        }
        // The write may have switched the machine off or brought a timer forward.
        pause();
    }

    @Override
    public void storesProtected(Ram ram, byte[] page) {
        mmu.protectStores(page);
    }

    @Override
    public void allStoresProtected(Ram ram) {
        mmu.protectAllStores();
    }

    @Override
    public void pageReplaced(Ram ram, int pageIndex, byte[] old) {
        mmu.forgetPage(old);
    }

    @Override
    public long codeOverwritten(Ram ram, int pageIndex, int at, int length) {
        return engine == null ? 0 : engine.codeOverwritten(ram, pageIndex, at, length);
    }

    @Override
    public void storedByDevice(Ram ram) {
        // More reservations end than must, which sc allows.
        mmu.dropReservation();
    }

    // ---- observers ----

    /** Records events from now on; null for none. */
    public void setTrace(TraceBuffer newTrace, EventOrigin newOrigin) {
        trace = newTrace;
        origin = newOrigin;
        observersChanged();
        mmu.observe(newTrace == null ? null : new MissTracer(this));
    }

    /**
     * Records events of a vCPU's own hart, on which a VMM carries out what the guest may not do itself: its traps are those that reach the
     * guest's kernel, its modes are virtual, and its caches are nobody's business.
     * @param physical the hart on whose time line the events belong
     */
    public void setVirtualTrace(TraceBuffer newTrace, EventOrigin newOrigin, Hart physical) {
        trace = newTrace;
        origin = newOrigin;
        plane = Plane.VIRTUAL;
        timeline = physical;
        observersChanged();
    }

    /** Tells whether somebody wants to be told of traps and of returns from them. */
    public boolean watchesTraps() {
        return watchesTraps;
    }

    /** Takes notice that somebody wants to be told of traps, or that nobody does any more. */
    public void observersChanged() {
        watchesTraps = trace != null || debug.catchesTraps();
    }

    /** Returns what events are recorded in, or null. */
    public TraceBuffer trace() {
        return trace;
    }

    /** Tells whether somebody wants to see every instruction, which takes the engine one by one. */
    public boolean tracesInstructions() {
        return trace != null && plane == Plane.PHYSICAL && trace.wants(EventKind.INSTRUCTION);
    }

    /** Returns whose events these are. */
    public EventOrigin origin() {
        return origin;
    }

    /** Changes whose events these are, as when another vCPU is loaded. */
    public void setOrigin(EventOrigin newOrigin) {
        origin = newOrigin;
    }

    /** Records an event of this hart; {@link #trace} must not be null. */
    public void record(EventKind kind, long at, long a, long b, long c, long d) {
        trace.record(kind, origin, timeline.instret(), timeline.cycle, at, a, b, c, d);
    }

    /** Records an event that began in an earlier cycle; {@link #trace} must not be null. */
    public void recordSince(long began, EventKind kind, long at, long a, long b, long c, long d) {
        trace.record(kind, origin, timeline.instret(), began, at, a, b, c, d);
    }

    private void traceTrap(Cause cause, long at, long value, int from) {
        if (plane == Plane.PHYSICAL) {
            record(EventKind.TRAP, at, cause.value(), value, from, shownMode());
        } else {
            record(EventKind.REFLECT, at, cause.value(), value, pc, shownMode());
        }
        traceMode(from, at);
    }

    /** Records a change of mode that a trap or a return from one brought, if it was one; {@code from} is a number of {@link Mode}. */
    public void traceMode(int from, long at) {
        if (trace != null && from != shownMode()) {
            record(EventKind.MODE, at, plane.ordinal(), from, shownMode(), 0);
        }
    }

    private void guestFenced(long va, int asid) {
        if (fenceListener != null) {
            fenceListener.guestFenced();
        }
        traceFence(va, asid);
    }

    private void fenced(long va, int asid) {
        if (fenceListener != null) {
            fenceListener.fenced(va, asid);
        }
        traceFence(va, asid);
    }

    private void traceFence(long va, int asid) {
        if (trace != null && plane == Plane.PHYSICAL) {
            record(EventKind.TLB_FLUSH, pc, va, asid, 0, 0);
        }
    }

    void traceMiss(org.trapline.machine.memory.Access access, long va) {
        Access kind = switch (access) {
            case FETCH -> Access.FETCH;
            case LOAD -> Access.READ;
            case STORE -> Access.WRITE;
        };
        record(EventKind.TLB_MISS, pc, kind.ordinal(), va, shownMode(), 0);
    }

    /** Returns where somebody wants the hart to stop. */
    public DebugUnit debug() {
        return debug;
    }

    /** Makes the engine ask the debug unit at these addresses, which are sorted; for the unit itself. */
    public void setBreakpoints(long[] addresses) {
        engine.setBreakpoints(addresses);
    }

    @Override
    public void exchange(StateExchange exchange) {
        exchange.numbers("x", x, 1, 31);
        exchange.numbers("f", x, FastState.FLOATS, FLOATS);
        pc = exchange.number("pc", pc);
        cycle = exchange.number("cycle", cycle);
        overhead = exchange.number("overhead", overhead);
        waiting = exchange.flag("waiting", waiting);
        parked = exchange.flag("parked", parked);
        guestTraps = exchange.number("guestTraps", guestTraps);
        barrenTraps = exchange.number("barrenTraps", barrenTraps);
        barrenAt = exchange.number("barrenAt", barrenAt);
        exchange.part("csr", state);
        exchange.part("mmu", mmu);
        exchange.part("progress", debug);
    }
}
