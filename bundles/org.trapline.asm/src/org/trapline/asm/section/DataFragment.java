// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.trapline.asm.expression.Evaluator;

/** Bytes whose number is known. */
final class DataFragment extends Fragment {
    private byte[] bytes = new byte[64];
    private int size;
    private final List<Fixup> fixups = new ArrayList<>();

    void append(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /** Appends the low {@code count} bytes of a number, lowest first. */
    void append(long value, int count) {
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[size++] = (byte) (i < 8 ? value >> 8 * i : value >> 63);
        }
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    void add(Fixup fixup) {
        fixups.add(fixup);
    }

    @Override
    long size() {
        return size;
    }

    @Override
    boolean isFixed() {
        return true;
    }

    @Override
    boolean update(Evaluator evaluator) {
        return false;
    }

    @Override
    void write(SectionWriter writer) {
        writer.put(start(), bytes, size);
        for (Fixup fixup : fixups) {
            writer.fix(start() + fixup.at(), fixup);
        }
    }
}
