// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import org.trapline.asm.expression.Evaluator;

/** Padding up to a multiple of a power of two. */
final class AlignFragment extends Fragment {
    private static final int NOP = 0x0000_0013;
    private static final int COMPRESSED_NOP = 0x0001;

    private final long alignment;
    private final byte[] fill;
    private final boolean isCode;
    private final long most;
    private long size;

    /**
     * @param fill   the padding, repeated; ignored in code
     * @param isCode whether to pad with instructions that do nothing
     * @param most   if more padding than this were needed, there is none; 0 for no limit
     */
    AlignFragment(long alignment, byte[] fill, boolean isCode, long most) {
        this.alignment = alignment;
        this.fill = fill;
        this.isCode = isCode;
        this.most = most;
    }

    /** Returns what the offset after the fragment is surely a multiple of. */
    long guarantee() {
        return most > 0 && most < alignment - 1 ? 1 : alignment;
    }

    @Override
    long size() {
        return size;
    }

    @Override
    boolean update(Evaluator evaluator) {
        long old = size;
        long needed = -start() & alignment - 1;
        size = most > 0 && needed > most ? 0 : needed;
        return size != old;
    }

    @Override
    void write(SectionWriter writer) {
        if (isCode) {
            writeCode(writer);
        } else {
            writePattern(writer, start(), size, fill);
        }
    }

    /** An odd byte becomes zero, an odd half-word the compressed nop, the rest nops. */
    private void writeCode(SectionWriter writer) {
        long at = start();
        long end = start() + size;
        if ((end - at) % 2 != 0) {
            writer.put(at++, 0, 1);
        }
        if ((end - at) % 4 != 0) {
            writer.put(at, COMPRESSED_NOP, 2);
            at += 2;
        }
        for (; at < end; at += 4) {
            writer.put(at, NOP, 4);
        }
    }

    /** Zero bytes until the rest is a multiple of the pattern, then the pattern. */
    static void writePattern(SectionWriter writer, long start, long size, byte[] pattern) {
        long odd = size % pattern.length;
        for (long at = start + odd; at < start + size; at += pattern.length) {
            writer.put(at, pattern, pattern.length);
        }
    }
}
