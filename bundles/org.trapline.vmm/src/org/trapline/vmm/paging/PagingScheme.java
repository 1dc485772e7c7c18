// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.Locale;
import java.util.function.Function;

/** The kinds of paging by name, as configurations know them; and of each that is there, how it is made for a vCPU. */
public enum PagingScheme {
    /** The hart walks tables that the VMM derives from the guest's. */
    SHADOW(ShadowPaging::new),
    /** The hart walks the guest's tables, and for each of their addresses the VMM's. */
    NESTED(NestedPaging::new),
    /** The hart walks the guest's tables, which the guest cannot write. */
    DIRECT(DirectPaging::new);

    private static final int FRAMES = 256;
    /** What one table of the last level maps. */
    private static final long REACH = 512L * FramePool.FRAME_SIZE;
    /** Views of physical memory that a guest may have, and what each takes beside the last level. */
    private static final int VIEWS = 4;
    private static final int UPPER = 8;

    private final Function<PagingParts, Paging> maker;

    PagingScheme(final Function<PagingParts, Paging> maker) {
        this.maker = maker;
    }

    /** Returns the name in configurations: {@code shadow}. */
    public String literal() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns how many frames a vCPU's tables get, for a guest that has so many bytes of memory. */
    public int frames(final long memory) {
        return this == NESTED ? VIEWS * (UPPER + (int) ((memory + REACH - 1) / REACH)) : FRAMES;
    }

    /** Makes the paging of a vCPU. */
    public Paging make(final PagingParts parts) {
        return maker.apply(parts);
    }
}
