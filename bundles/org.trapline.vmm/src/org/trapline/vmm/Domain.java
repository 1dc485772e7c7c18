// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.trapline.machine.device.Clock;
import org.trapline.machine.device.finisher.Finisher;
import org.trapline.machine.firmware.SbiFirmware;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.loading.BootLoader;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.platform.PlatformConfig;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.trace.code.Lifecycle;
import org.trapline.vmm.paging.DirtyLog;
import org.trapline.vmm.paging.GuestMemory;

/**
 * A virtual machine: a platform like any machine's, whose memory is a range of the host's and whose harts are vCPUs.
 */
public final class Domain implements Stateful {
    private final DomainConfig config;
    private final Hypervisor hypervisor;
    private final GuestMemory memory;
    private final Platform platform;
    private final List<VCpu> vcpus = new ArrayList<>();
    private final DirtyLog dirtyLog;
    private final SbiFirmware firmware;
    private final List<Loaded> image = new ArrayList<>();
    private long entry = Platform.RAM_BASE;
    private BootLoader bootLoader;
    private LifeCycle lifeCycle = LifeCycle.DEFINED;
    private int exitCode;
    private long startedAtTick;
    private boolean resetRequested;

    private record Loaded(long gpa, byte[] bytes) {
    }

    Domain(DomainConfig config, Hypervisor hypervisor, Ram hostRam, GuestMemory memory, Clock hostClock, long startNanos) {
        this.config = config;
        this.hypervisor = hypervisor;
        this.memory = memory;
        final Clock clock = () -> hostClock.ticks() - startedAtTick;
        platform = new Platform(new PlatformConfig(config.isa(), config.vcpus(), hostRam, memory.hpa() - Platform.RAM_BASE, memory.size(), clock,
            config.console(), new PowerSwitch(), startNanos, config.hardwareAd(), Set.of(), config.virtio()));
        dirtyLog = new DirtyLog(hostRam, memory.hpa() - Platform.RAM_BASE, memory.size());
        firmware = config.firmware() ? new SbiFirmware(platform) : null;
        if (firmware != null) {
            platform.addState("firmware", firmware);
        }
        for (final Hart hart : platform.harts()) {
            vcpus.add(new VCpu(this, hart));
        }
    }

    /** What the guest's test finisher is wired to. */
    private final class PowerSwitch implements Finisher.Outcome {
        @Override
        public void finished(final int code) {
            end(code == 0 ? LifeCycle.OFF : LifeCycle.CRASHED, code);
        }

        @Override
        public void resetRequested() {
            resetRequested = true;
        }
    }

    // ---- parts ----

    public DomainConfig config() {
        return config;
    }

    public String name() {
        return config.name();
    }

    /** Returns the domain's number in traces. */
    public int id() {
        return config.id();
    }

    public List<VCpu> vcpus() {
        return Collections.unmodifiableList(vcpus);
    }

    /** Returns the virtual devices, the guest-physical bus and the vCPUs' harts. */
    public Platform platform() {
        return platform;
    }

    /** Returns where the guest's memory is in the host's. */
    public GuestMemory memory() {
        return memory;
    }

    DirtyLog dirtyLog() {
        return dirtyLog;
    }

    Hypervisor hypervisor() {
        return hypervisor;
    }

    // ---- state ----

    /** The state without memory, which is a part of the host's. */
    @Override
    public void exchange(StateExchange state) {
        state.fixed("name", config.name());
        state.fixed("memory", memory.size());
        state.fixed("firmware", String.valueOf(config.firmware()));
        lifeCycle = state.choice("lifeCycle", LifeCycle.class, lifeCycle);
        exitCode = state.number("exitCode", exitCode);
        startedAtTick = state.number("startedAtTick", startedAtTick);
        resetRequested = state.flag("resetRequested", resetRequested);
        state.part("platform", platform);
        state.part("dirty", dirtyLog);
        for (final VCpu vcpu : vcpus) {
            state.part("vcpu" + vcpu.id(), vcpu);
        }
    }

    // ---- life ----

    public LifeCycle lifeCycle() {
        return lifeCycle;
    }

    /** Returns the code that the guest switched itself off with; 0 is success. */
    public int exitCode() {
        return exitCode;
    }

    /** Tells whether the guest has asked for a reset since this was last asked. */
    boolean pollReset() {
        final boolean requested = resetRequested;
        resetRequested = false;
        return requested;
    }

    /**
     * Adds bytes to what is loaded when the domain boots.
     * @param gpa guest physical address
     * @throws IndexOutOfBoundsException if they do not all lie in the guest's memory
     */
    public void load(final long gpa, final byte[] bytes) {
        if (!memory.contains(gpa, bytes.length)) {
            throw new IndexOutOfBoundsException("domain '" + name() + "': " + bytes.length + " bytes at 0x" + Long.toHexString(gpa)
                + " are not all in its " + memory.size() + " bytes of memory at 0x" + Long.toHexString(memory.gpa()));
        }
        image.add(new Loaded(gpa, bytes.clone()));
    }

    /** Sets the guest physical address at which the guest's first instruction stands. */
    public void setEntry(final long gpa) {
        entry = gpa;
    }

    /** Lets a boot loader fill the memory, and say where the first instruction stands. */
    public void setBootLoader(final BootLoader loader) {
        bootLoader = loader;
        entry = loader.entry();
        loader.describe(platform);
    }

    /** Puts the domain into the state of a machine that was just switched on. */
    void boot(final long tick) {
        startedAtTick = tick;
        platform.reset(entry);
        for (final Loaded part : image) {
            platform.bus().load(part.gpa, part.bytes);
        }
        platform.putDeviceTree();
        platform.setBootRegisters(entry);
        if (bootLoader != null) {
            bootLoader.load(platform);
        }
        if (firmware != null) {
            firmware.boot(entry);
        }
        lifeCycle = LifeCycle.RUNNING;
    }

    /** Keeps the domain off the processor until {@link #resume}. */
    public void pause() {
        if (lifeCycle == LifeCycle.RUNNING) {
            lifeCycle = LifeCycle.PAUSED;
            hypervisor.lifeCycleChanged(this, Lifecycle.PAUSE);
        }
    }

    /** Lets a paused domain run again. */
    public void resume() {
        if (lifeCycle == LifeCycle.PAUSED) {
            lifeCycle = LifeCycle.RUNNING;
            hypervisor.lifeCycleChanged(this, Lifecycle.RESUME);
        }
    }

    /** Switches the domain off from outside, as pulling the plug does. */
    public void destroy() {
        end(LifeCycle.OFF, 0);
    }

    private void end(final LifeCycle how, final int code) {
        if (lifeCycle.isAlive()) {
            lifeCycle = how;
            exitCode = code;
            hypervisor.lifeCycleChanged(this, how == LifeCycle.OFF ? Lifecycle.STOP : Lifecycle.CRASH);
        }
    }

    /** Gives the guest's UART a byte of input; false if its buffer is full. */
    public boolean input(final int value) {
        if (platform.inputRoom() == 0) {
            return false;
        }
        platform.input(value);
        wake();
        return true;
    }

    /** Makes the VMM look at the domain's devices soon, because something has come to them from outside. */
    public void wake() {
        hypervisor.kick();
    }

    // ---- which memory is written ----

    /** Notes from now on which pages of the memory are written, by the guest or for it. */
    public void startDirtyLog() {
        hypervisor.protectStores(dirtyLog::start);
    }

    /** Returns the pages, counted from the start of the memory, that were written since the log was started or this was last asked. */
    public BitSet collectDirty() {
        final BitSet[] written = new BitSet[1];
        hypervisor.protectStores(() -> written[0] = dirtyLog.collect());
        return written[0];
    }

    /** Stops noting. */
    public void stopDirtyLog() {
        dirtyLog.stop();
    }

    // ---- time ----

    /** Brings the virtual devices up to the present. */
    void advance() {
        if (lifeCycle == LifeCycle.RUNNING) {
            platform.advance();
        }
    }

    /** Returns the host's tick at which a virtual device must be advanced, or {@link Long#MAX_VALUE}. */
    long nextHostTick() {
        if (lifeCycle != LifeCycle.RUNNING) {
            return Long.MAX_VALUE;
        }
        final long tick = platform.nextTick();
        return tick >= Long.MAX_VALUE - startedAtTick ? Long.MAX_VALUE : tick + startedAtTick;
    }
}
