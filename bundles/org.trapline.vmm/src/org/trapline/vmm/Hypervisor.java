// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.virtio.VirtioMmio;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.machine.storage.BlockStore;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.code.Lifecycle;
import org.trapline.vmm.memory.HostMemory;
import org.trapline.vmm.memory.PagedMemory;
import org.trapline.vmm.memory.Pager;
import org.trapline.vmm.os.FileSystem;
import org.trapline.vmm.os.Standing;
import org.trapline.vmm.os.UserProcess;
import org.trapline.vmm.paging.DirectTables;
import org.trapline.vmm.paging.FramePool;
import org.trapline.vmm.paging.GuestMemory;
import org.trapline.vmm.paging.KernelPlace;
import org.trapline.vmm.paging.Paging;
import org.trapline.vmm.paging.PagingParts;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.schedule.RunQueue;
import org.trapline.vmm.technique.OwnMemory;

/**
 * A Type 1 hypervisor: host software that lives in the supervisor mode of a machine's harts, owns the machine and lets guests run there by a
 * {@link org.trapline.vmm.technique.Technique}.
 *
 * <p>What a guest may not do on the physical hart comes to {@link Core}, which is the VMM on one hart, and is carried out on the {@link VCpu}
 * instead. Whatever the guest's own kernel would see on a machine of its own (system calls, faults, interrupts) is delivered to that kernel.
 */
public final class Hypervisor implements Stateful {
    /** What the VMM keeps for itself at the start of the host's RAM. */
    public static final long OWN_MEMORY = 0x20_0000;

    private static final long NEVER = Long.MAX_VALUE;

    private final Platform host;
    private final HostTimer timer;
    private final HypervisorConfig config;
    private final Meter meter;
    private final HostMemory memory;
    private final List<Core> cores = new ArrayList<>();
    private final List<Domain> domains = new ArrayList<>();
    // Where what each has in one piece begins.
    private final Map<Domain, Long> pieces = new IdentityHashMap<>();
    private final RunQueue queue;
    private final FileSystem files = new FileSystem();
    private Pager pager;
    private final Clock clock;
    private Runnable whenAllEnded = () -> { };
    private final int maxAsid;
    private int lastAsid;
    private long nextDue = NEVER;
    // When the swap disk has done all that it was asked for.
    private long diskTick;
    private boolean booted;
    // Cycles for which a guest has waited for pages since its last exit.
    private long owed;

    /**
     * Installs a hypervisor on a host that is not running yet.
     * @param host  the machine's harts, memory and devices
     * @param timer the firmware's timer service
     */
    public Hypervisor(final Platform host, final HostTimer timer, final HypervisorConfig config) {
        final Isa isa = host.config().isa();
        if (config.kernel() == KernelPlace.GUEST_MODE && (!isa.has(Extension.H) || isa.xlen() != Long.SIZE)) {
            throw new IllegalArgumentException("cpu hardware with paging " + config.paging().literal() + " needs the H extension of RV64,"
                + " which the host's harts (isa " + isa + ") do not have");
        }
        this.host = host;
        this.timer = timer;
        this.config = config;
        clock = host.config().clock();
        meter = new Meter(config.costs());
        final PrivilegedState first = host.harts().getFirst().state();
        maxAsid = (1 << (config.paging() == PagingScheme.NESTED ? first.vmidBits() : first.asidBits())) - 1;
        memory = new HostMemory(Platform.RAM_BASE + OWN_MEMORY, host.deviceTreeAddress());
        queue = config.scheduler().make(host.harts().stream().map(this::machineNumber).toList());
        for (final Hart hart : host.harts()) {
            cores.add(new Core(this, hart, queue, meter, clock));
        }
        meter.on(host.harts().getFirst());
        host.addState("hypervisor", this);
    }

    // ---- memory that comes and goes ----

    /**
     * Lets the operating system swap: processes, and guests of VMMs that are processes, have their memory page by page from now on.
     * @param store the swap disk, or a part of one
     */
    public void setSwap(final BlockStore store) {
        pager = new Pager(new PagerHost(), host, memory, store);
    }

    /** The pager's way to harts, time and trace. */
    private final class PagerHost implements Pager.Host {
        @Override
        public void fence(final Paging paging) {
            meter.charge(Cost.SHOOT_DOWN, 1);
            for (final Core core : cores) {
                paging.moveTo(core.hart());
                core.hart().mmu().dropReservation();
            }
        }

        @Override
        public void waitForDisk() {
            meter.charge(Cost.SWAP_REQUEST, 1);
            final long cycles = config.costs().cycles(Cost.SWAP_TRANSFER);
            final VCpu waiting = cores.get(meter.hart().id()).loaded();
            if (waiting == null) {
                // Nobody's fault: the kernel itself waits.
                meter.charge(Cost.SWAP_TRANSFER, 1);
            } else {
                // One after the other.
                diskTick = Math.max(diskTick, tick()) + Math.ceilDiv(cycles, Clock.CYCLES_PER_TICK);
                waiting.waitForDisk(diskTick);
            }
        }

        @Override
        public void charge(final Cost cost, final int times) {
            meter.charge(cost, times);
        }

        @Override
        public void outOfMemory(final int domain) {
            final Domain poor = domain(domain);
            if (poor.lifeCycle() == LifeCycle.RUNNING || poor.lifeCycle() == LifeCycle.PAUSED) {
                poor.lose();
            }
        }

        @Override
        public void record(final int domain, final EventKind kind, final long a, final long b, final long c) {
            final Hart hart = meter.hart();
            if (hart.trace() != null) {
                hart.trace().record(kind, new EventOrigin(config.hostId(), domain, EventOrigin.NONE, machineNumber(hart)), hart.instret(), hart.cycle(), 0,
                    a, b, c, 0);
            }
        }
    }

    private Domain domain(final int id) {
        return domains.stream().filter(each -> each.id() == id).findFirst().orElseThrow();
    }

    private boolean isPaged(final DomainConfig wanted) {
        return wanted.givesBack() || pager != null && wanted.standing().kind() != Standing.Kind.GUEST;
    }

    /** Returns how many bytes of the host's memory a domain takes in one piece. */
    private long pieceFor(final DomainConfig wanted) {
        return bytes(wanted) - (isPaged(wanted) ? wanted.memory() : 0);
    }

    // ---- domains ----

    /**
     * Creates a domain and assigns its memory.
     * @throws IllegalArgumentException if the host has not that much memory left, or its harts have not so large virtual addresses
     */
    public Domain create(final DomainConfig wanted) {
        checkIsa(wanted);
        final Extension paging = host.config().isa().paging();
        if (wanted.isa().paging().compareTo(paging) > 0) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "' has " + wanted.isa().paging().isaName()
                + ", but a shadow page table can have no more than the host's " + paging.isaName());
        }
        if (scheme(wanted) == PagingScheme.NESTED && !canWalk(wanted)) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "': the hart's walks of its tables set A and D bits, or not, where its own"
                + " would do otherwise; give both svade or svadu");
        }
        if (scheme(wanted) == PagingScheme.DIRECT) {
            checkDirect(wanted);
        }
        final int frames = scheme(wanted).frames(wanted.memory());
        final int own = ownMemory(wanted);
        final long tables = wanted.vcpus() * ((long) frames * FramePool.FRAME_SIZE + own);
        queue.check(wanted);
        final long piece = pieceFor(wanted);
        final long hpa = takePiece(wanted, piece);
        if (hpa < 0) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "' needs " + (piece - tables) + " bytes of memory and " + tables
                + (own == 0 ? " for its page tables, but" : " for its page tables and translated code, but")
                + " the host has only " + memory.largest() + " left");
        }
        final Domain domain = new Domain(wanted, this, memoryFor(wanted, hpa), clock, config.startNanos());
        if (scheme(wanted) == PagingScheme.DIRECT) {
            domain.setTables(new DirectTables(host.bus(), domain.memory(), domain.dirtyLog(), new PagingMeter(meter, PagingScheme.DIRECT, false, false)));
        }
        pieces.put(domain, hpa);
        long pool = hpa + piece - tables;
        for (final VCpu vcpu : domain.vcpus()) {
            equip(vcpu, new FramePool(pool, frames), pool + (long) frames * FramePool.FRAME_SIZE);
            pool += (long) frames * FramePool.FRAME_SIZE + own;
            cores.forEach(core -> core.hart().debug().mayCarry(vcpu.hart().debug()));
            queue.add(vcpu);
        }
        domains.add(domain);
        if (booted) {
            lifeCycleChanged(domain, Lifecycle.CREATE);
        }
        return domain;
    }

    /** What a guest's harts know must be what the host's know, since they execute it. */
    private void checkIsa(final DomainConfig wanted) {
        final Isa isa = host.config().isa();
        if (wanted.isa().xlen() != isa.xlen()) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "' has isa " + wanted.isa() + ", but the host's harts execute " + isa);
        }
        final List<String> missing = wanted.isa().extensions().stream().filter(each -> !isa.has(each)).map(Extension::isaName).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "' may use all of isa " + wanted.isa() + ", but the host's harts (isa " + isa
                + ") have no " + String.join(", ", missing));
        }
    }

    /** Takes what a domain has in one piece; returns -1 if there is no such piece. */
    private long takePiece(final DomainConfig wanted, final long bytes) {
        if (wanted.givesBack() && pager == null) {
            pager = new Pager(new PagerHost(), host, memory, null);
        }
        meter.on(cores.getFirst().hart());
        if (pager != null) {
            return pager.takePiece(bytes);
        }
        return bytes <= memory.largest() ? memory.take(bytes) : -1;
    }

    private DomainMemory memoryFor(final DomainConfig wanted, final long hpa) {
        if (!isPaged(wanted)) {
            return new DomainMemory(host.config(), new GuestMemory(Platform.RAM_BASE, hpa, wanted.memory()));
        }
        try {
            return new DomainMemory(host.config(), pager.add(new PagedMemory.Claim("domain '" + wanted.name() + "'", wanted.id(), wanted.memory(),
                wanted.residentLimit(), wanted.share().weight())));
        } catch (final IllegalArgumentException e) {
            memory.release(hpa, pieceFor(wanted));
            throw e;
        }
    }

    private void checkDirect(final DomainConfig wanted) {
        if (wanted.isa().xlen() != Long.SIZE) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "' has isa " + wanted.isa() + "; with paging direct a guest has RV64 and Sv39");
        }
        if (isPaged(wanted)) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "' cannot be swapped out: with paging direct its own tables name page frames of the host;"
                + " take another paging, or leave the swap out");
        }
    }

    /** Processes have page tables of the kernel's, however guests are run. */
    private PagingScheme scheme(final DomainConfig wanted) {
        return wanted.standing().isProcess() ? PagingScheme.SHADOW : config.paging();
    }

    private int ownMemory(final DomainConfig wanted) {
        return wanted.standing().isProcess() ? 0 : config.technique().memory(wanted.memory());
    }

    /**
     * Gives a domain a virtio device of the host for itself.
     * @param slot of the host
     * @throws IllegalArgumentException if the guest has no slot left for it
     */
    public void assign(final Domain domain, final int slot) {
        if (scheme(domain.config()) == PagingScheme.DIRECT) {
            throw new IllegalArgumentException("domain '" + domain.name() + "': with paging direct a guest's tables map nothing but its memory, so it has no"
                + " device of the host");
        }
        if (isPaged(domain.config())) {
            throw new IllegalArgumentException("domain '" + domain.name() + "' may be swapped out, so it has no device of the host, which would reach page frames"
                + " that are somebody else's by then");
        }
        domain.assign(host.virtio().get(slot), host.wiring(slot), Platform.VIRTIO_BASE + slot * VirtioMmio.SIZE, address -> {
            final Hart hart = cores.getFirst().hart();
            if (hart.trace() != null) {
                hart.trace().record(EventKind.DMA_REFUSED, new EventOrigin(config.hostId(), domain.id(), EventOrigin.NONE, EventOrigin.NONE),
                    hart.instret(), hart.cycle(), 0, address, slot, 0, 0);
            }
        });
    }

    /** Tells whether the host's harts treat A and D bits of a guest's tables as its own would. */
    private boolean canWalk(final DomainConfig wanted) {
        final Isa isa = host.config().isa();
        return isa.has(Extension.SVADU) || setsBits(isa, host.config().hardwareAd()) == setsBits(wanted.isa(), wanted.hardwareAd())
            && !wanted.isa().has(Extension.SVADU);
    }

    private static boolean setsBits(final Isa isa, final boolean hardwareAd) {
        return hardwareAd && !isa.has(Extension.SVADE);
    }

    private void equip(final VCpu vcpu, final FramePool frames, final long ownHpa) {
        final Domain domain = vcpu.domain();
        final Standing standing = domain.config().standing();
        final PagingScheme scheme = scheme(domain.config());
        final KernelPlace kernel = standing.isProcess() ? KernelPlace.USER_MODE : config.kernel();
        final Paging paging = scheme.make(new PagingParts(host.bus(), frames, this::newSpace, vcpu.state(), vcpu.hart().mmu(),
            domain.memory(), domain.dirtyLog(), domain.sources(), domain.tables(), kernel, domain.config().hardwareAd(),
            new PagingMeter(meter, scheme, standing.isHosted(), kernel == KernelPlace.GUEST_MODE)));
        domain.dirtyLog().add(paging);
        if (domain.guestMemory().paged() != null) {
            domain.guestMemory().paged().add(paging);
        }
        if (standing.isProcess()) {
            vcpu.equip(paging, owner -> new UserProcess(owner, meter, files));
            return;
        }
        final OwnMemory own = new OwnMemory(host.bus(), host.config().ram(), host.config().ramFirst(), ownHpa, config.technique().memory(domain.memory().size()));
        vcpu.equip(paging, owner -> config.technique().make(owner, meter, own));
    }

    /**
     * Deletes a domain: its memory and the frames of its tables are given back, and zero.
     * @throws LifeCycleException if it may still run
     */
    public void delete(final Domain domain) {
        Transition.DELETE.check(domain.name(), domain.lifeCycle());
        meter.on(cores.getFirst().hart());
        domain.release();
        for (final VCpu vcpu : domain.vcpus()) {
            cores.forEach(core -> core.hart().debug().forget(vcpu.hart().debug()));
            queue.remove(vcpu);
        }
        final long hpa = pieces.remove(domain);
        final long piece = pieceFor(domain.config());
        host.config().ram().release(host.config().ramFirst() + hpa - Platform.RAM_BASE, piece);
        memory.release(hpa, piece);
        domains.remove(domain);
        domain.step(Transition.DELETE);
    }

    /**
     * Gives a domain that does not run other resources; what it had written to its memory is lost.
     * @param wanted with the same name and number
     * @return the domain that takes its place, as it is before its first start
     * @throws IllegalArgumentException if the host has not that much memory left; then the old one, unchanged, or one like it is there
     */
    public Domain resize(final Domain domain, final DomainConfig wanted) {
        final int place = domains.indexOf(domain);
        delete(domain);
        try {
            return replace(domain, wanted, place);
        } catch (final IllegalArgumentException e) {
            replace(domain, domain.config(), place);
            throw e;
        }
    }

    /**
     * Lets a domain that has not run yet go on from where another stands, or stood: its memory and what was written to its disks are shared until they are
     * stored to. If the domain is not of the same shape it is deleted.
     * @throws StateException if it has other resources
     */
    public void adopt(final Domain made, final Snapshot kept) {
        try {
            made.take(kept, true);
        } catch (final StateException | LifeCycleException e) {
            delete(made);
            throw e;
        }
        if (Domain.ran(kept)) {
            made.resume();
        }
    }

    /**
     * Makes a domain that goes on from where another stands, or stood, as {@link #adopt} does.
     * @param like   what it loads if it is started anew
     * @param wanted with a name and a number of its own, and the same resources
     * @throws IllegalArgumentException if the host has not that much memory left
     * @throws StateException if it is to have other resources; then nothing has been changed
     */
    public Domain clone(final Snapshot kept, final Domain like, final DomainConfig wanted) {
        final Domain made = create(wanted);
        if (like != null) {
            made.loadLike(like);
        }
        adopt(made, kept);
        return made;
    }

    /**
     * Keeps a domain's state and gives back what it had; another with the same configuration can go on with {@link Domain#restore}.
     * @throws LifeCycleException unless it runs or is paused
     */
    public Snapshot suspend(final Domain domain) {
        Transition.SUSPEND.check(domain.name(), domain.lifeCycle());
        final Snapshot kept = domain.keep();
        domain.halt(Transition.SUSPEND);
        delete(domain);
        return kept;
    }

    private Domain replace(final Domain old, final DomainConfig wanted, final int place) {
        final Domain made = create(wanted);
        domains.remove(made);
        domains.add(place, made);
        made.loadLike(old);
        lifeCycleChanged(made, Lifecycle.RESIZE);
        return made;
    }

    /** Takes notice that a domain gets another part of the harts. */
    void shareChanged(final Domain domain) {
        queue.shareChanged(domain);
        record(domain, EventKind.LIFECYCLE, Lifecycle.RESIZE.ordinal(), domain.exitCode(), 0, 0);
        kick();
    }

    /** Returns how many bytes a domain takes of the host's memory, with its page tables and what its technique needs. */
    private long bytes(final DomainConfig wanted) {
        final long tables = (long) scheme(wanted).frames(wanted.memory()) * FramePool.FRAME_SIZE;
        return wanted.memory() + wanted.vcpus() * (tables + ownMemory(wanted));
    }

    Platform host() {
        return host;
    }

    HostMemory memory() {
        return memory;
    }

    /** Returns how many bytes of the host's memory the largest free piece has. */
    public long freeMemory() {
        return memory.largest();
    }

    /** Returns an identifier of an address space or, with the second stage, of a virtual machine. */
    private int newSpace() {
        if (lastAsid == maxAsid) {
            // Identifiers start again, so nothing may be left of those that had them.
            lastAsid = 0;
            for (final Core core : cores) {
                core.hart().fenceAll();
                core.hart().fenceSecondStage();
            }
        }
        return ++lastAsid;
    }

    /** Returns the files of the host's processes. */
    public FileSystem files() {
        return files;
    }

    public List<Domain> domains() {
        return Collections.unmodifiableList(domains);
    }

    /** Returns what the hypervisor was configured with. */
    public HypervisorConfig config() {
        return config;
    }

    /** Is run when the last domain has ended, by the hart that noticed. */
    public void setWhenAllEnded(final Runnable action) {
        whenAllEnded = action;
    }

    /** Returns the vCPU whose instruction a physical hart executes, or the VMM in its place; null if it is the VMM that works there. */
    public VCpu executing(final int hart) {
        return cores.get(hart).executing();
    }

    /** Returns the domain whose memory an address is in; null if it is no guest's. */
    public Domain owner(final long hpa) {
        final long page = hpa & -Ram.PAGE_SIZE;
        for (final Domain domain : domains) {
            if (domain.memory().gpaOfPage(page) >= 0) {
                return domain;
            }
        }
        return null;
    }

    /** Tells whether an address is in the VMM's own memory: what it keeps for itself, its tables, translated code. */
    public boolean isOwn(final long hpa) {
        final Map.Entry<Long, Long> range = memory.free().floorEntry(hpa);
        return owner(hpa) == null && (range == null || hpa >= range.getValue());
    }

    /** Returns the vCPU that is on a physical hart, or null. */
    public VCpu loaded(final int hart) {
        return cores.get(hart).loaded();
    }

    HostTimer timer() {
        return timer;
    }

    // ---- state ----

    /** The VMM's own: whom it has created, who runs where, and who is next. Guests' memory and the page tables are in the host's. */
    @Override
    public void exchange(final StateExchange state) {
        state.fixed("domains", domains.size());
        state.fixed("technique", config.technique().literal() + " " + config.paging().literal());
        state.fixed("scheduler", config.scheduler().literal());
        lastAsid = state.number("lastAsid", lastAsid, 0, maxAsid);
        nextDue = state.number("nextDue", nextDue);
        owed = state.number("owed", owed);
        diskTick = state.number("diskTick", diskTick);
        state.part("memory", memory);
        state.part("files", files);
        for (final Domain domain : domains) {
            state.part("domain" + domain.id(), domain);
        }
        if (pager != null) {
            state.part("pager", pager);
        }
        state.part("queue", queue);
        for (final Core core : cores) {
            state.part("core" + core.hart().id(), core);
        }
    }

    /** Returns a physical hart by its number; null if that is negative. */
    Hart hart(final int id) {
        return id < 0 ? null : cores.get(id).hart();
    }

    /** Returns the number by which traces know one of the host's harts. */
    int machineNumber(final Hart hart) {
        return host.machineNumber(hart.id());
    }

    int harts() {
        return cores.size();
    }

    // ---- starting ----

    /** Boots all domains and the host's harts: from here on, letting the harts run lets the guests run. */
    public void boot() {
        meter.on(cores.getFirst().hart());
        booted = true;
        domains.stream().filter(Domain::starts).forEach(this::boot);
        putIdleLoop();
        cores.forEach(Core::boot);
    }

    void boot(final Domain domain) {
        domain.boot(clock.ticks());
        for (final VCpu vcpu : domain.vcpus()) {
            vcpu.paging().flush();
        }
        lifeCycleChanged(domain, Lifecycle.START);
    }

    // The VMM's only own code: what a hart does when no guest has work for it.
    private void putIdleLoop() {
        final Bus bus = host.bus();
        bus.write(Platform.RAM_BASE, 4, Instruction.WFI.encode());
        bus.write(Platform.RAM_BASE + 4, 4, Instruction.JAL.encode(0, -4));
    }

    // ---- what comes from outside ----

    /** Takes notice of a vCPU's state that somebody has changed from outside: what runs on the harts may depend on it. */
    public void stateChanged(final VCpu vcpu) {
        if (vcpu.isLoaded()) {
            kick();
        }
    }

    /** Returns the hart on which the VMM works. */
    Hart workingHart() {
        return meter.hart();
    }

    /** Makes the VMM look for work on every hart. */
    void kick() {
        cores.forEach(Core::kick);
    }

    /** Takes a domain's vCPUs, which are not runnable any more, off all harts: each is interrupted, and the VMM there finds something else to do. */
    void park(final Domain domain) {
        for (final Core core : cores) {
            if (isOn(core, domain)) {
                core.kick();
                core.hart().run(core.hart().cycle() + 1);
                if (isOn(core, domain)) {
                    // The firmware's own timer was due, and came first.
                    core.hart().run(core.hart().cycle() + 1);
                }
                if (isOn(core, domain)) {
                    throw new IllegalStateException("domain '" + domain.name() + "' did not leave hart " + core.hart().id());
                }
            }
        }
    }

    private static boolean isOn(final Core core, final Domain domain) {
        return core.loaded() != null && core.loaded().domain() == domain;
    }

    /** Returns the host's tick. */
    long tick() {
        return clock.ticks();
    }

    /** Returns in which cycle of a tick the host is. */
    int phase() {
        return (int) (cores.getFirst().hart().cycle() % Clock.CYCLES_PER_TICK);
    }

    /** Lets cycles pass until the host is in the same cycle of a tick as before: ticks then come to a guest as if it had never stood still. */
    void alignTick(final int phase) {
        cores.getFirst().hart().charge(Math.floorMod(phase - phase(), (int) Clock.CYCLES_PER_TICK));
    }

    /** Makes harts come back whose guests must be told of what has just happened on another hart. */
    void tellNews(final Core teller) {
        for (final Core core : cores) {
            if (core != teller) {
                core.tellNews();
            }
        }
    }

    /** Charges work, or a wait, that comes while a hart is in the middle of a guest's instruction: the next exit pays. */
    void owe(final long cycles) {
        owed += cycles;
    }

    /** Charges work of the VMM's own while no hart is in the middle of an instruction: it takes the time from whatever runs on the first hart. */
    void work(final Cost cost, final int times) {
        cores.getFirst().hart().charge((long) times * config.costs().cycles(cost));
    }

    /** Lets the time pass that is owed, on the hart on which the VMM works. */
    void payOwed() {
        if (owed != 0) {
            meter.hart().charge(owed);
            owed = 0;
        }
    }

    /** Charges an event on the hart on which the VMM works. */
    void charge(final Cost cost) {
        meter.charge(cost, 1);
    }

    /** Does something that takes the right to write from pages; harts on which guests run come here before they write again. */
    void protectStores(final Runnable action) {
        meter.on(cores.getFirst().hart());
        action.run();
        kick();
    }

    /** Records something that happens to a domain as a whole. */
    void record(final Domain domain, final EventKind kind, final long a, final long b, final long c, final long d) {
        final Hart hart = cores.getFirst().hart();
        if (hart.trace() != null) {
            hart.trace().record(kind, new EventOrigin(config.hostId(), domain.id(), EventOrigin.NONE, EventOrigin.NONE), hart.instret(),
                hart.cycle(), 0, a, b, c, d);
        }
    }

    void lifeCycleChanged(final Domain domain, final Lifecycle what) {
        record(domain, EventKind.LIFECYCLE, what.ordinal(), domain.exitCode(), 0, 0);
        if (what == Lifecycle.PAUSE || what == Lifecycle.RESUME) {
            kick();
        }
        if (domains.stream().noneMatch(d -> d.lifeCycle().isAlive())) {
            whenAllEnded.run();
        }
    }

    // ---- time ----

    /** Brings virtual devices up to the present: those of the domain that runs, and all others once one of them is due. */
    void advance(final Domain running) {
        running.advance();
        if (clock.ticks() >= nextDue) {
            advanceAll();
        }
    }

    void advanceAll() {
        domains.forEach(Domain::advance);
    }

    /** Returns the tick at which the first virtual timer of any domain is due. */
    long nextTimer() {
        nextDue = NEVER;
        for (final Domain domain : domains) {
            nextDue = Math.min(nextDue, domain.nextHostTick());
        }
        return nextDue;
    }
}
