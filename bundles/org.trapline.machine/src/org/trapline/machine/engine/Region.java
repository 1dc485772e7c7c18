// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.machine.jit.CompiledRegion;
import org.trapline.machine.jit.RegionCompiler;

/**
 * The step that a block starts with when the region that starts there has been compiled: it executes as much of the region as there is time for.
 * Where there is too little, the block's own steps do.
 */
final class Region extends Node {
    /** HotSpot compiles what is called often; what loops for long it compiles later, and less well. So the loop of the first part ends after these. */
    private static final int CYCLES = 3_000;
    private static final int YOUNG_CALLS = 300;
    private static final int YOUNG_CYCLES = 500;

    final Interpreter engine;
    /** The block of each part. */
    final Block[] blocks;
    /** Where the ways out lead: those with the number of a part to its block. */
    private final Block[] exits;
    private final long[] exitPcs;
    private final CompiledRegion code;
    private final int need;
    private final Node interpreted;
    private final boolean floating;
    private int calls;
    /** Whether it has been taken out of use. */
    boolean dropped;
    /** Whether it was entered since somebody last asked. */
    boolean isInUse;

    Region(Interpreter engine, RegionDraft draft, RegionCompiler.Compiled compiled) {
        this.engine = engine;
        blocks = draft.blocks();
        exits = draft.exits();
        exitPcs = draft.exitPcs();
        floating = draft.isFloating();
        code = compiled.code();
        need = compiled.need();
        interpreted = blocks[0].first;
    }

    Block root() {
        return blocks[0];
    }

    /** Puts the region in front of its first block. */
    void install() {
        root().first = this;
        for (Block block : blocks) {
            block.addRegion(this);
        }
    }

    /** Takes the region out of use. */
    void drop() {
        dropped = true;
        if (root().first == this) {
            root().first = interpreted;
        }
        for (Block block : blocks) {
            block.removeRegion(this);
        }
    }

    @Override
    Node execute(long[] x) {
        Interpreter e = engine;
        long room = e.room(root());
        if (room < need || floating && !e.floats.ready) {
            return interpreted;
        }
        calls++;
        isInUse = true;
        RegionRunner runner = e.runner;
        runner.region = this;
        e.enterRegion(root());
        int exit = code.run(room, Math.max(need, room - (calls < YOUNG_CALLS ? YOUNG_CYCLES : CYCLES)));
        e.leaveRegion(runner.remaining);
        return exit >= 0 ? follow(exit) : runner.leave(exit);
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
