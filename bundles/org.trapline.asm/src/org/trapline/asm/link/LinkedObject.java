// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.ArrayList;
import java.util.List;

import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Section;
import org.trapline.asm.object.Symbol;

/** An object with what linking changes of it: contents of sections, values and sizes of symbols. */
final class LinkedObject {
    private final ObjectFile file;
    private final List<InputSection> sections = new ArrayList<>();
    private final long[] values;
    private final long[] sizes;

    LinkedObject(ObjectFile file) {
        this.file = file;
        for (Section section : file.sections()) {
            sections.add(new InputSection(this, section));
        }
        values = file.symbols().stream().mapToLong(Symbol::value).toArray();
        sizes = file.symbols().stream().mapToLong(Symbol::size).toArray();
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
    InputSection sectionOf(Symbol symbol) {
        return symbol.section() >= 0 ? sections.get(symbol.section()) : null;
    }

    void moveSymbols(InputSection section, Deletions deletions) {
        for (int i = 0; i < values.length; i++) {
            if (sectionOf(symbol(i)) == section) {
                long end = deletions.moved(values[i] + sizes[i]);
                values[i] = deletions.moved(values[i]);
                sizes[i] = end - values[i];
            }
        }
    }
}
