// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.unit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.asm.object.Section;
import org.trapline.asm.section.SectionBuilder;

/** The sections of a unit, and which of them is being filled. */
public final class Sections {
    private final Map<String, SectionBuilder> byName = new LinkedHashMap<>();
    private final Deque<Position> stack = new ArrayDeque<>();
    private Position current;
    private Position previous;

    /** A section, a subsection in it, and where {@code .previous} goes from there. */
    private record Position(SectionBuilder section, int subsection, Position previous) {
    }

    /**
     * Makes {@code .text}, {@code .data} and {@code .bss}, as GNU as does for every source, and starts in {@code .text}.
     * @param instructionAlignment what {@code .text} is aligned to from the start
     */
    public Sections(int instructionAlignment) {
        add(".text", Section.PROGBITS, Section.ALLOC | Section.EXECUTE, 0);
        add(".data", Section.PROGBITS, Section.ALLOC | Section.WRITE, 0);
        add(".bss", Section.NOBITS, Section.ALLOC | Section.WRITE, 0);
        byName.get(".text").requireAlignment(instructionAlignment);
        current = new Position(byName.get(".text"), 0, null);
    }

    private SectionBuilder add(String name, int type, long flags, long entrySize) {
        SectionBuilder section = new SectionBuilder(name, type, flags, entrySize);
        byName.put(name, section);
        return section;
    }

    /** Returns the section being filled. */
    public SectionBuilder current() {
        return current.section();
    }

    /** Returns the section with a name, or null. */
    public SectionBuilder find(String name) {
        return byName.get(name);
    }

    /** Makes a section, which must not exist. */
    public SectionBuilder make(String name, int type, long flags, long entrySize) {
        return add(name, type, flags, entrySize);
    }

    /** Goes to a section. */
    public void select(SectionBuilder section, int subsection) {
        previous = new Position(current.section(), current.subsection(), null);
        enter(new Position(section, subsection, null));
    }

    /** Goes back to the section before this one; false if there is none. */
    public boolean selectPrevious() {
        if (previous == null) {
            return false;
        }
        Position target = previous;
        previous = current;
        enter(target);
        return true;
    }

    /** Remembers where we are, and goes to a section. */
    public void push(SectionBuilder section, int subsection) {
        stack.push(new Position(current.section(), current.subsection(), previous));
        select(section, subsection);
    }

    /** Goes back to where the last push was; false if there was none. */
    public boolean pop() {
        if (stack.isEmpty()) {
            return false;
        }
        Position target = stack.pop();
        enter(target);
        previous = target.previous();
        return true;
    }

    private void enter(Position position) {
        current = position;
        position.section().select(position.subsection());
    }

    /** Returns all sections in the order of their making. */
    public List<SectionBuilder> all() {
        return new ArrayList<>(byName.values());
    }
}
