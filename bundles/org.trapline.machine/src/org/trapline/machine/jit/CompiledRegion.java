// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

/** A region as JVM bytecode. */
public abstract class CompiledRegion {
    /** The region is left to the address {@link RegionHost#target}. */
    public static final int TO_TARGET = -1;
    /** The engine is to carry out the access at {@link RegionHost#site}, and to go on after it. */
    public static final int LEFT = -2;
    /** As {@link #TO_TARGET}, but that is no instruction boundary, and the jump has not retired: {@link RegionHost#site} is its part. */
    public static final int MISALIGNED = -3;
    /** The access to a CSR at {@link RegionHost#site} cannot be done in the present mode. */
    public static final int CSR = -4;
    /** The access to a CSR at the end of the part {@link RegionHost#site} has been done, and the engine is to look what follows from it. */
    public static final int DONE_AND_LEFT = -5;
    /** No way out: an access to a CSR has been done, and the region goes on. */
    public static final int DONE = -6;
    /** The last instruction of the part {@code SYSTEM - result} is to be carried out by the engine. */
    public static final int SYSTEM = -16;

    /**
     * Executes from the start of the first part. There must be time for {@link RegionCompiler.Compiled#need} instructions.
     * @param remaining cycles to the deadline
     * @param least     cycles that must remain to go back to the first part; not less than is needed to enter
     * @param within    as this, for any other part
     * @param fetched   for each page with code of the region, numbered as {@link RegionCompiler.Compiled#pages}, a bit: whether it has been fetched
     *                  from, as it is mapped now; those of the first part have
     * @return the number of the way out that was taken, or one of the constants; then registers and {@link RegionHost#remaining} are right
     */
    public abstract int run(long remaining, long least, long within, long fetched);
}
