// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.Arrays;
import org.trapline.machine.jit.CompiledRegion;
import org.trapline.machine.jit.RegionCompiler;

/**
 * What is looked at of a region to go on with it after another: so little that it is in one line of the host's cache, for where there are hundreds of
 * regions the lines are what takes the time.
 */
final class Entrance {
    /** Stands where no region is known; it is never ready. */
    static final Entrance NONE = new Entrance();

    private static final int TABLE = 1 << 10;
    private static final int TABLE_BITS = 11;

    final long pc;
    /** The context in which the region can be executed without a look at anything but the time, or {@link Block#NO_CONTEXT}. */
    long ready = Block.NO_CONTEXT;
    /** Cycles it has executed. */
    long executed;
    final int need;
    /** Cycles after which its loops end. */
    int patience = Ripening.RIPE_CYCLES;
    final boolean loads;
    final boolean stores;
    final boolean floating;
    /** Whether it asks the host for accesses to CSRs. */
    final boolean accessesCsrs;
    /** Whether it is to be noted where its indirect jumps lead. */
    boolean notesTargets;
    /** These three are null when the region has been taken out of use: whoever led there must not keep it. */
    Region region;
    CompiledRegion code;
    /** The regions to which its ways out lead, as far as that is known. */
    Entrance[] next;

    private Entrance() {
        pc = -1;
        need = 0;
        loads = false;
        stores = false;
        floating = false;
        accessesCsrs = false;
    }

    Entrance(Region region, RegionCompiler.Compiled compiled, boolean floating, int exits) {
        this.region = region;
        code = compiled.code();
        need = compiled.need();
        loads = compiled.loads();
        stores = compiled.stores();
        this.floating = floating;
        pc = region.root().pc;
        accessesCsrs = Arrays.stream(region.blocks).anyMatch(Entrance::accessesCsrs);
        next = none(exits);
    }

    private static boolean accessesCsrs(Block block) {
        return Arrays.stream(block.code).mapToInt(Op::opcode).anyMatch(opcode -> opcode == Op.PLAIN_CSR || Op.isCsr(opcode));
    }

    /** Returns a table for places by {@link #index}. */
    static Entrance[] table() {
        return none(TABLE);
    }

    private static Entrance[] none(int count) {
        Entrance[] none = new Entrance[count];
        Arrays.fill(none, NONE);
        return none;
    }

    static int index(long pc) {
        return (int) (pc >>> 1 ^ pc >>> TABLE_BITS) & TABLE - 1;
    }

    /** Lets go what it leads to. */
    void close() {
        ready = Block.NO_CONTEXT;
        region = null;
        code = null;
        next = null;
    }
}
