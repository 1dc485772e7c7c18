// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.machine.jit.CompiledRegion;
import org.trapline.machine.jit.RegionHost;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Tlb;

/** Does for compiled regions what they cannot do themselves. */
final class RegionRunner extends RegionHost {
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
        int entry = entry(FastState.LOAD_TAGS, 0, loadBase, loadPage);
        if (entry < 0) {
            return false;
        }
        loadBase = pageOf(FastState.LOAD_TAGS, entry);
        loadPage = engine.pages[entry];
        return true;
    }

    private boolean hasStorePage() {
        int entry = entry(FastState.STORE_TAGS, Tlb.ENTRIES, storeBase, storePage);
        if (entry < 0) {
            return false;
        }
        storeBase = pageOf(FastState.STORE_TAGS, entry);
        storePage = engine.pages[Tlb.ENTRIES + entry];
        return true;
    }

    /** Returns the entry of a page if it is valid still, else another; -1 if there is none. */
    private int entry(int tags, int firstPage, long base, byte[] page) {
        int entry = Tlb.index(base);
        boolean isValid = engine.x()[tags + entry] == (base | engine.dataTag()) && page != null && engine.pages[firstPage + entry] == page;
        return isValid ? entry : direct(tags);
    }

    private long pageOf(int tags, int entry) {
        return engine.x()[tags + entry] & Tlb.PAGE_MASK;
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

    private CsrNodes.Plain csr(int where) {
        return (CsrNodes.Plain) region.blocks[part(where)].steps.steps[index(where)];
    }

    @Override
    public boolean reachesCsr(int where) {
        return csr(where).csr.isReachable();
    }

    @Override
    public long csr(int where, long source) {
        return csr(where).access(source);
    }

    @Override
    public int endWithCsr(int part, long left, long source) {
        site = part;
        int done = engine.csrInRegion(region.blocks[part], left, source);
        return done == CompiledRegion.SYSTEM ? done - part : done;
    }

    /** Goes on after a region that was left in a way that its code cannot finish; null if the engine must look at the hart. */
    Node leave(int exit) {
        return switch (exit) {
            case CompiledRegion.TO_TARGET -> jump(target);
            case CompiledRegion.LEFT -> goOnAt(region.blocks[part(site)], index(site));
            case CompiledRegion.MISALIGNED -> engine.misaligned(region.blocks[site], target);
            case CompiledRegion.DONE_AND_LEFT -> engine.goOnAfter(region.blocks[site]);
            case CompiledRegion.CSR -> csr(site).leave();
            default -> region.blocks[CompiledRegion.SYSTEM - exit].steps.exit;
        };
    }

    private Node goOnAt(Block block, int index) {
        if (!Op.computesFloat(Op.opcode(block.code[index]))) {
            region.leftAt(site);
            return engine.accessAndGoOn(block, index);
        }
        region.sawUnusualNumber(block);
        return block.steps.from(index);
    }

    /** As the step of an indirect jump does. */
    private Node jump(long to) {
        region.noteTarget();
        Block found = engine.jumps[BlockCache.jumpIndex(to)];
        return found.pc == to && found.context == engine.context && (engine.remaining -= found.count) >= 0 ? found.first : engine.jump(to);
    }
}
