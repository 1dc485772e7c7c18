// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.trapline.machine.jit.RegionCompiler;

/**
 * Finds out which blocks take the time and has them compiled. The engine tells after every so many cycles that blocks have executed by their own
 * steps where it is; what is there often gets compiled. When compiled code comes into use is a matter of the wall clock, but it does what the steps
 * do, so it makes no other difference.
 */
final class Regions {
    /** How much longer a block must be hot that a region contains already. */
    private static final int PATIENCE = 8;
    /** As much longer if nothing else is to be compiled. */
    private static final int IDLE = 3;
    /** How much longer a block must be hot if a region that started with it was given up. */
    private static final int DISAPPOINTED = 4_096;
    /** As much longer if it is in a loop through a trap, where entering and leaving a region would take longer than the steps. */
    private static final int IN_TRAPS = 1_000;
    /** How much more seldom it is looked at such loops, for that takes the engine out of them. */
    private static final int SELDOM = 16;
    /** How much larger a region becomes when it is known where its indirect jumps lead. */
    private static final int WIDER = 2;
    /**
     * A region is awaited if it was asked for within so many looks at what is executed. A system that starts goes from one short phase to the next:
     * those of the last one must not keep those of this one waiting.
     */
    private static final int ASKED_LATELY = 500;
    private static final int SPREAD_BITS = 8;
    private static final int ONE_BITS = 10;
    /**
     * By how much intervals are longer than their mean: exponentially distributed, for then it makes no difference when they begin. A guest that is
     * interrupted more often than it is looked at has its share of looks.
     */
    private static final int[] SPREAD = spread();

    private final Interpreter engine;
    private final JitOptions options;
    private final Queue<Runnable> finished = new ConcurrentLinkedQueue<>();
    private final Set<Region> live = new LinkedHashSet<>();
    private int underWay;
    /** How often it was looked at what is executed. */
    private int samples;
    /** Those that HotSpot has not yet compiled well, and that were asked for lately. */
    private final List<Region> unripe = new ArrayList<>();
    private boolean wideUnderWay;
    private boolean inTraps;
    private int random = 1;

    Regions(Interpreter engine, JitOptions options) {
        this.engine = engine;
        this.options = options;
    }

    /** Returns after how many cycles {@link #sample} is to be called next. */
    int interval() {
        // Xorshift: a loop must not be in step with it.
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        int interval = 1 + (int) ((long) options.interval() * SPREAD[random >>> Integer.SIZE - SPREAD_BITS] >>> ONE_BITS);
        return inTraps ? SELDOM * interval : interval;
    }

    /** Returns values of the exponential distribution with the mean 1, each as likely as the others. */
    private static int[] spread() {
        int[] values = new int[1 << SPREAD_BITS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) (-Math.log((i + 0.5) / values.length) * (1 << ONE_BITS));
        }
        return values;
    }

    /** Takes notice that a block is about to be executed by its own steps. */
    void sample(Block block) {
        samples++;
        install();
        inTraps = block.wantedHeat == IN_TRAPS;
        if (++block.heat >= wantedHeat(block) && hasRoom() && !block.overwritten
            && RegionDraft.fits(block) && !(block.first instanceof Region)) {
            if (Loop.isThroughTrap(block, Superinstruction.MAX_PARTS)) {
                block.heat = 0;
                block.wantedHeat = IN_TRAPS;
            } else {
                submit(block, options.maxInstructions(), false);
            }
        }
    }

    /** Returns how often a block is to be seen; less often if nothing is awaited that might contain it. */
    private int wantedHeat(Block block) {
        boolean isContained = block.wantedHeat == PATIENCE * options.heat();
        return isContained && underWay + unripe.size() == 0 ? IDLE * options.heat() : Math.max(options.heat(), block.wantedHeat);
    }

    /** Brings into use what has been compiled. */
    void install() {
        for (Runnable install = finished.poll(); install != null; install = finished.poll()) {
            install.run();
        }
    }

    /**
     * Compiles a region again, now that it is known where its indirect jumps lead, unless another such region has its first block.
     * @return whether there was time for that
     */
    boolean widen(Region region) {
        if (wideUnderWay || !hasRoom()) {
            return false;
        }
        if (!region.dropped && !region.root().isInWideRegion()) {
            wideUnderWay = true;
            submit(region.root(), WIDER * options.maxInstructions(), true);
        }
        return true;
    }

    /** Compiles a region again if there is time for that. */
    void remake(Region region) {
        if (hasRoom()) {
            submit(region.root(), (region.isWide ? WIDER : 1) * options.maxInstructions(), region.isWide);
        }
    }

    private void submit(Block root, int maxInstructions, boolean isWide) {
        RegionDraft draft = new RegionDraft(engine::blockAt, root, engine.isCompressed(), maxInstructions);
        for (Block block : draft.blocks()) {
            // Perhaps it is hot only until this region comes into use.
            block.heat = 0;
            block.wantedHeat = PATIENCE * options.heat();
        }
        if (!draft.isWorthwhile()) {
            root.wantedHeat = Integer.MAX_VALUE;
            wideUnderWay &= !isWide;
            return;
        }
        underWay++;
        root.wantedHeat = Integer.MAX_VALUE;
        options.executor().execute(() -> {
            RegionCompiler.Compiled compiled = options.compiler().get().compile(draft.plan(), engine.binding());
            finished.add(() -> install(draft, compiled, maxInstructions, isWide));
        });
    }

    private void install(RegionDraft draft, RegionCompiler.Compiled compiled, int maxInstructions, boolean isWide) {
        underWay--;
        wideUnderWay &= !isWide;
        Block root = draft.blocks()[0];
        root.wantedHeat = PATIENCE * options.heat();
        for (Block block : draft.blocks()) {
            if (block.overwritten) {
                return;
            }
        }
        if (compiled == null) {
            submit(root, maxInstructions / 2, isWide);
            return;
        }
        if (live.size() >= options.maxRegions()) {
            makeRoom();
        }
        Region region = new Region(engine, draft, compiled, options.ripens() ? new Ripening(System::nanoTime) : Ripening.always(), isWide);
        region.install();
        live.add(region);
        ripened(region);
    }

    /** Drops the regions that were not entered since there was no room the last time; all, if there are none. */
    private void makeRoom() {
        List<Region> idle = live.stream().filter(region -> !region.isInUse).toList();
        (idle.isEmpty() ? List.copyOf(live) : idle).forEach(Region::drop);
        live.forEach(region -> region.isInUse = false);
    }

    /** Takes notice that HotSpot has compiled a region well, or does not keep it so. */
    void ripened(Region region) {
        if (region.isRipe()) {
            unripe.remove(region);
        } else {
            region.lastAsked = samples;
            unripe.add(region);
        }
    }

    /** Returns how often it was looked at what is executed. */
    int samples() {
        return samples;
    }

    /** Gives up a region that HotSpot makes nothing good of. */
    void giveUp(Region region) {
        region.drop();
        region.root().wantedHeat = DISAPPOINTED * options.heat();
    }

    /** Tells whether another region may be made. One that waits for HotSpot must not be in the way when nobody asks for it any more. */
    private boolean hasRoom() {
        unripe.removeIf(region -> samples - region.lastAsked > ASKED_LATELY);
        return underWay + unripe.size() < options.queue();
    }

    /** Takes notice that a region has been taken out of use: nothing is to hold its class. */
    void dropped(Region region) {
        live.remove(region);
        unripe.remove(region);
    }

    /** Returns how many compiled regions there are. */
    int count() {
        return live.size();
    }
}
