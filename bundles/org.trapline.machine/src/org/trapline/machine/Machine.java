// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import org.trapline.isa.Cause;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.StateDigest;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.device.finisher.Finisher;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.platform.PlatformConfig;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.TraceBuffer;

/**
 * A physical machine that runs. Its time is virtual: it is counted in the cycles of its harts and nothing else, so a run with the same inputs is
 * the same run, instruction by instruction.
 *
 * <p>One thread runs the machine; only {@link #stop} may be called by others.
 */
public final class Machine {
    /** Cycles after which another hart gets its turn. */
    private static final long TURN = 1_000;
    /** Cycles after which the machine looks whether it is to stop. */
    private static final long SLICE = 1_000_000;

    private final MachineConfig config;
    private final Platform platform;
    private final Ram ram;
    private Hart current;
    private long now;
    private StopReason ended;
    private boolean resetRequested;
    private int exitCode;
    private long entry = Platform.RAM_BASE;
    private Runnable bootLoader = () -> { };
    private volatile boolean stopRequested;

    public Machine(MachineConfig config) {
        this.config = config;
        ram = new Ram(config.ramSize());
        platform = new Platform(new PlatformConfig(config.isa(), config.harts(), ram, 0, config.ramSize(), this::ticks, config.console(),
            new PowerSwitch(), config.startNanos(), config.hardwareAd(), config.quirks()));
        current = platform.hart(0);
    }

    /** What the test finisher is wired to. */
    private final class PowerSwitch implements Finisher.Outcome {
        @Override
        public void finished(int code) {
            powerOff(code);
        }

        @Override
        public void resetRequested() {
            resetRequested = true;
        }
    }

    private long ticks() {
        // Devices are also looked at while no hart runs, and before there is one.
        return current == null ? 0 : current.cycle() / Clock.CYCLES_PER_TICK;
    }

    // ---- parts ----

    public MachineConfig config() {
        return config;
    }

    /** Returns harts, memory and devices. */
    public Platform platform() {
        return platform;
    }

    public Ram ram() {
        return ram;
    }

    /** Returns the cycles that have passed on every hart. */
    public long now() {
        return now;
    }

    /** Returns how many instructions all harts have retired. */
    public long instret() {
        long sum = 0;
        for (Hart hart : platform.harts()) {
            sum += hart.instret();
        }
        return sum;
    }

    // ---- starting ----

    /**
     * Starts the machine as if it had just been switched on: the loader puts programs into RAM, the device tree is added, and all harts start in
     * machine mode with their number in {@code a0} and the device tree's address in {@code a1}.
     * @param newEntry physical address of the first instruction
     * @param loader   fills RAM, and sets up what else is to be there; it is called again when software asks for a reset
     */
    public void boot(long newEntry, Runnable loader) {
        entry = newEntry;
        bootLoader = loader;
        boot();
    }

    private void boot() {
        resetRequested = false;
        platform.reset(entry);
        platform.setBootRegisters(entry);
        platform.putDeviceTree("");
        bootLoader.run();
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
        for (Hart hart : platform.harts()) {
            hart.setTrace(trace, EventOrigin.ofHart(hostId, hart.id()));
        }
    }

    // ---- running ----

    /** Makes {@link #run} come back soon; may be called by any thread. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Lets the machine run.
     * @param instructions after how many retired instructions to stop; several harts may overshoot by less than a turn each
     */
    public StopReason run(long instructions) {
        stopRequested = false;
        long start = instret();
        long limit = instructions > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + instructions;
        while (ended == null) {
            if (stopRequested) {
                return StopReason.STOPPED;
            }
            long left = limit - instret();
            if (left <= 0) {
                return StopReason.LIMIT;
            }
            if (resetRequested) {
                boot();
            }
            if (isWaitingForInput()) {
                return StopReason.WAITING;
            }
            StopReason reason = turn(now + Math.min(left, platform.harts().size() > 1 ? TURN : SLICE));
            if (reason != null) {
                return reason;
            }
        }
        return ended;
    }

    private boolean isWaitingForInput() {
        for (Hart hart : platform.harts()) {
            if (!hart.isWaiting()) {
                return false;
            }
        }
        return platform.nextTick() == TimedDevice.NEVER;
    }

    /** Lets each hart run up to a cycle; returns why the machine must stop, or null. */
    private StopReason turn(long until) {
        StopReason reason = null;
        for (Hart hart : platform.harts()) {
            current = hart;
            StopReason own = run(hart, until);
            if (own != null && reason == null) {
                reason = own;
            }
        }
        now = Long.MAX_VALUE;
        for (Hart hart : platform.harts()) {
            now = Math.min(now, hart.cycle());
        }
        return ended != null ? ended : reason;
    }

    private StopReason run(Hart hart, long until) {
        while (hart.cycle() < until && ended == null && !resetRequested) {
            platform.advance();
            // A tick is over when the cycle begins at which the clock shows it.
            long tick = platform.nextTick();
            long event = tick > until / Clock.CYCLES_PER_TICK ? until : tick * Clock.CYCLES_PER_TICK;
            long target = Math.min(until, Math.max(event, hart.cycle() + 1));
            hart.run(target);
            if (hart.isWaiting()) {
                if (hart.trace() != null && target > hart.cycle()) {
                    hart.record(EventKind.IDLE, hart.pc(), target - hart.cycle(), 0, 0, 0);
                }
                hart.skipTo(target);
            }
            if (hart.pollBreakpoint()) {
                return StopReason.BREAKPOINT;
            }
            if (hart.pollTrapStop() != null) {
                return StopReason.TRAP;
            }
        }
        return null;
    }

    /** Stops before instructions at an address, or no longer, on all harts. */
    public void setBreakpoint(long va, boolean on) {
        platform.harts().forEach(hart -> hart.setBreakpoint(va, on));
    }

    /** Stops after traps of that cause were taken, or no longer, on all harts. */
    public void setTrapStop(Cause cause, boolean on) {
        platform.harts().forEach(hart -> hart.setTrapStop(cause, on));
    }

    /** Returns a digest of the whole state: harts, devices and memory. Two machines in the same state have the same digest. */
    public String digest() {
        StateDigest digest = new StateDigest().add(now);
        platform.digest(digest);
        for (int page = 0; page < ram.pageCount(); page++) {
            if (ram.isAllocated(page)) {
                byte[] bytes = ram.pageForReads(page);
                if (!isZero(bytes)) {
                    digest.add(page).add(bytes);
                }
            }
        }
        return digest.finish();
    }

    private static boolean isZero(byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
