// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

import org.trapline.machine.device.Clock;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.device.finisher.Finisher;
import org.trapline.machine.device.virtio.AssignedSlot;
import org.trapline.machine.device.virtio.VirtioMmio;
import org.trapline.machine.firmware.SbiFirmware;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.loading.BootLoader;
import org.trapline.machine.memory.RamImage;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.platform.PlatformConfig;
import org.trapline.machine.platform.SlotWiring;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.state.Stateful;
import org.trapline.trace.EventKind;
import org.trapline.trace.code.Lifecycle;
import org.trapline.trace.code.SnapshotAction;
import org.trapline.vmm.paging.DirectTables;
import org.trapline.vmm.paging.DirtyLog;
import org.trapline.vmm.paging.FramePool;
import org.trapline.vmm.paging.GuestMemory;
import org.trapline.vmm.paging.SourcePages;
import org.trapline.vmm.schedule.Share;

/**
 * A virtual machine: a platform like any machine's, whose memory is a range of the host's and whose harts are vCPUs.
 */
public final class Domain implements Stateful {
    /** The states of which a snapshot of a domain consists: all that the guest is, and what was counted. */
    public static final String GUEST = "domain";
    static final String COUNTS = "counts";

    private final DomainConfig config;
    private final Hypervisor hypervisor;
    private final DomainClock clock;
    private final DomainMemory memory;
    private final Platform platform;
    private final List<VCpu> vcpus = new ArrayList<>();
    // Null unless harts walk the guest's own tables.
    private DirectTables tables;
    private final SourcePages sources = new SourcePages();
    private final DomainBalloon balloon;
    private final SbiFirmware firmware;
    private final BootImage image = new BootImage();
    private final List<SlotWiring> assigned = new ArrayList<>();
    private Share share;
    private LifeCycle lifeCycle = LifeCycle.DEFINED;
    private int exitCode;
    private boolean starts = true;
    private Stateful belongings;
    private CrashPolicy crashPolicy = CrashPolicy.PRESERVE;
    private boolean resetRequested;
    private boolean clearAtBoot;
    // Only until it has left the processors, or is booted again.
    private boolean lost;
    // How often it was given another state as a whole; only whoever copies it meanwhile wants to know.
    private int beginnings;

    Domain(DomainConfig config, Hypervisor hypervisor, DomainMemory memory, Clock hostClock, long startNanos) {
        this.config = config;
        this.hypervisor = hypervisor;
        share = config.share();
        this.memory = memory;
        clock = new DomainClock(hostClock);
        platform = new Platform(new PlatformConfig(config.isa(), config.vcpus(), memory.ram(), memory.first(), memory.place().size(), clock,
            config.console(), new PowerSwitch(), startNanos, config.hardwareAd(), Set.of(), config.virtio(), false, List.of(), memory.paged()));
        balloon = DomainBalloon.of(this);
        firmware = config.firmware() ? new SbiFirmware(platform) : null;
        if (firmware != null) {
            firmware.offerStealTime();
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
            exit(code);
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

    /** Returns what it gets of the host's harts now. */
    public Share share() {
        return share;
    }

    /** Gives it another part of the host's harts from now on, whether it runs or not. */
    public void setShare(final Share newShare) {
        share = newShare;
        hypervisor.shareChanged(this);
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
        return memory.place();
    }

    DomainMemory guestMemory() {
        return memory;
    }

    /** Tells whether pages of the guest's memory come and go. */
    public boolean isPaged() {
        return memory.paged() != null;
    }

    /** Returns how many bytes of the guest's memory are in page frames of the host now: all of them, unless its VMM is a process that may be swapped out. */
    public long resident() {
        return memory.paged() == null ? memory.place().size() : memory.paged().resident();
    }

    /** Returns how often a page of the guest's memory was brought from the host's swap disk. */
    public long swapIns() {
        return memory.paged() == null ? 0 : memory.paged().swapIns();
    }

    /** Returns how often a page of the guest's memory was written to the host's swap disk. */
    public long swapOuts() {
        return memory.paged() == null ? 0 : memory.paged().swapOuts();
    }

    /** Returns how many bytes of the guest's memory are on the host's swap disk. */
    public long swapped() {
        return memory.paged() == null ? 0 : memory.paged().swapped();
    }

    /** Returns how many bytes of its memory the guest has given back by its balloon. */
    public long given() {
        return memory.paged() == null ? 0 : (long) memory.paged().givenPages() * FramePool.FRAME_SIZE;
    }

    DirtyLog dirtyLog() {
        return memory.dirtyLog();
    }

    /** Says which of the guest's pages are tables that harts walk. */
    void setTables(final DirectTables newTables) {
        tables = newTables;
    }

    DirectTables tables() {
        return tables;
    }

    /** Returns which pages of the guest's memory harts walk as they stand: they must be there before the guest runs. */
    BitSet walkedPages() {
        final BitSet walked = new BitSet();
        if (tables != null) {
            Arrays.stream(tables.pages()).forEach(walked::set);
        }
        return walked;
    }

    /** Returns what knows from which of the guest's pages something was made. */
    public SourcePages sources() {
        return sources;
    }

    Hypervisor hypervisor() {
        return hypervisor;
    }

    // ---- state ----

    /** The state without memory, which is a part of the host's. */
    @Override
    public void exchange(StateExchange state) {
        state.fixed("name", config.name());
        state.fixed("memory", memory.place().size());
        memory.exchangePlace(state);
        state.fixed("firmware", String.valueOf(config.firmware()));
        state.fixed("weight", share.weight());
        state.fixed("cpus", String.valueOf(share.cpus()));
        lifeCycle = state.choice("lifeCycle", LifeCycle.class, lifeCycle);
        exitCode = state.number("exitCode", exitCode);
        clock.exchange(state);
        resetRequested = state.flag("resetRequested", resetRequested);
        clearAtBoot = state.flag("clearAtBoot", clearAtBoot);
        lost = state.flag("lost", lost);
        state.part("platform", platform);
        state.part("dirty", memory.dirtyLog());
        if (tables != null) {
            state.part("tables", tables);
        }
        for (final VCpu vcpu : vcpus) {
            state.part("vcpu" + vcpu.id(), vcpu);
        }
    }

    /**
     * All that the guest is, wherever it is: its memory, registers, devices and time, as they are while it stands still. Nothing of this depends on the
     * host and the VMM.
     */
    Stateful guest() {
        return this::exchangeGuest;
    }

    private void exchangeGuest(final StateExchange state) {
        state.identity("name", config.name());
        state.fixed("isa", config.isa().toString());
        state.fixed("vcpus", config.vcpus());
        state.fixed("firmware", String.valueOf(config.firmware()));
        memory.exchangeContents(state);
        if (balloon != null) {
            state.part("given", memory.paged()::exchangeGiven);
        }
        exitCode = state.number("exitCode", exitCode);
        clock.exchangeFrozen(state);
        resetRequested = state.flag("resetRequested", resetRequested);
        state.part("platform", platform);
        if (tables != null) {
            state.part("pinned", tables::exchangeNames);
        }
        for (final VCpu vcpu : vcpus) {
            final Stateful asked = vcpu.technique().guestState();
            if (asked != null) {
                state.part("asked" + vcpu.id(), asked);
            }
        }
        if (belongings != null) {
            state.part("belongings", belongings);
        }
    }

    /** Says what belongs to the guest although it is a part of something of the host, such as the blocks of a minidisk. */
    public void setBelongings(final Stateful newBelongings) {
        belongings = newBelongings;
    }

    /**
     * Returns a text that is the same for domains in the same state, however they came there and wherever they are: a digest of memory, registers and
     * devices without time.
     * @throws LifeCycleException if it runs
     */
    public String digest() {
        if (lifeCycle == LifeCycle.RUNNING) {
            throw new LifeCycleException("domain '" + name() + "' is running; what its registers hold can be told when it is not");
        }
        vcpus.forEach(vcpu -> vcpu.hart().forgetTranslations());
        return asItsOwn(StateImage.of(state -> {
            memory.exchangeContents(state);
            state.number("exitCode", exitCode);
            state.part("platform", platform);
        })).digest();
    }

    /** Returns the state with the guest's page numbers in its tables, where harts find the host's: so it means the same anywhere. */
    private StateImage asItsOwn(final StateImage state) {
        if (tables == null) {
            return state;
        }
        final int[] pages = tables.pages();
        final List<RamImage> memories = new ArrayList<>(state.memories());
        final RamImage own = memories.getFirst();
        memories.set(0, own.with(pages, i -> ownPage(pages[i], own.page(pages[i]))));
        return new StateImage(state.data(), memories);
    }

    /** Returns a page of the guest's memory as the guest would have it, for {@link #asItsOwn}; null if it is all zero. */
    byte[] ownPage(final int page, final byte[] content) {
        if (tables == null || content == null || !tables.isTable(page)) {
            return content;
        }
        final byte[] copy = content.clone();
        tables.makeOwn(page, copy);
        return copy;
    }

    // ---- its state, kept ----

    /**
     * Keeps the state, with which this domain or another like it can go on from here, on this host or another. The guest stands still for the moment that
     * this takes; pages of its memory are shared until they are stored to.
     * @throws LifeCycleException unless it runs or is paused
     */
    public Snapshot keep() {
        if (lifeCycle != LifeCycle.RUNNING && lifeCycle != LifeCycle.PAUSED && lifeCycle != LifeCycle.MIGRATING) {
            throw new LifeCycleException("domain '" + name() + "' is " + lifeCycle.word() + " and has no state to be kept; only one that is running or paused has");
        }
        if (memory.absentPages() > 0) {
            throw new LifeCycleException("domain '" + name() + "' cannot be kept: " + memory.absentPages() + " pages of memory have not come to its host yet");
        }
        final boolean ran = lifeCycle == LifeCycle.RUNNING;
        standStill();
        forgetDerived();
        final Map<String, StateImage> states = new LinkedHashMap<>();
        states.put(GUEST, asItsOwn(StateImage.of(guest())));
        states.put(COUNTS, StateImage.of(this::exchangeCounts));
        if (tables != null) {
            tables.payForCopies();
        }
        final Snapshot kept = new Snapshot(about(ran), states);
        hypervisor.record(this, EventKind.SNAPSHOT, SnapshotAction.TAKE.ordinal(), 0, 0, 0);
        if (ran) {
            clock.thaw(hypervisor);
            hypervisor.kick();
        }
        return kept;
    }

    private Map<String, String> about(final boolean ran) {
        final Map<String, String> about = new LinkedHashMap<>();
        about.put("name", name());
        about.put("isa", config.isa().toString());
        about.put("vcpus", Integer.toString(config.vcpus()));
        about.put("memory", Long.toString(memory.place().size()));
        about.put("state", ran ? LifeCycle.RUNNING.word() : lifeCycle.word());
        about.put("ticks", Long.toString(clock.frozenTick()));
        return about;
    }

    private void exchangeCounts(final StateExchange state) {
        vcpus.forEach(vcpu -> state.part("vcpu" + vcpu.id(), vcpu::exchangeCounts));
    }

    /**
     * Goes on from a state that was kept, running or paused as it was then.
     * @throws LifeCycleException if the domain is gone
     * @throws StateException if the state does not fit; then nothing has been changed
     */
    public void restore(final Snapshot kept) {
        take(kept, false);
        if (ran(kept)) {
            goOn(Transition.RESUME);
        }
    }

    /** Tells whether the domain that the state is of ran when it was kept. */
    static boolean ran(final Snapshot kept) {
        return LifeCycle.RUNNING.word().equals(kept.about().get("state"));
    }

    /**
     * Takes over a state, paused.
     * @param asClone whether it is another's, beside which this one goes on with an identity of its own
     */
    void take(final Snapshot kept, final boolean asClone) {
        Transition.RESTORE.check(name(), lifeCycle);
        final StateImage state = kept.state(GUEST);
        if (asClone) {
            state.checkClone(guest());
        } else {
            state.check(guest());
        }
        kept.state(COUNTS).check(this::exchangeCounts);
        if (balloon != null && !memory.paged().canTake(memory.paged().givenPages())) {
            throw new LifeCycleException("domain '" + name() + "' has given back " + memory.paged().givenPages() + " pages, for which its host has no frames now");
        }
        standStill();
        putState(kept, asClone);
        step(Transition.RESTORE);
    }

    private void putState(final Snapshot kept, final boolean asClone) {
        beginnings++;
        if (asClone) {
            kept.state(GUEST).cloneInto(guest());
        } else {
            kept.state(GUEST).restore(guest());
            kept.state(COUNTS).restore(this::exchangeCounts);
        }
        clock.stayFrozen();
        hypervisor.record(this, EventKind.SNAPSHOT, SnapshotAction.RESTORE.ordinal(), 0, 0, 0);
        forgetDerived();
        attach();
    }

    /** Makes of memory and of what the guest has asked for what harts run on. */
    private void attach() {
        boolean admissible = tables == null || tables.attach();
        for (final VCpu vcpu : vcpus) {
            admissible = admissible && vcpu.technique().attach();
        }
        if (!admissible) {
            if (tables != null) {
                tables.reset();
            }
            vcpus.forEach(vcpu -> vcpu.technique().forgetAsked());
            throw new StateException("domain '" + name() + "': the page tables in the state that was kept are none that harts can walk, or pages that it shares"
                + " with the VMM are none that can be shared");
        }
    }

    /**
     * Takes over the state of the same domain on another host, from which it is on its way.
     * @throws StateException if it does not fit; then nothing has been changed
     */
    void takeArrived(final Snapshot kept) {
        kept.state(GUEST).check(guest());
        kept.state(COUNTS).check(this::exchangeCounts);
        putState(kept, false);
    }

    /** Makes what is kept of the guest on the way to it follow from what the guest is: tables, translations, cached addresses. */
    void forgetDerived() {
        for (final VCpu vcpu : vcpus) {
            vcpu.paging().flush();
            vcpu.technique().forget();
            vcpu.hart().forgetTranslations();
        }
    }

    // ---- life ----

    /** Tells whether the domain starts with its host. */
    public boolean starts() {
        return starts;
    }

    /** Sets whether the domain starts with its host; otherwise somebody {@link #start}s it. */
    public void setStarts(final boolean itself) {
        starts = itself;
    }

    /** Returns what is done when the guest crashes. */
    public CrashPolicy crashPolicy() {
        return crashPolicy;
    }

    public void setCrashPolicy(final CrashPolicy policy) {
        crashPolicy = policy;
    }

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
        if (!memory.place().contains(gpa, bytes.length)) {
            throw new IndexOutOfBoundsException("domain '" + name() + "': " + bytes.length + " bytes at 0x" + Long.toHexString(gpa)
                + " are not all in its " + memory.place().size() + " bytes of memory at 0x" + Long.toHexString(memory.place().gpa()));
        }
        image.add(gpa, bytes);
    }

    /** Loads at its boot what another domain loads. */
    void loadLike(final Domain other) {
        image.addAll(other.image);
        starts = other.starts;
        crashPolicy = other.crashPolicy;
        image.describe(platform);
    }

    /** Sets the guest physical address at which the guest's first instruction stands. */
    public void setEntry(final long gpa) {
        image.setEntry(gpa);
    }

    /** Lets a boot loader fill the memory, and say where the first instruction stands. */
    public void setBootLoader(final BootLoader loader) {
        image.setLoader(loader);
        image.describe(platform);
    }

    /** Puts the domain into the state of a machine that was just switched on. */
    void boot(final long tick) {
        clock.begin(tick);
        lost = false;
        beginnings++;
        if (clearAtBoot) {
            clearAtBoot = false;
            clearMemory();
        }
        final long entry = image.loadInto(platform);
        if (firmware != null) {
            firmware.boot(entry);
        }
        vcpus.forEach(vcpu -> vcpu.technique().booted());
        lifeCycle = LifeCycle.RUNNING;
    }

    /** Takes a step in the domain's life. */
    void step(final Transition transition) {
        transition.check(name(), lifeCycle);
        lifeCycle = transition.to();
        hypervisor.lifeCycleChanged(this, transition.event());
    }

    /**
     * Switches the domain on, with its memory zeroed and loaded anew.
     * @throws LifeCycleException if it runs, or is no more
     */
    public void start() {
        Transition.START.check(name(), lifeCycle);
        clearMemory();
        hypervisor.boot(this);
        hypervisor.kick();
    }

    /**
     * Starts the domain again, as its reset button does.
     * @throws LifeCycleException unless it runs or is paused
     */
    public void reset() {
        Transition.RESET.check(name(), lifeCycle);
        standStill();
        hypervisor.lifeCycleChanged(this, Lifecycle.RESET);
        hypervisor.boot(this);
        hypervisor.kick();
    }

    /**
     * Takes the domain off the processors until {@link #resume}; its time stands still.
     * @throws LifeCycleException unless it runs
     */
    public void pause() {
        halt(Transition.PAUSE);
    }

    /**
     * Lets a paused domain run again; to its guest no time has passed.
     * @throws LifeCycleException unless it is paused
     */
    public void resume() {
        goOn(Transition.RESUME);
    }

    /**
     * Switches the domain off from outside, as pulling the plug does.
     * @throws LifeCycleException unless it is alive
     */
    public void stop() {
        Transition.STOP.check(name(), lifeCycle);
        standStill();
        exitCode = 0;
        step(Transition.STOP);
    }

    /** Takes a step after which the domain does not run, and sees to it that it is on no processor. */
    void halt(final Transition transition) {
        transition.check(name(), lifeCycle);
        standStill();
        step(transition);
    }

    /** Takes a step after which the domain runs on from where it stands. */
    void goOn(final Transition transition) {
        transition.check(name(), lifeCycle);
        clock.thaw(hypervisor);
        step(transition);
        hypervisor.kick();
    }

    private void standStill() {
        if (lifeCycle == LifeCycle.RUNNING) {
            // Nothing may choose it again while it is taken off.
            lifeCycle = LifeCycle.PAUSED;
            hypervisor.park(this);
            clock.freeze(hypervisor.phase());
            // Unless that was its end.
            if (lifeCycle == LifeCycle.PAUSED) {
                lifeCycle = LifeCycle.RUNNING;
            }
        }
    }

    private void end(final Transition how) {
        if (how == Transition.CRASH && crashPolicy == CrashPolicy.RESTART) {
            hypervisor.lifeCycleChanged(this, Lifecycle.CRASH);
            clearAtBoot = true;
            resetRequested = true;
        } else {
            step(how);
        }
    }

    /** Ends the run of what is in the domain, as that itself wants it; 0 is success. */
    public void exit(final int code) {
        if (lifeCycle == LifeCycle.RUNNING) {
            exitCode = code;
            end(code == 0 ? Transition.POWER_OFF : Transition.CRASH);
        }
    }

    /**
     * Ends the run of a guest of whose memory a part is lost for good; whatever it does until it has left the processors reaches nobody. May be called in
     * the middle of one of its instructions.
     */
    void lose() {
        memory.setAbsent(new BitSet(), page -> { });
        lost = true;
        exitCode = 0;
        end(Transition.CRASH);
        hypervisor.kick();
    }

    /** Returns a number that is another when the domain was booted or restored in the meantime. */
    int beginnings() {
        return beginnings;
    }

    /** Tells whether nothing that the guest still does may reach anybody. */
    boolean isLost() {
        return lost;
    }

    /** Returns the guest physical address behind the last byte that is loaded at boot. */
    public long imageEnd() {
        return image.end();
    }

    private void clearMemory() {
        memory.clear();
    }

    /**
     * Lets the domain have a device of the host's for itself: its registers are the guest's to use without an exit, it reaches no memory but the guest's,
     * and its interrupts are the guest's.
     * @throws IllegalArgumentException if the guest has no slot left for it
     */
    void assign(final VirtioMmio device, final SlotWiring wiring, final long hpa, final LongConsumer whenRefused) {
        final int slot = config.virtio().size() + assigned.size();
        if (slot >= Platform.VIRTIO_SLOTS) {
            throw new IllegalArgumentException("domain '" + name() + "' has no slot left for another device");
        }
        platform.adopt(slot, new AssignedSlot(device));
        final InterruptLine line = platform.plic().source(Platform.VIRTIO_IRQ + slot);
        wiring.assign(memory.place().gpa(), memory.place().hpa(), memory.place().size(), raised -> {
            line.set(raised);
            if (raised) {
                wake();
            }
        }, whenRefused);
        memory.place().windows().add(Platform.VIRTIO_BASE + slot * VirtioMmio.SIZE, hpa);
        assigned.add(wiring);
    }

    /** Gives everything back; the domain must be on no processor. */
    void release() {
        assigned.forEach(SlotWiring::release);
        memory.dirtyLog().stop();
        for (final VCpu vcpu : vcpus) {
            vcpu.technique().release();
            vcpu.paging().release();
        }
        memory.release();
        platform.detach();
    }

    /** Gives the guest's UART a byte of input; false if its buffer is full. */
    public boolean input(final int value) {
        if (platform.inputRoom() == 0) {
            return false;
        }
        platform.input(value);
        vcpus.forEach(vcpu -> vcpu.technique().inputArrived());
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
        hypervisor.protectStores(memory.dirtyLog()::start);
    }

    /** Returns the pages, counted from the start of the memory, that were written since the log was started or this was last asked. */
    public BitSet collectDirty() {
        final BitSet[] written = new BitSet[1];
        hypervisor.protectStores(() -> written[0] = memory.dirtyLog().collect());
        return written[0];
    }

    /** Stops noting. */
    public void stopDirtyLog() {
        memory.dirtyLog().stop();
    }

    // ---- how much memory ----

    /**
     * Asks the guest, which runs, to get along with another amount of memory by its balloon; it may take its time, or not do it.
     * @param bytes no more than it has
     * @throws LifeCycleException if it has no balloon
     */
    public void setMemoryTarget(final long bytes) {
        if (balloon == null) {
            throw new LifeCycleException("domain '" + name() + "' is " + lifeCycle.word() + " and has no balloon, by which the memory of a guest that runs changes;"
                + " give it device NAME { model balloon }, or switch it off first");
        }
        if (bytes <= 0 || bytes > memory.place().size() || bytes % FramePool.FRAME_SIZE != 0) {
            throw new IllegalArgumentException("domain '" + name() + "' cannot have " + bytes + " bytes of memory while it runs: it was started with "
                + memory.place().size() + ", of which it can give back whole pages");
        }
        balloon.setTarget(bytes);
        wake();
    }

    /** Returns with how many bytes the guest is to get along: with all it has, unless its balloon was told otherwise. */
    public long memoryTarget() {
        return balloon == null ? memory.place().size() : balloon.target();
    }

    // ---- time ----

    /** Tells the guest, if it wants to know, that a vCPU was kept waiting; returns whether it does. */
    boolean tellSteal(final int vcpu, final long ticks, final boolean waits) {
        return firmware != null && firmware.tellSteal(vcpu, ticks * Clock.NANOS_PER_TICK, waits);
    }

    /** Returns how many calls of its guest its firmware, if it has one, has served since this was last asked. */
    public int takeFirmwareCalls() {
        return firmware == null ? 0 : firmware.takeCalls();
    }

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
        long tick = platform.nextDeviceTick();
        long disk = Long.MAX_VALUE;
        for (final VCpu vcpu : vcpus) {
            disk = vcpu.waitsForDisk() ? Math.min(disk, vcpu.diskTick()) : disk;
            if (!vcpu.isLoaded() || !vcpu.technique().keepsTimer()) {
                tick = Math.min(tick, platform.nextTick(vcpu.hart()));
            }
        }
        return Math.min(disk, clock.hostTick(tick));
    }
}
