// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.HashMap;
import java.util.Map;
import org.trapline.machine.jit.AccessGroups;
import org.trapline.machine.jit.CompiledRegion;
import org.trapline.machine.jit.RegionCompiler;
import org.trapline.machine.jit.RegionHost;
import org.trapline.machine.memory.Ram;

/**
 * The step that a block starts with when the region that starts there has been compiled: it executes as much of the region as there is time for.
 * Where there is too little, the block's own steps do.
 */
final class Region extends Node {
    /** Each time so many more calls were made, it is asked what else has been compiled. */
    private static final int CALLS_TO_LOOK = 0x3f;
    /** After so many indirect jumps out of the region it is known well enough where they lead. */
    private static final int INDIRECT = 2_000;
    /** After so many times that accesses were not in one page, though it was thought that they would be, that is thought no more. */
    private static final int SCATTERED = 500;
    /** After so many that is to be known when the region is made again. */
    private static final int OFTEN = 20;
    /** Cycles at a time that are many. */
    private static final int LONG = 4_000;
    private static final int LENGTHS = 8;
    /** After so many regions in a row it is looked whether there is anything else to do. A prime: a loop of regions is left at each of them. */
    private static final int MAX_CHAIN = 61;

    /** So often the region may be left for numbers that the host's arithmetic does not do, before it is looked how often that is. */
    private static final int UNUSUAL_NUMBERS = 64;
    /** Cycles that make it seldom. */
    private static final long SELDOM = 500;

    final Interpreter engine;
    /** The block of each part. */
    final Block[] blocks;
    /** Where the ways out lead: those with the number of a part to its block. */
    private final Block[] exits;
    private final long[] exitPcs;
    private final CompiledRegion code;
    final Entrance entrance;
    /** What is to be in one page, by the sites at which the region is left if it is not. */
    private final Map<Integer, AccessGroups.Range> groups;
    /** How often it was left at such a site. */
    private final Map<Integer, Integer> scattered = new HashMap<>();
    /** How often it was left to store to a page of which some lines are guarded, where that was not expected; and for each part where it was. */
    private int besideGuarded;
    private final long[] guarded;
    /** What was there before; a region that started with the same block stays in use until this is ripe. */
    private Node before;
    /** Whether it was known where its indirect jumps lead. */
    final boolean isWide;
    /** Whether it ends where others begin. */
    final boolean endsAtOthers;
    /** How often it was seen to lead to a place that is to be within it. */
    int hopsWithin;
    private final Ripening ripening;
    private boolean ripe;
    /** The pages with its code: their virtual addresses, and the physical ones. */
    private final long[] pages;
    private final long[] physical;
    private final long allFetched;
    /** Which of the pages have been fetched from, as far as it is known, while the engine's context is the one below. */
    private long fetched;
    private long context = Block.NO_CONTEXT;
    private int calls;
    /** How often it was left because the host's arithmetic did not do, and cycles executed when that was looked at. */
    private int unusualNumbers;
    private long lookedAtNumbers;
    /** When it was last asked for while it was not ripe, see {@link Regions#samples}. */
    int lastAsked;
    private int indirect;
    /** Cycles that it has lately been executed for at a time, about. */
    private int length;
    /** Whether it has been taken out of use. */
    boolean dropped;
    /** Cycles it had executed when that was last looked at, and the last window in which those were more than before, see {@link Regions}. */
    private long executedBefore;
    int executedIn;

    /**
     * Makes a region of what was drafted and compiled.
     * @param order    what it was to be
     * @param ripening tells when it is to be executed
     */
    Region(Interpreter engine, Regions.Order order, RegionDraft draft, RegionCompiler.Compiled compiled, Ripening ripening) {
        this.engine = engine;
        this.ripening = ripening;
        ripe = ripening.isRipe();
        isWide = order.isWide();
        endsAtOthers = order.endsAtOthers();
        blocks = draft.blocks();
        guarded = draft.guarded();
        exits = draft.exits();
        exitPcs = draft.exitPcs();
        code = compiled.code();
        pages = compiled.pages();
        physical = new long[pages.length];
        for (int i = 0; i < pages.length; i++) {
            pages[i] <<= Ram.PAGE_SHIFT;
            physical[i] = physical(pages[i]);
        }
        allFetched = -1L >>> Long.SIZE - pages.length;
        groups = compiled.groups();
        before = blocks[0].first;
        entrance = new Entrance(this, compiled, draft.isFloating(), exits.length);
        entrance.notesTargets = !isWide;
    }

    private long physical(long page) {
        for (Block block : blocks) {
            if (block.pc >> Ram.PAGE_SHIFT == page >> Ram.PAGE_SHIFT) {
                return block.pa & -Ram.PAGE_SIZE;
            }
            if (block.secondPa != Block.NO_SECOND_PAGE && block.pc + 2 == page) {
                return block.secondPa;
            }
        }
        throw new IllegalStateException("no code of the region is in one of its pages");
    }

    /** Finds out which pages have been fetched from. */
    private void lookAtPages() {
        context = engine.context;
        fetched = 0;
        for (int i = 0; i < pages.length; i++) {
            if (engine.isFetched(pages[i], physical[i])) {
                fetched |= 1L << i;
            }
        }
    }

    /** Tells whether it has been executed since it was last asked that, and notes when that was. */
    boolean wasExecuted(int window) {
        boolean was = entrance.executed != executedBefore;
        executedBefore = entrance.executed;
        executedIn = was ? window : executedIn;
        return was;
    }

    Block root() {
        return blocks[0];
    }

    /** Returns what is executed where the region is not. */
    private Node otherwise() {
        if (before instanceof Region narrow && narrow.dropped) {
            before = narrow.otherwise();
        }
        return before;
    }

    /** Puts the region in front of its first block. */
    void install() {
        if (isRipe()) {
            takePlace();
        }
        if (root().first instanceof Region narrow) {
            narrow.entrance.ready = Block.NO_CONTEXT;
        }
        root().first = this;
        for (Block block : blocks) {
            block.addRegion(this);
        }
    }

    /** Takes the region out of use. */
    void drop() {
        dropped = true;
        entrance.close();
        if (root().first == this) {
            root().first = otherwise();
        }
        for (Block block : blocks) {
            block.removeRegion(this);
        }
        engine.dropped(this);
    }

    @Override
    Node execute(long[] x) {
        Interpreter e = engine;
        long room = e.room(root());
        if (room < entrance.need || entrance.floating && !e.floats.ready || !ripe && !isToTry() || !e.runner.hasPages(entrance.loads, entrance.stores)) {
            return otherwise();
        }
        if ((++calls & CALLS_TO_LOOK) == 0) {
            e.lookAfter(this);
            if (dropped) {
                return root().first;
            }
        }
        if (context != e.context || fetched != allFetched) {
            lookAtPages();
        }
        e.enterRegion(root());
        return ripe && !ripening.isTimed() ? chain(room) : executeTimed(room);
    }

    private Node executeTimed(long room) {
        RegionRunner runner = engine.runner;
        runner.region = this;
        long least = Math.max(entrance.need, room - ripening.patience());
        boolean timed = ripe || ripening.isTimed();
        long start = timed ? System.nanoTime() : 0;
        int exit = code.run(room, least, ripe ? entrance.need : least, fetched);
        length += (int) (Math.min(room - runner.remaining, LONG * LENGTHS) - length) / LENGTHS;
        if (timed && ripening.took(System.nanoTime() - start, room - runner.remaining)) {
            ripe = ripening.isRipe();
            if (ripe) {
                takePlace();
            }
            engine.ripened(this);
        }
        if (ripe) {
            entrance.patience = ripening.patience();
        } else {
            entrance.ready = Block.NO_CONTEXT;
        }
        entrance.executed += room - runner.remaining;
        return leave(exit);
    }

    /** Executes the region and, without a look at anything else, those that it leads to, as long as they can be executed just so. */
    private Node chain(long room) {
        Interpreter e = engine;
        RegionRunner runner = e.runner;
        Entrance at = entrance;
        boolean hasLoadPage = entrance.loads;
        boolean hasStorePage = entrance.stores;
        long fetchedNow = fetched;
        long left = room;
        for (int more = MAX_CHAIN; ; more--) {
            if (at.accessesCsrs) {
                runner.region = at.region;
            }
            int exit = at.code.run(left, Math.max(at.need, left - at.patience), at.need, fetchedNow);
            long leftThen = left;
            left = runner.remaining;
            at.executed += leftThen - left;
            Entrance next = exit >= 0 ? at.next[exit] : exit == CompiledRegion.TO_TARGET ? e.entrances[Entrance.index(runner.target)] : Entrance.NONE;
            if (more == 0 || next.ready != e.context || left < next.need || exit < 0 && next.pc != runner.target || next.floating && !e.floats.ready) {
                next = at.region.next(exit, left, more == 0);
                if (next == null) {
                    return at.region.leave(exit);
                }
            }
            if (next.loads && !hasLoadPage || next.stores && !hasStorePage) {
                hasLoadPage |= next.loads;
                hasStorePage |= next.stores;
                if (!runner.hasPages(hasLoadPage, hasStorePage)) {
                    return at.region.leave(exit);
                }
            }
            if (exit < 0 && at.notesTargets) {
                at.region.noteTarget();
            }
            at = next;
            fetchedNow = -1;
        }
    }

    /** Returns where a way out leads if a region can be executed there just so, and notes it; else null. */
    private Entrance next(int exit, long left, boolean isLast) {
        Interpreter e = engine;
        boolean isKnown = exit >= 0;
        Block to = isKnown ? exits[exit] : exit == CompiledRegion.TO_TARGET ? e.jumps[BlockCache.jumpIndex(e.runner.target)] : Block.NONE;
        if (to.context != e.context || !isKnown && to.pc != e.runner.target) {
            return null;
        }
        if (!(to.first instanceof Region region)) {
            e.arrived(to);
            return null;
        }
        if (isLast) {
            calls |= CALLS_TO_LOOK;
            e.hopped(this, to);
            return null;
        }
        if (!region.isReady(left)) {
            return null;
        }
        if (isKnown) {
            entrance.next[exit] = region.entrance;
        } else {
            e.entrances[Entrance.index(to.pc)] = region.entrance;
        }
        return region.entrance;
    }

    /** Tells whether the region can be executed now, as another has been just before, if there are the pages that it needs. */
    private boolean isReady(long left) {
        if (!ripe || left < entrance.need || context != engine.context || fetched != allFetched || entrance.floating && !engine.floats.ready) {
            return false;
        }
        entrance.ready = context;
        return true;
    }

    private Node leave(int exit) {
        engine.runner.region = this;
        engine.leaveRegion(engine.runner.remaining);
        return exit >= 0 ? follow(exit) : engine.runner.leave(exit);
    }

    /** Takes the region out of use that this one is larger than. */
    private void takePlace() {
        if (otherwise() instanceof Region narrow) {
            narrow.drop();
            before = narrow.otherwise();
        }
    }

    private boolean isToTry() {
        lastAsked = engine.samples();
        return ripening.isToTry();
    }

    /** Tells whether it is executed for so long, once it is entered, that entering it hardly matters. */
    boolean isLong() {
        return ripe && length >= LONG;
    }

    boolean isRipe() {
        return ripe;
    }

    /** Tells whether it is to come into use when HotSpot has compiled it, and was asked for lately. */
    boolean isAwaited() {
        return !ripe && engine.isAskedLately(lastAsked);
    }

    boolean isHopeless() {
        return ripening.isHopeless();
    }

    /** Notes where an indirect jump has led out of the region. After some of them a larger region is made, which contains those places. */
    void noteTarget() {
        if (isWide || indirect == INDIRECT) {
            return;
        }
        blocks[engine.runner.site].sawTarget(engine.runner.target);
        indirect++;
        if (indirect == INDIRECT) {
            if (!isLong() && engine.widen(this)) {
                entrance.notesTargets = false;
            } else {
                indirect = 0;
            }
        }
    }

    /**
     * Takes notice that the region was left in a block because the host's arithmetic did not do. Where that happens all the time, regions are to be
     * prepared for more.
     */
    void sawUnusualNumber(Block block) {
        block.unusualNumbers++;
        if (++unusualNumbers < UNUSUAL_NUMBERS) {
            return;
        }
        boolean often = entrance.executed - lookedAtNumbers < UNUSUAL_NUMBERS * SELDOM;
        for (Block each : blocks) {
            if (often && each.unusualNumbers > 0) {
                each.numbers = each.numbers.more();
            }
            each.unusualNumbers = 0;
        }
        unusualNumbers = 0;
        lookedAtNumbers = entrance.executed;
        if (often && !dropped) {
            drop();
            root().wantedHeat = 0;
        }
    }

    /**
     * Takes notice that the region was left at an access. If it is often left because some accesses are not in one page, it is made again so that it
     * looks for the page of each of them; if it is because some lines of a page are guarded, so that it looks whether those are meant.
     */
    void leftAt(int site) {
        int part = RegionHost.part(site);
        if (((blocks[part].guarded & ~guarded[part]) >>> RegionHost.index(site) & 1) != 0 && ++besideGuarded % SCATTERED == 0 && !dropped) {
            engine.remake(this);
            return;
        }
        AccessGroups.Range group = groups.get(site);
        if (group == null || !group.isScattered(engine.x())) {
            return;
        }
        int times = scattered.merge(site, 1, Integer::sum);
        if (times % OFTEN == 0) {
            for (int elsewhere : group.elsewhere(engine.x())) {
                blocks[RegionHost.part(elsewhere)].scattered |= 1L << RegionHost.index(elsewhere);
            }
        }
        if (times % SCATTERED == 0 && !dropped) {
            engine.remake(this);
        }
    }

    private Node follow(int exit) {
        Interpreter e = engine;
        Block to = exits[exit];
        if (to.context == e.context) {
            e.remaining -= to.count;
            if (e.remaining >= 0) {
                return to.first;
            }
            e.remaining += to.count;
        }
        return e.follow(this, exit);
    }

    /** Returns where a way out leads. */
    long pcOf(int exit) {
        return exitPcs[exit];
    }

    /** Notes the block to which a way out leads. */
    void link(int exit, Block to) {
        exits[exit] = to;
    }
}
