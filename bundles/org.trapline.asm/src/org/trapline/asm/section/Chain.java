// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import java.util.ArrayList;
import java.util.List;

/** The fragments of one subsection, in order. */
final class Chain {
    private final SectionBuilder owner;
    private final List<Fragment> fragments = new ArrayList<>();
    private DataFragment data;
    private Object run = new Object();
    private long runStart;
    private long runAlignment = SectionBuilder.LARGEST;
    private long relaxations;

    Chain(SectionBuilder owner) {
        this.owner = owner;
        open();
    }

    private void open() {
        data = new DataFragment();
        fragments.add(data);
    }

    /** Returns the fragment to append bytes to. */
    DataFragment data() {
        return data;
    }

    /** Appends a fragment, and opens a new one for bytes after it. */
    void append(Fragment fragment) {
        fragments.add(fragment);
        if (fragment.isFixed()) {
            runStart += data.size() + fragment.size();
        } else {
            // A branch has an even number of bytes: the run after it starts where this one ends, modulo two.
            long bias = fragment instanceof BranchFragment ? runStart + data.size() & 1 : 0;
            runAlignment = switch (fragment) {
                case AlignFragment align -> align.guarantee();
                case BranchFragment ignored -> Math.min(runAlignment, 2);
                default -> 1;
            };
            run = new Object();
            runStart = bias;
        }
        open();
    }

    /** Notes that the linker may shorten what was appended last; GNU as begins a fragment then, on which its first guess depends. */
    void addRelaxation() {
        relaxations++;
        runStart += data.size();
        open();
    }

    /** Tells whether the next byte is known not to stand at a multiple of {@code multiple}. */
    boolean isMisaligned(long multiple) {
        return runAlignment >= multiple && (runStart + data.size()) % multiple != 0;
    }

    Place here() {
        return new Place(owner, data, data.size(), run, runStart + data.size(), relaxations);
    }

    List<Fragment> fragments() {
        return fragments;
    }
}
