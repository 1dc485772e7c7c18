// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.function.Function;

import org.trapline.machine.hart.FenceListener;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.vmm.paging.Paging;
import org.trapline.vmm.technique.Technique;

/**
 * A virtual CPU: the state of a hart as its guest believes it to be. While the vCPU is loaded, the guest's instructions run on a physical hart
 * with these registers; what the guest may not do there, the VMM has the vCPU's own {@link #hart()} carry out, one instruction at a time.
 */
public final class VCpu implements Stateful {
    private static final long NOT_WAITING = -1;

    private final Domain domain;
    private final Hart hart;
    private Paging paging;
    private Technique technique;
    private boolean loaded;
    private Hart lastHart;
    /** Since when it could run and is on no hart, or {@link #NOT_WAITING}. */
    private long waitingSince = NOT_WAITING;
    private long stolenTicks;
    private boolean yields;
    /** The host's tick at which the disk has done what the vCPU's VMM, a process, waits for. */
    private long diskTick;
    private boolean carriedByVmm;
    private long exits;
    private long nativeInstructions;
    private long carriedOut;

    VCpu(final Domain domain, final Hart hart) {
        this.domain = domain;
        this.hart = hart;
    }

    /** Gives the vCPU the way in which its guest's addresses are translated, and then that in which its guest runs. */
    void equip(final Paging newPaging, final Function<VCpu, Technique> maker) {
        paging = newPaging;
        technique = maker.apply(this);
        hart.setFenceListener(new Fences());
    }

    /** What the guest does to its translations concerns both the tables and the technique, and the hart that the vCPU is on. */
    private final class Fences implements FenceListener {
        @Override
        public void fenced(final long va, final int asid) {
            paging.fenced(va, asid);
            technique.fenced(va, asid);
            tellHart();
        }

        @Override
        public void guestFenced() {
            paging.guestFenced();
            tellHart();
        }

        @Override
        public void protectionChanged() {
            paging.protectionChanged();
            technique.protectionChanged();
            tellHart();
        }

    }

    /** Another of the guest's vCPUs may have asked for it, while this one runs: its hart forgets what it knows, and comes back to the VMM. */
    private void tellHart() {
        if (loaded && lastHart != domain.hypervisor().workingHart()) {
            paging.moveTo(lastHart);
            domain.hypervisor().kick();
        }
    }

    /** Has what the guest's translations were be used no more, on the hart that the vCPU is on or the next one. */
    public void forgetTranslations() {
        paging.fenced(FenceListener.ALL, FenceListener.ALL);
        tellHart();
    }

    public Domain domain() {
        return domain;
    }

    /** Returns the number of the vCPU in its domain, which its guest sees as {@code mhartid}. */
    public int id() {
        return hart.id();
    }

    /** Returns the vCPU's registers, privileged state and way to the guest's memory. */
    public Hart hart() {
        return hart;
    }

    /** Returns the privileged state that the guest sees. */
    public PrivilegedState state() {
        return hart.state();
    }

    public Paging paging() {
        return paging;
    }

    public Technique technique() {
        return technique;
    }

    /** Tells whether the vCPU is on a physical hart now. */
    public boolean isLoaded() {
        return loaded;
    }

    /** Loads the vCPU on a physical hart; what another stay there left in its TLB may have been dropped since. */
    void load(final Hart physical) {
        loaded = true;
        // What another vCPU has reserved there is not this one's, and what this one had may have been written since.
        physical.mmu().dropReservation();
        if (lastHart != physical) {
            paging.moveTo(physical);
            lastHart = physical;
        }
    }

    void put() {
        loaded = false;
    }

    /** Gives up the rest of the time on the hart it is on. */
    public void yieldHart() {
        yields = true;
    }

    boolean takeYield() {
        final boolean yielded = yields;
        yields = false;
        return yielded;
    }

    /** Takes notice that it could run but is on no hart. */
    public void waits(final long tick) {
        if (waitingSince == NOT_WAITING) {
            waitingSince = tick;
        }
    }

    /** Tells whether it is on a hart, or is known to wait for one. */
    public boolean wantsHart() {
        return loaded || waitingSince != NOT_WAITING;
    }

    /** Takes notice that it does not want to run any more. */
    public void forgetsWaiting() {
        waitingSince = NOT_WAITING;
    }

    /** Takes notice that it does not want to run, or does; returns for how many ticks it was kept waiting. */
    long stopsWaiting(final long tick) {
        final long waited = waitingSince == NOT_WAITING ? 0 : tick - waitingSince;
        waitingSince = NOT_WAITING;
        stolenTicks += waited;
        return waited;
    }

    /** Returns for how many ticks it could have run and was on no hart. */
    public long stolenTicks() {
        return stolenTicks;
    }

    /** Copies the guest's registers to a physical hart; those for floating point, if the vCPU's unit is on. */
    public void giveRegisters(final Hart physical) {
        System.arraycopy(hart.x(), 0, physical.x(), 0, Hart.REGISTERS);
        if (!state().isFloatOff()) {
            physical.copyFloats(hart);
        }
    }

    /** Copies the guest's registers back from a physical hart; those for floating point, if they have changed there. */
    public void takeRegisters(final Hart physical) {
        System.arraycopy(physical.x(), 0, hart.x(), 0, Hart.REGISTERS);
        if (physical.state().isFloatDirty()) {
            hart.copyFloats(physical);
        }
    }

    /** Lets the vCPU's own hart execute one instruction, or take one trap, in place of the hart it is on. */
    public void carryOut() {
        carriedByVmm = true;
        hart.run(hart.cycle() + 1);
        carriedByVmm = false;
    }

    /** Tells whether the vCPU's own hart executes an instruction now. */
    public boolean isCarriedOut() {
        return carriedByVmm;
    }

    /** Tells whether there is something to run. */
    public boolean isRunnable() {
        return domain.lifeCycle() == LifeCycle.RUNNING && !hart.isWaiting() && !waitsForDisk();
    }

    /** Tells whether pages that it needs are on their way. */
    boolean waitsForDisk() {
        return diskTick > domain.hypervisor().tick();
    }

    /** Returns the host's tick at which it waits for the disk no more. */
    long diskTick() {
        return diskTick;
    }

    /** Does not run before a tick of the host. */
    void waitForDisk(final long tick) {
        diskTick = tick;
    }

    /** Returns how often control left the guest for the VMM. */
    public long exits() {
        return exits;
    }

    /** Returns how many of the guest's instructions a physical hart has retired, up to now. */
    public long nativeInstructions() {
        return nativeInstructions + hart.debug().carried();
    }

    /** Returns how many of the guest's instructions the VMM has carried out. */
    public long emulatedInstructions() {
        return carriedOut;
    }

    /** Counts instructions that the VMM has carried out for the guest. */
    public void countEmulated(final long retired) {
        carriedOut += retired;
    }

    void countExit(final long retired) {
        exits++;
        nativeInstructions += retired;
        // What the physical hart has retired is time in the vCPU's own count.
        hart.setCycle(hart.cycle() + retired);
    }

    /** The registers are the state of the domain's platform. */
    @Override
    public void exchange(StateExchange state) {
        loaded = state.flag("loaded", loaded);
        final Hypervisor hypervisor = domain.hypervisor();
        lastHart = hypervisor.hart(state.number("lastHart", lastHart == null ? -1 : lastHart.id(), -1, hypervisor.harts() - 1));
        waitingSince = state.number("waitingSince", waitingSince);
        stolenTicks = state.number("stolenTicks", stolenTicks);
        yields = state.flag("yields", yields);
        diskTick = state.number("diskTick", diskTick);
        exchangeCounts(state);
        state.part("paging", paging);
        state.part("technique", technique);
    }

    /** What was counted, which goes along with the guest wherever it goes. */
    void exchangeCounts(final StateExchange state) {
        exits = state.number("exits", exits);
        nativeInstructions = state.number("nativeInstructions", nativeInstructions);
        carriedOut = state.number("carriedOut", carriedOut);
    }
}
