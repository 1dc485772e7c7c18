// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import org.trapline.isa.Privilege;
import org.trapline.machine.device.finisher.Finisher;
import org.trapline.machine.device.htif.Htif;
import org.trapline.machine.firmware.SbiFirmware;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.trace.EventKind;
import org.trapline.trace.code.Stream;

/**
 * A part of a machine with harts, memory and devices of its own, which is switched on and off by itself. A machine that nobody has cut up is one
 * partition.
 *
 * <p>What is cut off looks like a machine: RAM begins at {@link Platform#RAM_BASE}, harts are counted from 0. Behind each hart, and behind each device
 * that reaches memory by itself, the machine adds the partition's offset and refuses what lies beyond its end. No mode of the hart can change
 * that, and no instruction is slower for it.
 */
public final class Partition implements Stateful {
    private static final String FIRMWARE = "firmware";

    private final String name;
    private final Platform platform;
    private final Outcomes outcomes;
    private final int inputPort;
    private long entry = Platform.RAM_BASE;
    private SbiFirmware firmware;
    private Htif htif;
    private Runnable bootLoader = () -> { };
    private Runnable whenOff = () -> { };
    private boolean booted;
    private boolean off;
    private int exitCode;
    private boolean resetRequested;

    /** What a partition tells its machine. */
    interface Outcomes {
        void switchedOff(Partition partition);

        void resetRequested(Partition partition);

        Hart current();

        int addInput(InputPort port);
    }

    Partition(String name, PlatformMaker maker, Outcomes outcomes) {
        this.name = name;
        this.outcomes = outcomes;
        platform = maker.make(new PowerSwitch());
        inputPort = outcomes.addInput(new Serial());
        // What was typed before need not wait any longer.
        platform.uart().setWhenListening(() -> outcomes.current().pause());
    }

    /** Makes a platform for a power switch. */
    @FunctionalInterface
    interface PlatformMaker {
        Platform make(Finisher.Outcome power);
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
            outcomes.resetRequested(Partition.this);
        }
    }

    /** The console's line into the UART. */
    private final class Serial implements InputPort {
        @Override
        public boolean hasRoom() {
            return !off && platform.inputRoom() > 0;
        }

        @Override
        public void receive(int value) {
            platform.input(value);
            Hart hart = platform.harts().contains(outcomes.current()) ? outcomes.current() : platform.hart(0);
            if (hart.trace() != null) {
                hart.record(EventKind.CONSOLE, hart.pc(), Stream.INPUT.ordinal(), value, 0, 0);
            }
        }
    }

    /** Returns its name; empty if it is the whole machine. */
    public String name() {
        return name;
    }

    /** Returns its harts, memory and devices. */
    public Platform platform() {
        return platform;
    }

    /** Returns the number of its console for {@link Machine#type(int, byte[])}. */
    public int inputPort() {
        return inputPort;
    }

    // ---- starting ----

    /**
     * Starts it as if it had just been switched on: the loader puts programs into RAM, the device tree is added, and all harts start in machine mode
     * with their number in {@code a0} and the device tree's address in {@code a1}.
     * @param newEntry physical address of the first instruction
     * @param loader   fills RAM, and sets up what else is to be there; it is called again when software asks for a reset
     */
    public void boot(long newEntry, Runnable loader) {
        if (firmware != null) {
            platform.harts().forEach(hart -> hart.setResident(Privilege.M, null));
            platform.removeState(FIRMWARE);
            firmware = null;
        }
        start(newEntry, loader);
    }

    /**
     * As {@link #boot}, with firmware in machine mode: the first hart starts in supervisor mode, the others wait until it starts them by SBI.
     * @return the firmware
     */
    public SbiFirmware bootFirmware(long newEntry, Runnable loader) {
        SbiFirmware resident = new SbiFirmware(platform);
        firmware = resident;
        platform.addState(FIRMWARE, resident);
        start(newEntry, () -> {
            resident.boot(newEntry);
            loader.run();
        });
        return resident;
    }

    private void start(long newEntry, Runnable loader) {
        entry = newEntry;
        bootLoader = loader;
        booted = true;
        reset();
    }

    /** Starts it again as software that asks for a reset does. */
    void reset() {
        resetRequested = false;
        off = false;
        platform.reset(entry);
        platform.setBootRegisters(entry);
        platform.putDeviceTree();
        bootLoader.run();
    }

    /**
     * Lets a program say by HTIF how it ended.
     * @param tohost physical address of its {@code tohost}, which is the partition's from now on
     */
    public void attachHtif(long tohost) {
        Ram ram = platform.config().ram();
        long offset = platform.config().ramFirst() + tohost - Platform.RAM_BASE;
        if (htif != null) {
            ram.removeWatcher(htif);
        }
        htif = new Htif(offset, platform.config().finisher(), platform.console());
        ram.addWatcher(htif);
        ram.watch(offset, Htif.WORD);
    }

    // ---- ending ----

    /** Ends its run as the power switch does; 0 means success. */
    public void powerOff(int code) {
        off = true;
        exitCode = code;
        whenOff.run();
        outcomes.switchedOff(this);
    }

    /** Has something done whenever it is switched off. */
    public void setWhenOff(Runnable action) {
        whenOff = action;
    }

    /** Returns what software said when it switched the partition off; 0 is success. */
    public int exitCode() {
        return exitCode;
    }

    /** Tells whether it was switched off. */
    public boolean isOff() {
        return off;
    }

    /** Tells whether it was ever switched on. */
    public boolean isBooted() {
        return booted;
    }

    boolean isResetRequested() {
        return resetRequested;
    }

    @Override
    public void exchange(StateExchange state) {
        off = state.flag("off", off);
        exitCode = state.number("exitCode", exitCode);
        resetRequested = state.flag("resetRequested", resetRequested);
        state.part("platform", platform);
    }
}
