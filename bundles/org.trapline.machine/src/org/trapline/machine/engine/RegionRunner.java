// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.machine.jit.CompiledRegion;
import org.trapline.machine.jit.RegionHost;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Tlb;

/** Does for compiled regions what they cannot do themselves. */
final class RegionRunner extends RegionHost {
    private static final int INDEX_BITS = 8;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    private final Interpreter engine;
    /** The region that is being executed. */
    Region region;

    RegionRunner(Interpreter engine) {
        super(engine.floats);
        this.engine = engine;
    }

    /** Makes sure that there is a page for loads, if those are wanted, and one for stores. */
    boolean hasPages(boolean loads, boolean stores) {
        return (!loads || hasLoadPage()) && (!stores || hasStorePage());
    }

    private boolean hasLoadPage() {
        if (tag(FastState.LOAD_TAGS, loadBase) == (loadBase | engine.dataTag()) && loadPage != null
            && engine.pages[Tlb.index(loadBase)] == loadPage) {
            return true;
        }
        int entry = direct(FastState.LOAD_TAGS);
        if (entry < 0) {
            return false;
        }
        loadBase = engine.x()[FastState.LOAD_TAGS + entry] & Tlb.PAGE_MASK;
        loadPage = engine.pages[entry];
        return true;
    }

    private CsrNodes.Plain csr(int where) {
        return (CsrNodes.Plain) region.blocks[where >>> INDEX_BITS].steps.steps[where & INDEX_MASK];
    }

    @Override
    public boolean reachesCsr(int where) {
        return csr(where).csr.isReachable();
    }

    @Override
    public long csr(int where, long source) {
        return csr(where).access(source);
    }

    private boolean hasStorePage() {
        if (tag(FastState.STORE_TAGS, storeBase) == (storeBase | engine.dataTag()) && storePage != null
            && engine.pages[Tlb.ENTRIES + Tlb.index(storeBase)] == storePage) {
            return true;
        }
        int entry = direct(FastState.STORE_TAGS);
        if (entry < 0) {
            return false;
        }
        storeBase = engine.x()[FastState.STORE_TAGS + entry] & Tlb.PAGE_MASK;
        storePage = engine.pages[Tlb.ENTRIES + entry];
        return true;
    }

    private long tag(int tags, long va) {
        return engine.x()[tags + Tlb.index(va)];
    }

    /** Returns an entry that is valid now; -1 if there is none. */
    private int direct(int tags) {
        for (int i = 0; i < Tlb.ENTRIES; i++) {
            long tag = engine.x()[tags + i];
            if (tag != 0 && (tag & ~Tlb.PAGE_MASK) == engine.dataTag()) {
                return i;
            }
        }
        return -1;
    }

    /** Goes on after a region that was left in a way that its code cannot finish; null if the engine must look at the hart. */
    Node leave(int exit) {
        return switch (exit) {
            case CompiledRegion.TO_TARGET -> jump(target);
            case CompiledRegion.LEFT -> engine.accessAndGoOn(region.blocks[site >>> INDEX_BITS], site & INDEX_MASK);
            case CompiledRegion.MISALIGNED -> engine.misaligned(region.blocks[site], target);
            case CompiledRegion.CSR -> csr(site).leave();
            default -> region.blocks[CompiledRegion.SYSTEM - exit].steps.exit;
        };
    }

    /** As the step of an indirect jump does. */
    private Node jump(long to) {
        if (region.looksAtTargets()) {
            region.blocks[site].sawTarget(to);
        }
        Block found = engine.jumps[BlockCache.jumpIndex(to)];
        return found.pc == to && found.context == engine.context && (engine.remaining -= found.count) >= 0 ? found.first : engine.jump(to);
    }
}
