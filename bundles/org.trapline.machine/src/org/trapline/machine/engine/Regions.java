// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.ArrayList;
import java.util.Arrays;
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
    /** With so many regions, or blocks that wait for one, what is executed is all over the program. */
    private static final int MANY_REGIONS = 32;
    private static final int MANY_WAITING = 150;
    /** As many more may be under way then. */
    private static final int MORE_QUEUE = 3;
    /** Bytes of a region then: HotSpot's time is to be for all. */
    private static final int SMALL = 3_200;
    /** What is left out, one part in so many, where a region's method became too long. */
    private static final int LESS = 8;
    /** So often regions must lead to a block for one to start there, as much more often if there are few. */
    static final int ARRIVALS = 300;
    private static final int ARRIVALS_IF_FEW = 30;
    /** Of so many ways from region to region that are looked at, those to a place are many from one part in so many on. */
    private static final int HOPS = 1_024;
    private static final int MANY_HOPS = HOPS / 16;
    /** Cycles from one look at how much is in use to the next: what a system did when it started says nothing about what it does later. */
    private static final long WINDOW = 50_000_000;
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
    /** When it was last looked what is in use, in cycles, and how often that was done. */
    private long windowStart;
    private int window = 1;
    /** Blocks that are hot but were refused a region, since then and in the time before. */
    private int waiting;
    private int waitedBefore;
    /** Regions that were executed in the time before, and those made since then. */
    private int inUse;
    private int made;
    /** How many ways from region to region were looked at. */
    private int hops;
    private int random = 1;

    /**
     * What is to be compiled.
     * @param root         the block it starts with
     * @param maxBytes     how long its method may be, as far as that is known before
     * @param isWide       whether it is known where its indirect jumps lead
     * @param endsAtOthers whether it ends wherever another begins, and not only if that one is long, so that it hardly matters what leads there
     * @param within       blocks at which it does not end all the same
     */
    record Order(Block root, int maxBytes, boolean isWide, boolean endsAtOthers, Set<Block> within) {
        private boolean endsAt(Block block) {
            return block.first instanceof Region other && (endsAtOthers || other.isLong()) && !block.isWithin && !within.contains(block);
        }

        private Order smaller() {
            return new Order(root, Math.min(maxBytes, RegionDraft.MAX_BYTES) / LESS * (LESS - 1), isWide, endsAtOthers, within);
        }
    }

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
        look();
        inTraps = block.wantedHeat == IN_TRAPS;
        if (++block.heat >= wantedHeat(block) && canStart(block)) {
            if (hasRoom()) {
                start(block);
            } else if (block.waitedIn != window) {
                block.waitedIn = window;
                waiting++;
            }
        }
    }

    /** Takes notice that regions have often led to a block that none starts with. */
    void arrived(Block block) {
        boolean isOften = isScattered() || ++block.moreArrivals % ARRIVALS_IF_FEW == 0;
        if (isOften && block.wantedHeat < IN_TRAPS && hasRoom() && canStart(block)) {
            start(block);
        }
    }

    private static boolean canStart(Block block) {
        return !block.overwritten && RegionDraft.fits(block) && !(block.first instanceof Region) && !block.isAwaited();
    }

    private void start(Block block) {
        if (Loop.isThroughTrap(block, Superinstruction.MAX_PARTS)) {
            block.heat = 0;
            block.wantedHeat = IN_TRAPS;
        } else {
            boolean isSmall = isScattered();
            submit(new Order(block, isSmall ? Math.min(options.maxBytes(), SMALL) : options.maxBytes(), false, isSmall, Set.of()));
        }
    }

    /**
     * Tells whether what is executed is in very many places. Then regions are small and end where others begin, so that most blocks are in one only, and
     * many are under way at a time.
     */
    boolean isScattered() {
        return inUse + made >= MANY_REGIONS || Math.max(waiting, waitedBefore) >= MANY_WAITING;
    }

    /** Looks from time to time what is in use. */
    private void lookWhatIsInUse() {
        long passed = engine.cycle() - windowStart;
        // A machine may be taken back to an earlier state.
        if (passed >= 0 && passed < WINDOW) {
            return;
        }
        windowStart += passed;
        window++;
        inUse = 0;
        for (Region region : live) {
            inUse += region.wasExecuted(window) ? 1 : 0;
        }
        made = 0;
        waitedBefore = waiting;
        waiting = 0;
    }

    /** Returns how often a block is to be seen; less often if nothing is awaited that might contain it. */
    private int wantedHeat(Block block) {
        boolean isContained = block.wantedHeat == PATIENCE * options.heat();
        return isContained && underWay + unripe.size() == 0 ? IDLE * options.heat() : Math.max(options.heat(), block.wantedHeat);
    }

    /** Looks, if it is time, what is in use, and brings into use what has been compiled. */
    void look() {
        lookWhatIsInUse();
        for (Runnable install = finished.poll(); install != null; install = finished.poll()) {
            install.run();
        }
    }

    /**
     * Compiles a region again, now that it is known where its indirect jumps lead, unless another such region has its first block, or what is executed is
     * in so many places that no region could have them all.
     * @return whether there was time for that
     */
    boolean widen(Region region) {
        if (isScattered()) {
            return true;
        }
        if (wideUnderWay || !hasRoom()) {
            return false;
        }
        if (!region.dropped && !region.root().isInWideRegion()) {
            wideUnderWay = true;
            submit(new Order(region.root(), WIDER * options.maxBytes(), true, false, Set.copyOf(Arrays.asList(region.blocks))));
        }
        return true;
    }

    /** Compiles a region again if there is time for that, and if that is not being done already. */
    void remake(Region region) {
        boolean isReplaced = region.root().underWay > 0 || region.root().first != region;
        if (!isReplaced && hasRoom()) {
            Set<Block> within = Set.copyOf(Arrays.asList(region.blocks));
            submit(new Order(region.root(), (region.isWide ? WIDER : 1) * options.maxBytes(), region.isWide, region.endsAtOthers, within));
        }
    }

    /**
     * Takes notice that a region has led to the first block of another; of such ways, every so many are told about. A place to which many of them lead is
     * to be within the regions that they come from: it is in a loop with them, or all that is executed leads there.
     */
    void hopped(Region from, Block to) {
        int window = ++hops / HOPS;
        if (to.hopWindow != window) {
            to.hopWindow = window;
            to.hops = 0;
        }
        to.isWithin |= ++to.hops >= MANY_HOPS;
        if (to.isWithin && from.endsAtOthers && ++from.hopsWithin >= MANY_HOPS) {
            from.hopsWithin = 0;
            remake(from);
        }
    }

    private void submit(Order order) {
        Block root = order.root;
        RegionDraft draft = new RegionDraft(engine::blockAt, root, engine.isCompressed(), order.maxBytes, order::endsAt);
        for (Block block : draft.blocks()) {
            // Perhaps it is hot only until this region comes into use.
            block.heat = 0;
            block.wantedHeat = PATIENCE * options.heat();
            block.underWay++;
            if (block.waitedIn == window) {
                block.waitedIn = 0;
                waiting--;
            }
        }
        if (!draft.isWorthwhile()) {
            for (Block block : draft.blocks()) {
                block.underWay--;
            }
            root.wantedHeat = Integer.MAX_VALUE;
            wideUnderWay &= !order.isWide;
            return;
        }
        underWay++;
        root.wantedHeat = Integer.MAX_VALUE;
        options.executor().execute(() -> compile(order, draft));
    }

    private void compile(Order order, RegionDraft draft) {
        try {
            RegionCompiler.Compiled compiled = options.compiler().get().compile(draft.plan(), engine.binding());
            finished.add(() -> install(order, draft, compiled));
        } catch (RuntimeException | LinkageError e) {
            // Its steps do as well, and others must not wait for it.
            finished.add(() -> ended(order, draft));
            throw e;
        }
    }

    /** Takes notice that a region is no longer under way. */
    private void ended(Order order, RegionDraft draft) {
        underWay--;
        for (Block block : draft.blocks()) {
            block.underWay--;
        }
        wideUnderWay &= !order.isWide;
    }

    private void install(Order order, RegionDraft draft, RegionCompiler.Compiled compiled) {
        ended(order, draft);
        Block root = order.root;
        root.wantedHeat = PATIENCE * options.heat();
        for (Block block : draft.blocks()) {
            if (block.overwritten) {
                return;
            }
        }
        if (compiled == null) {
            if (draft.blocks().length > 1) {
                submit(order.smaller());
            } else {
                root.wantedHeat = Integer.MAX_VALUE;
            }
            return;
        }
        if (live.size() >= options.maxRegions()) {
            makeRoom();
        }
        Ripening ripening = options.ripens() ? new Ripening(System::nanoTime, root.first instanceof Region) : Ripening.always();
        Region region = new Region(engine, order, draft, compiled, ripening);
        region.executedIn = window;
        region.install();
        live.add(region);
        made++;
        ripened(region);
    }

    /** Drops the regions that have not been executed lately; all, if there are none. */
    private void makeRoom() {
        List<Region> idle = live.stream().filter(region -> region.executedIn < window - 1).toList();
        (idle.isEmpty() ? List.copyOf(live) : idle).forEach(Region::drop);
    }

    /** Takes notice that HotSpot has compiled a region well, or does not keep it so. */
    void ripened(Region region) {
        if (region.isRipe()) {
            unripe.remove(region);
            for (Block block : region.blocks) {
                block.heat = 0;
            }
        } else {
            region.lastAsked = samples;
            unripe.add(region);
        }
    }

    /** Tells whether something asked for at a time, see {@link #samples}, is still awaited. */
    boolean isAskedLately(int lastAsked) {
        return samples - lastAsked <= ASKED_LATELY;
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
        unripe.removeIf(region -> !isAskedLately(region.lastAsked));
        return underWay + unripe.size() < (isScattered() ? MORE_QUEUE * options.queue() : options.queue());
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
