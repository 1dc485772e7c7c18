// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

import org.trapline.asm.link.InputSection.Rel;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Section;
import org.trapline.asm.object.Symbol;

/** An object with what linking changes of it: contents of sections, values and sizes of symbols. */
final class LinkedObject {
    private final ObjectFile file;
    private final List<InputSection> sections = new ArrayList<>();
    private final long[] values;
    private final long[] sizes;
    private final InputSection[] homes;

    /**
     * A place in a section.
     *
     * @param section the section
     * @param offset  the offset in it
     */
    record Place(InputSection section, long offset) {
    }

    LinkedObject(ObjectFile file) {
        this.file = file;
        for (Section section : file.sections()) {
            sections.add(new InputSection(this, section));
        }
        values = file.symbols().stream().mapToLong(Symbol::value).toArray();
        sizes = file.symbols().stream().mapToLong(Symbol::size).toArray();
        homes = file.symbols().stream().map(s -> s.section() >= 0 ? sections.get(s.section()) : null).toArray(InputSection[]::new);
    }

    ObjectFile file() {
        return file;
    }

    List<InputSection> sections() {
        return sections;
    }

    Symbol symbol(int index) {
        return file.symbols().get(index);
    }

    long value(int index) {
        return values[index];
    }

    long size(int index) {
        return sizes[index];
    }

    /** Returns the section that a symbol lies in, or null. */
    InputSection home(int index) {
        return homes[index];
    }

    void moveSymbols(InputSection section, Deletions deletions) {
        for (int i = 0; i < values.length; i++) {
            if (homes[i] == section) {
                long end = deletions.moved(values[i] + sizes[i]);
                values[i] = deletions.moved(values[i]);
                sizes[i] = end - values[i];
            }
        }
    }

    /** Moves the symbols of a merged section, and the addends of relocations that name the section itself. */
    void mergeSymbols(InputSection merged, LongFunction<Place> where) {
        for (InputSection section : sections) {
            for (Rel rel : section.relocations) {
                if (rel.symbol >= 0 && homes[rel.symbol] == merged && symbol(rel.symbol).type() == Symbol.Type.SECTION) {
                    rel.place = where.apply(rel.addend);
                }
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (homes[i] == merged && symbol(i).type() != Symbol.Type.SECTION && symbol(i).section() >= 0
                && sections.get(symbol(i).section()) == merged) {
                Place place = where.apply(values[i]);
                homes[i] = place.section();
                values[i] = place.offset();
            }
        }
    }
}
