// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.ArrayList;
import java.util.List;

import org.trapline.machine.memory.Ram;

/** A translation that stands in the cache. */
public final class Block implements CodePiece {
    /** Stands for no second page. */
    static final long NO_PAGE = -1;

    final CodeSpace space;
    final Translation translation;
    final int offset;
    final long gpa;
    final long secondGpa;
    /** By exit: where it is linked to, or null. */
    final Block[] links;
    /** Whoever is linked to this. */
    final List<Link> incoming = new ArrayList<>();
    final List<LookUpCase> cases = new ArrayList<>();
    boolean valid = true;

    /** An exit that goes here. */
    record Link(Block from, int exit) {
    }

    Block(final CodeSpace space, final Translation translation, final int offset, final long gpa, final long secondGpa) {
        this.space = space;
        this.translation = translation;
        this.offset = offset;
        this.gpa = gpa;
        this.secondGpa = secondGpa;
        links = new Block[translation.exits().size()];
    }

    public Translation translation() {
        return translation;
    }

    public CodeSpace space() {
        return space;
    }

    /** Returns the guest virtual address of the first instruction. */
    public long pc() {
        return translation.source().pc();
    }

    /** Returns the guest physical address of the first instruction. */
    public long gpa() {
        return gpa;
    }

    /** Tells whether the guest's code is still what it was made from. */
    public boolean isValid() {
        return valid;
    }

    /** Tells whether an exit has been linked. */
    public boolean isLinked(final int exit) {
        return links[exit] != null;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return translation.length();
    }

    @Override
    public Recovery recovery(final int word) {
        return translation.recovery(word);
    }

    private int bytes() {
        return (int) (translation.source().end() - pc());
    }

    /** Returns the guest physical address of the page into which the last instruction reaches; -1 if there is none. */
    public long secondPage() {
        return secondGpa;
    }

    /** Returns the guest physical address of the page from which the first instruction was read. */
    long firstPage() {
        return gpa & -Ram.PAGE_SIZE;
    }

    /** Returns the lines of a page from which this was made, see {@link Ram#lines}. */
    long lines(final long gpaPage) {
        final int at = (int) (gpa & Ram.PAGE_SIZE - 1);
        final int first = Math.min(bytes(), Ram.PAGE_SIZE - at);
        long lines = gpaPage == firstPage() ? Ram.lines(at, first) : 0;
        if (secondGpa != NO_PAGE && gpaPage == secondGpa) {
            lines |= Ram.lines(0, bytes() - first);
        }
        return lines;
    }
}
