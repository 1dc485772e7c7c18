// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Tlb;

/** A step that loads or stores: if the TLB has the page, there; otherwise the engine does it the long way. */
abstract class MemoryNode extends Step {
    static final int OFFSET = Ram.PAGE_SIZE - 1;

    final int rs1;
    final long imm;
    final byte[][] pages;
    final Block block;
    /** Where the access stands in the block. */
    final int index;
    private Node rest;

    MemoryNode(Block block, int index) {
        long op = block.code[index];
        rs1 = Op.rs1(op);
        imm = Op.imm(op);
        pages = block.engine.pages;
        this.block = block;
        this.index = index;
    }

    /** Tells whether the TLB lets {@code size} bytes be read directly. */
    static boolean readable(long[] x, long va, int size) {
        return x[FastState.LOAD_TAGS + Tlb.index(va)] == (va + size - 1 & Tlb.PAGE_MASK | x[FastState.DATA_TAG]);
    }

    /** Tells whether the TLB lets {@code size} bytes be written directly. */
    static boolean writable(long[] x, long va, int size) {
        return x[FastState.STORE_TAGS + Tlb.index(va)] == (va + size - 1 & Tlb.PAGE_MASK | x[FastState.DATA_TAG]);
    }

    /** Returns the page to read from. */
    final byte[] readPage(long va) {
        return pages[Tlb.index(va)];
    }

    /** Returns the page to write to. */
    final byte[] writePage(long va) {
        return pages[Tlb.ENTRIES + Tlb.index(va)];
    }

    @Override
    final boolean stepSlowly() {
        return block.engine.access(block, index);
    }

    @Override
    final Node rest() {
        if (rest == null) {
            rest = block.steps.from(index + 1);
        }
        return rest;
    }
}
