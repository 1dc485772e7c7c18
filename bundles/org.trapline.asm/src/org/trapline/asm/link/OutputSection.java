// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.object.Section;

/** A section of the program: input sections one after another. */
final class OutputSection {
    final String name;
    final List<InputSection> inputs = new ArrayList<>();
    final List<CommonBlock> blocks = new ArrayList<>();
    long address;
    long size;
    long alignment = 1;
    private long flags;
    private int type = Section.NOBITS;

    /** Memory for a common symbol. */
    static final class CommonBlock {
        final String symbol;
        final long size;
        final long alignment;
        long offset;

        CommonBlock(String symbol, long size, long alignment) {
            this.symbol = symbol;
            this.size = size;
            this.alignment = alignment;
        }
    }

    OutputSection(String name) {
        this.name = name;
    }

    void add(InputSection input) {
        inputs.add(input);
        input.output = this;
        flags |= input.section.flags() & (Section.ALLOC | Section.WRITE | Section.EXECUTE);
        alignment = Math.max(alignment, input.alignment());
        // One input with contents gives the whole section contents.
        if (type == Section.NOBITS) {
            type = input.section.type();
        }
    }

    void add(CommonBlock block) {
        blocks.add(block);
        flags |= Section.ALLOC | Section.WRITE;
        alignment = Math.max(alignment, block.alignment);
    }

    boolean isUsed() {
        return size > 0;
    }

    int type() {
        return type;
    }

    long flags() {
        return flags;
    }

    boolean isWritable() {
        return (flags & Section.WRITE) != 0;
    }

    boolean isCode() {
        return (flags & Section.EXECUTE) != 0;
    }

    long end() {
        return address + size;
    }

    /** Places the inputs and works out the size. */
    void arrange() {
        long at = 0;
        for (InputSection input : inputs) {
            at = align(at, input.alignment());
            input.offset = at;
            at += input.size;
        }
        for (CommonBlock block : blocks) {
            at = align(at, block.alignment);
            block.offset = at;
            at += block.size;
        }
        size = at;
    }

    byte[] bytes() {
        if (type == Section.NOBITS) {
            return new byte[0];
        }
        byte[] result = new byte[(int) size];
        for (InputSection input : inputs) {
            System.arraycopy(input.bytes, 0, result, (int) input.offset, input.bytes.length);
        }
        return result;
    }

    static long align(long value, long alignment) {
        return alignment <= 1 ? value : value + alignment - 1 & -alignment;
    }
}
