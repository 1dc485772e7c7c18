// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import org.trapline.asm.Location;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.expression.Point;
import org.trapline.asm.object.Leb128;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.object.Section;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;

/** A section that is being filled. */
public final class SectionBuilder {
    /** More bytes than this in one section are taken for a mistake. */
    public static final long LARGEST = 1L << 28;
    private static final int NOP = 0x0000_0013;

    private final String name;
    private final int type;
    private final long flags;
    private final long entrySize;
    private final TreeMap<Integer, Chain> chains = new TreeMap<>();
    private final List<Mark> marks = new ArrayList<>();
    private Chain chain;
    private int subsection;
    private long alignment = 1;

    /** A statement and what it emitted. */
    record Mark(Place start, Place end, Statement statement, boolean isCode, Location origin) {
    }

    /** Makes an empty section. */
    public SectionBuilder(String name, int type, long flags, long entrySize) {
        this.name = name;
        this.type = type;
        this.flags = flags;
        this.entrySize = entrySize;
        select(0);
    }

    /** Goes on at the end of a subsection. */
    public void select(int number) {
        subsection = number;
        chain = chains.computeIfAbsent(number, missing -> new Chain(this));
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the ELF type. */
    public int type() {
        return type;
    }

    /** Returns the ELF flags. */
    public long flags() {
        return flags;
    }

    long entrySize() {
        return entrySize;
    }

    long alignment() {
        return alignment;
    }

    /** Returns the number of the subsection being filled. */
    public int subsection() {
        return subsection;
    }

    /** Tells whether the section holds instructions. */
    public boolean isCode() {
        return (flags & Section.EXECUTE) != 0;
    }

    /** Returns the point at which the next byte will stand. */
    public Point here() {
        return chain.here();
    }

    /** Appends bytes. */
    public void append(byte[] bytes) {
        chain.data().append(bytes);
    }

    /** Appends the low {@code size} bytes of a number. */
    public void append(long value, int size) {
        chain.data().append(value, size);
    }

    /** Appends data of {@code size} bytes that depends on an expression. */
    public void appendData(Expression value, int size, Statement statement, Location location) {
        if (value instanceof Constant(long number)) {
            append(number, size);
            return;
        }
        DataFragment data = chain.data();
        data.add(new Fixup((int) data.size(), size, null, value, false, statement, location));
        data.append(0, size);
    }

    /**
     * Appends an instruction with an operand that the linker sets.
     * @param relax whether the linker may shorten it
     */
    public void appendInstruction(int word, int bytes, RelocationType type, Expression value, boolean relax, Statement statement,
            Location location) {
        DataFragment data = chain.data();
        data.add(new Fixup((int) data.size(), 0, type, value, relax, statement, location));
        data.append(word, bytes);
        if (relax) {
            chain.addRelaxation();
        }
    }

    /**
     * Appends a branch or jump, which takes the form that its target needs.
     * @param shortWord its compressed form, or -1
     * @param isJump    whether it has no condition
     */
    public void appendJump(int word, int shortWord, boolean isJump, Expression target, Statement statement, Location location) {
        chain.append(new BranchFragment(this, word, shortWord, isJump, target, statement, location));
    }

    /** Appends a pattern, repeated. */
    public void appendSpace(Expression count, byte[] pattern, Statement statement, Location location) {
        chain.append(new SpaceFragment(count, pattern, statement, location));
    }

    /** Appends a number in base 128. */
    public void appendLeb128(Expression value, boolean signed, Statement statement, Location location) {
        if (value instanceof Constant(long number)) {
            append(Leb128.encode(number, signed));
        } else {
            chain.append(new Leb128Fragment(value, signed, statement, location));
        }
    }

    /** Pads up to an offset. */
    public void appendOrg(Expression target, byte fill, Statement statement, Location location) {
        chain.append(new OrgFragment(this, target, fill, statement, location));
    }

    /** Pads to a multiple of {@code multiple} with a pattern. */
    public void align(long multiple, byte[] fill, long most) {
        requireAlignment(multiple);
        chain.append(new AlignFragment(multiple, fill, false, most));
    }

    /** Pads to a multiple of {@code multiple} with instructions that do nothing. */
    public void alignCode(long multiple, long most) {
        requireAlignment(multiple);
        chain.append(new AlignFragment(multiple, new byte[1], true, most));
    }

    /** Appends as many instructions that do nothing as any address may need, and lets the linker take away what is too much. */
    public void alignCodeWhenLinking(long multiple, int instructionAlignment, Statement statement) {
        requireAlignment(multiple);
        long worst = multiple - instructionAlignment;
        DataFragment data = chain.data();
        data.add(new Fixup((int) data.size(), 0, RelocationType.ALIGN, new Constant(worst), false, statement, statement.location()));
        if (worst % 4 != 0) {
            data.append(1, 2);
        }
        for (long left = worst & -4; left > 0; left -= 4) {
            data.append(NOP, 4);
        }
        chain.addRelaxation();
    }

    /** Makes the section start at a multiple of {@code multiple}. */
    public void requireAlignment(long multiple) {
        alignment = Math.max(alignment, multiple);
    }

    /**
     * Notes that a statement emitted what lies between {@code start} and here.
     * @param origin the line of another source that the statement was made from, or null
     */
    public void mark(Point start, Statement statement, boolean isCode, Location origin) {
        if (start instanceof Place place && place.owner() == this) {
            marks.add(new Mark(place, chain.here(), statement, isCode, origin));
        }
    }

    /** Tells whether the next byte is known not to stand at a multiple of {@code multiple}. */
    public boolean isMisaligned(long multiple) {
        return chain.isMisaligned(multiple);
    }

    List<Mark> marks() {
        return marks;
    }

    /** Returns all fragments in the order of subsections. */
    List<Fragment> fragments() {
        List<Fragment> result = new ArrayList<>();
        chains.values().forEach(c -> result.addAll(c.fragments()));
        return result;
    }

    /** Pads code at its end, so that the section's size is a multiple of its alignment. */
    void padEnd(boolean relaxing) {
        if (isCode() && alignment > 1) {
            Chain last = chains.lastEntry().getValue();
            last.append(new AlignFragment(alignment, new byte[1], !relaxing, 0));
        }
    }

    /** Fails if what has been emitted is implausibly large. */
    void checkSize(long size, Statement statement) {
        if (type != Section.NOBITS && size > LARGEST) {
            throw new SyntaxException(statement.location(), "section " + name + " would have more than " + (LARGEST >> 20) + " MiB");
        }
    }
}
