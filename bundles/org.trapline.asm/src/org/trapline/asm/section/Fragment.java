// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import org.trapline.asm.expression.Evaluator;

/** A stretch of a section. */
abstract sealed class Fragment permits DataFragment, AlignFragment, OrgFragment, SpaceFragment, BranchFragment, Leb128Fragment {
    private long start;

    /** Returns the offset of the fragment in its section, as far as layout has come. */
    final long start() {
        return start;
    }

    final void place(long offset) {
        start = offset;
    }

    /** Returns the size in bytes, as far as layout has come. */
    abstract long size();

    /**
     * Works out the size anew from the offsets that layout has come to.
     * @return whether the size changed
     */
    abstract boolean update(Evaluator evaluator);

    /** Tells whether the size is known from the start. */
    boolean isFixed() {
        return false;
    }

    /** Writes the bytes and relocations, all offsets being final. */
    abstract void write(SectionWriter writer);
}
