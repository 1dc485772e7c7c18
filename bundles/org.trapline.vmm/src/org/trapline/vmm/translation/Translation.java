// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.Arrays;
import java.util.List;

/** What a piece of guest code was translated to. */
public final class Translation {
    /** No address of translated code. */
    static final long NOWHERE = -1;

    private final SourceCode source;
    private final long va;
    private final int[] words;
    private final Recovery[] recoveries;
    private final int[] starts;
    private final int[] overheads;
    private final List<Exit> exits;
    private final int bodyLength;

    Translation(final SourceCode source, final long va, final int[] words, final Recovery[] recoveries, final int[] starts, final int[] overheads,
            final List<Exit> exits, final int bodyLength) {
        this.source = source;
        this.va = va;
        this.words = words;
        this.recoveries = recoveries;
        this.starts = starts;
        this.overheads = overheads;
        this.exits = List.copyOf(exits);
        this.bodyLength = bodyLength;
    }

    public SourceCode source() {
        return source;
    }

    /** Returns the virtual address for which the code was made. */
    public long va() {
        return va;
    }

    /** Returns the new code, as it was made. */
    public int[] words() {
        return words.clone();
    }

    /** Returns the number of words. */
    public int length() {
        return words.length;
    }

    /** Returns how many of the words are for the instructions themselves; the others are what their branches lead to. */
    int bodyLength() {
        return bodyLength;
    }

    int word(final int index) {
        return words[index];
    }

    public Recovery recovery(final int word) {
        return recoveries[word];
    }

    public List<Exit> exits() {
        return exits;
    }

    /** Returns the index of the first word of an instruction of the source, by its number. */
    public int start(final int instruction) {
        return starts[instruction];
    }

    /**
     * Returns the number of the source's instruction at whose first word the code can be entered for that instruction; -1 if there is none.
     * @param pc guest virtual address
     */
    public int entry(final long pc) {
        for (int i = 0; i < starts.length; i++) {
            if (source.instructions().get(i).pc() == pc) {
                return starts[i] < 0 ? -1 : i;
            }
        }
        return -1;
    }

    /** Returns the virtual address of the first word for an instruction of the source; {@link #NOWHERE} if it is none. */
    long place(final long pc) {
        for (int i = 0; i < starts.length; i++) {
            if (source.instructions().get(i).pc() == pc) {
                // The second of a pair is the word behind that of the first.
                return va + 4L * (starts[i] < 0 ? starts[i - 1] + 1 : starts[i]);
            }
        }
        return NOWHERE;
    }

    /** Returns how many instructions too many will be counted as overhead by code that is entered at an instruction. */
    public int overheadAt(final int instruction) {
        return overheads[instruction];
    }

    /** Returns how many words ask the VMM to carry an instruction out. */
    public int callouts() {
        return (int) Arrays.stream(recoveries).filter(each -> each.callout() instanceof Recovery.CarryOut).count();
    }
}
